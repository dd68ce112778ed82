"""Random streams: changing one thing leaves the others' draws as they were."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest

from vgviz import Experiment, Init, Layer, Network, Simulation

change = msgspec.structs.replace


def start(experiment: Experiment) -> Simulation:
    return Simulation(experiment, "numpy")


def with_hidden(experiment: Experiment, *widths: int) -> Experiment:
    hidden = tuple(Layer(width) for width in widths)
    return change(experiment, network=change(experiment.network, hidden=hidden))


@pytest.fixture
def experiment(blobs: Callable[..., Experiment]) -> Experiment:
    return blobs((5, 5, 5), init=Init(bias_std=0.3))


def test_depth_leaves_the_other_layers_draws(experiment: Experiment) -> None:
    few, many = start(experiment).parameters, start(with_hidden(experiment, 5, 5, 5, 5, 5)).parameters
    for layer in range(3):
        for part in ("weight", "bias"):
            name = f"layers.{layer}.{part}"
            np.testing.assert_array_equal(few[name], many[name])
    np.testing.assert_array_equal(few["layers.3.weight"], many["layers.5.weight"])
    np.testing.assert_array_equal(few["layers.3.bias"], many["layers.5.bias"])


def test_width_leaves_the_layers_it_does_not_touch(experiment: Experiment) -> None:
    before, after = start(experiment).parameters, start(with_hidden(experiment, 5, 5, 9)).parameters
    np.testing.assert_array_equal(before["layers.0.weight"], after["layers.0.weight"])
    np.testing.assert_array_equal(before["layers.1.weight"], after["layers.1.weight"])


def test_biases_leave_the_weights(experiment: Experiment) -> None:
    plain = change(experiment, network=change(experiment.network, init=Init(bias_std=0.0)))
    np.testing.assert_array_equal(
        start(experiment).parameters["layers.1.weight"], start(plain).parameters["layers.1.weight"]
    )


def test_network_leaves_data_and_batches(experiment: Experiment) -> None:
    first, second = start(experiment), start(with_hidden(experiment, 2))
    np.testing.assert_array_equal(first.dataset.x_train, second.dataset.x_train)
    for _ in range(5):
        np.testing.assert_array_equal(first.state().batches.batch, second.state().batches.batch)
        first.run(steps=1)
        second.run(steps=1)


def test_schemes_scale_the_same_draws(experiment: Experiment) -> None:
    def weight(**init: Any) -> np.ndarray[tuple[int, ...], np.dtype[np.floating]]:
        network = Network(experiment.network.hidden, Init(**init))
        return start(change(experiment, network=network)).parameters["layers.1.weight"]

    np.testing.assert_allclose(weight(gain=3.0), 3.0 * weight(gain=1.0), rtol=1e-15)
    np.testing.assert_allclose(
        weight(scheme="he_uniform"), np.sqrt(2.0) * weight(scheme="glorot_uniform"), rtol=1e-15
    )
    np.testing.assert_allclose(
        weight(scheme="normal"), np.sqrt(5.0) * weight(scheme="lecun_normal"), rtol=1e-15
    )


def test_streams_differ_from_each_other(experiment: Experiment) -> None:
    parameters = start(experiment).parameters
    assert not np.array_equal(parameters["layers.1.weight"], parameters["layers.2.weight"])
    assert not np.array_equal(parameters["layers.1.bias"], parameters["layers.2.bias"])
    other = start(change(experiment, seed=1)).parameters
    assert not np.array_equal(parameters["layers.1.weight"], other["layers.1.weight"])
