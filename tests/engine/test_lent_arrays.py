"""States, copies and snapshots have the network's own arrays, and keep their numbers when it trains on."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Experiment, Layer, Network, Simulation, Training
from vgviz.engine import training_state

ADAM = Experiment(
    network=Network((Layer(6, Activation("prelu"), "batch"), Layer(5))), training=Training(optimizer="adam")
)
Arrays = dict[str, Any]


def _of(simulation: Simulation) -> Arrays:
    own = simulation._run.training.own
    return {name: own[name] for name in ("parameters", "change", "running")}


def _of_state(simulation: Simulation) -> Arrays:
    return simulation.state().training.own


def _of_copy(simulation: Simulation) -> Arrays:
    return simulation.copy()._run.training.own


def _of_likeness(simulation: Simulation) -> Arrays:
    return _of(simulation.likeness())


def _of_follower(simulation: Simulation) -> Arrays:
    other = Simulation(Experiment(), "numpy")
    other.follow(simulation)
    return _of(other)


def _of_snapshot(simulation: Simulation) -> Arrays:
    return {"parameters": simulation.snapshot().parameters["layers.0.weight"].base}


WAYS = [_of_state, _of_copy, _of_likeness, _of_follower, _of_snapshot]


def _train(simulation: Simulation) -> None:
    simulation.run(steps=2)


def _load(simulation: Simulation) -> None:
    simulation.load_parameters({name: value + 1.0 for name, value in simulation.parameters.items()})


@pytest.mark.parametrize("least", [0, 2**18])  # bytes from which on the arrays are a shelf's
@pytest.mark.parametrize("change", [_train, _load])
@pytest.mark.parametrize("way", WAYS)
def test_what_is_kept_is_not_copied_and_stays(
    way: Callable[[Simulation], Arrays],
    change: Callable[[Simulation], None],
    least: int,
    backend: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training_state, "LEAST_READY", least)
    simulation = Simulation(ADAM, backend)
    simulation.run(steps=3)
    kept = way(simulation)
    own = simulation._run.training.own
    assert all(np.shares_memory(array, own[name]) for name, array in kept.items())
    before = {name: array.copy() for name, array in kept.items()}
    for _ in range(3):
        change(simulation)
        way(simulation)
    for name, array in kept.items():
        np.testing.assert_array_equal(array, before[name])
    assert not np.array_equal(simulation._run.training.parameters, before["parameters"])


def test_a_copy_that_trains_leaves_the_original_as_it_is(backend: str) -> None:
    simulation = Simulation(ADAM, backend)
    simulation.run(steps=3)
    twin, before = simulation.copy(), simulation.parameters
    twin.run(steps=4)
    simulation.restore(simulation.state())
    for name, array in simulation.parameters.items():
        np.testing.assert_array_equal(array, before[name])


def test_arrays_that_nobody_else_has_are_trained_in_place(backend: str) -> None:
    simulation = Simulation(ADAM, backend)
    simulation.run(steps=1)
    own = simulation._run.training.own
    simulation.run(steps=3)
    assert all(array is own[name] for name, array in simulation._run.training.own.items())


def test_a_network_with_other_parts_leaves_what_it_grew_out_of_as_it_is(backend: str) -> None:
    simulation = Simulation(ADAM, backend)
    simulation.run(steps=3)
    kept = simulation.state()
    before = kept.training.parameters.copy()
    simulation.reconfigure(Experiment(network=Network((Layer(6), Layer(5))), training=ADAM.training))
    simulation.run(steps=3)
    np.testing.assert_array_equal(kept.training.parameters, before)
    simulation.restore(kept)
    assert simulation.state() == kept
