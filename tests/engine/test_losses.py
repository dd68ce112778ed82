"""Losses: values and deltas against PyTorch, kinks and tails included, and label smoothing."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vgviz import Experiment, Network, Simulation, Training
from vgviz.catalogue.losses import LOSSES

Floats = NDArray[np.float64]

CLASSES = {"binary_cross_entropy": 2}
OUTPUTS = [[0.0, 0.0, 0.0], [1.0, -1.0, 2.0], [-1.0, 0.0, 1.0], [1.5, 30.0, -40.0], [0.2, -0.7, 700.0]]


def at_outputs(
    loss: str, z: list[float], backend: str, *, regression: bool = False, **fields: Any
) -> Simulation:
    """A network whose outputs are exactly ``z``, whatever its inputs."""
    classes = CLASSES.get(loss, len(z))
    x = np.zeros((8, 2))
    y = np.zeros((8, len(z))) if regression else np.arange(8) % classes
    experiment = Experiment(network=Network.uniform(1, 2), training=Training(loss=loss, **fields))
    simulation = Simulation(experiment, backend, data=(x, y))
    zeros = {name: np.zeros_like(value) for name, value in simulation.parameters.items()}
    bias = np.array(z[: zeros["layers.1.bias"].size])
    simulation.load_parameters({**zeros, "layers.1.bias": bias})
    return simulation


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.9])
@pytest.mark.parametrize("z", OUTPUTS, ids=str)
@pytest.mark.parametrize("loss", LOSSES)
def test_value_and_delta_are_those_of_pytorch(
    loss: str, z: list[float], smoothing: float, backend: str, torch_twin: Callable[..., Any]
) -> None:
    simulation = at_outputs(loss, z, backend, label_smoothing=smoothing)
    for label in range(CLASSES.get(loss, len(z))):
        batch = np.zeros((1, 2)), np.array([label])
        value, gradients = simulation.loss_and_gradients(*batch)
        expected, theirs = torch_twin(simulation).loss_and_gradients(*batch)
        assert value == pytest.approx(expected, rel=1e-12, abs=1e-15)
        np.testing.assert_allclose(
            gradients["layers.1.bias"], theirs["layers.1.bias"], rtol=1e-10, atol=1e-16
        )


@pytest.mark.parametrize("z", OUTPUTS, ids=str)
@pytest.mark.parametrize("loss", [name for name, kind in LOSSES.items() if "regression" in kind.tasks])
def test_regression_losses_are_those_of_pytorch(
    loss: str, z: list[float], backend: str, torch_twin: Callable[..., Any]
) -> None:
    simulation = at_outputs(loss, z, backend, regression=True)
    batch = np.zeros((2, 2)), np.array([[0.0, -1.0, 2.0], [1.0, 0.5, 0.25]])
    value, gradients = simulation.loss_and_gradients(*batch)
    expected, theirs = torch_twin(simulation).loss_and_gradients(*batch)
    assert value == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(gradients["layers.1.bias"], theirs["layers.1.bias"], rtol=1e-10, atol=1e-16)


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "cross_entropy"])
def test_deltas_keep_their_digits_where_the_loss_is_almost_nothing(loss: str, backend: str) -> None:
    z = [40.0] if loss == "binary_cross_entropy" else [0.0, 40.0]
    simulation = at_outputs(loss, z, backend)
    _, gradients = simulation.loss_and_gradients(np.zeros((1, 2)), np.array([1]))
    missed = -np.exp(-40.0) / (1.0 + np.exp(-40.0))
    assert gradients["layers.1.bias"][-1] == pytest.approx(missed, rel=1e-13)


@pytest.mark.parametrize("loss", [name for name, kind in LOSSES.items() if not kind.numbers])
def test_losses_without_probabilities_have_no_label_smoothing(loss: str, backend: str) -> None:
    batch = np.zeros((1, 2)), np.array([1])
    plain, smooth = (
        at_outputs(loss, [0.3, -0.2], backend, label_smoothing=e).loss_and_gradients(*batch)[0]
        for e in (0.0, 0.5)
    )
    assert plain == smooth


def test_a_smooth_label_leaves_a_perfect_answer_a_loss(backend: str) -> None:
    simulation = at_outputs("cross_entropy", [0.0, 0.0, 60.0], backend, label_smoothing=0.3)
    loss, gradients = simulation.loss_and_gradients(np.zeros((1, 2)), np.array([2]))
    assert loss == pytest.approx(0.3 * 2 / 3 * 60.0)
    np.testing.assert_allclose(gradients["layers.1.bias"], [-0.1, -0.1, 0.2], atol=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_learns_the_moons(loss: str) -> None:
    network = Network.uniform(2, 8, activation="tanh")
    training = Training(loss=loss, optimizer="adam", learning_rate=0.01, batch_size=16)
    simulation = Simulation(Experiment(network=network, training=training))
    simulation.run(epochs=30)
    assert simulation.train_accuracy() > 0.95
