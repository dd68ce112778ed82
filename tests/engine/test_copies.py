"""A copied or pickled simulation goes its own way, and exactly the same one."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Experiment, Layer, Network, Simulation, Training


def _pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - our own bytes


WAYS: dict[str, Callable[[Any], Any]] = {
    "Simulation.copy": Simulation.copy,
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "pickle": _pickled,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("width", [5, 300])  # of the wide one's layers a second thread trains a part
def test_a_copy_goes_on_as_the_original_does(way: str, width: int, backend: str) -> None:
    network = Network((Layer(width, Activation("tanh"), "batch"),) * 2)
    original = Simulation(Experiment(network=network, training=Training(optimizer="adam")), backend)
    original.run(steps=3)
    original.snapshot()
    twin = WAYS[way](original)
    before = original.state()
    twin.run(steps=2)
    assert original.state() == before
    original.run(steps=2)
    assert original.state() == twin.state()


@pytest.mark.parametrize("duplicate", [copy.deepcopy, _pickled])
def test_histograms_of_a_copied_snapshot_can_still_be_counted(
    duplicate: Callable[[Any], Any], backend: str
) -> None:
    snapshot = Simulation(Experiment(), backend).snapshot()
    counted = duplicate(snapshot).histograms
    np.testing.assert_array_equal(counted.counts, snapshot.histograms.counts)
    np.testing.assert_array_equal(counted.ends, snapshot.histograms.ends)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, _pickled])
def test_a_copied_state_leads_to_the_same_numbers(duplicate: Callable[[Any], Any], backend: str) -> None:
    simulation, other = (Simulation(Experiment(), backend) for _ in range(2))
    simulation.run(steps=9)
    other.restore(duplicate(simulation.state()))
    simulation.run(steps=30)
    other.run(steps=30)
    assert other.state() == simulation.state()
