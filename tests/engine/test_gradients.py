"""Gradients of every activation and loss against central differences and against PyTorch."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vgviz import Activation, Experiment, Simulation
from vgviz.catalogue.activations import ACTIVATIONS

Floats = NDArray[np.float64]

ALONE = [Activation(name, steepness=steepness) for name in ACTIVATIONS for steepness in (1.0, 1.7)]
# Each with one of its family and one of another; `test_combinations` draws from all pairs.
BLENDS = [
    Activation(first, steepness=1.3, blend_to=second, blend=0.35)
    for distance in (1, 7)
    for first, second in zip(ACTIVATIONS, np.roll(list(ACTIVATIONS), -distance).tolist(), strict=True)
]
CLASSES = {"binary_cross_entropy": 2, "cross_entropy": 3, "mse": 3}


def describe(activation: Activation) -> str:
    if activation.blend_to is None:
        return f"{activation.name} x {activation.steepness:g}"
    return f"{activation.name} to {activation.blend_to}"


def numeric_gradients(simulation: Simulation, x: Floats, y: Any, step: float = 1e-5) -> dict[str, Floats]:
    """Central differences of the loss by every parameter."""
    start = {name: value.copy() for name, value in simulation.parameters.items()}
    result: dict[str, Floats] = {name: np.empty(value.shape) for name, value in start.items()}
    for name, value in start.items():
        for place in np.ndindex(value.shape):
            losses = []
            for sign in (1.0, -1.0):
                moved = value.copy()
                moved[place] += sign * step
                simulation.load_parameters({**start, name: moved})
                losses.append(simulation.loss_and_gradients(x, y)[0])
            result[name][place] = (losses[0] - losses[1]) / (2.0 * step)
    simulation.load_parameters(start)
    return result


@pytest.mark.parametrize("loss", CLASSES)
@pytest.mark.parametrize("activation", ALONE + BLENDS, ids=describe)
def test_gradients_agree_with_central_differences(
    activation: Activation,
    loss: str,
    blobs: Callable[..., Experiment],
    scatter: Callable[[Simulation], None],
    difference: Callable[..., float],
) -> None:
    simulation = Simulation(blobs((4, 3), activation, classes=CLASSES[loss], loss=loss))
    scatter(simulation)
    x, y = simulation.dataset.x_train[:6], simulation.dataset.y_train[:6]
    _, gradients = simulation.loss_and_gradients(x, y)
    assert difference(gradients, numeric_gradients(simulation, x, y)) <= 1e-7


@pytest.mark.parametrize("loss", CLASSES)
@pytest.mark.parametrize("activation", ALONE + BLENDS, ids=describe)
def test_gradients_agree_with_pytorch(
    activation: Activation,
    loss: str,
    blobs: Callable[..., Experiment],
    scatter: Callable[[Simulation], None],
    difference: Callable[..., float],
    torch_twin: Callable[..., Any],
) -> None:
    simulation = Simulation(blobs((7, 6, 5), activation, classes=CLASSES[loss], loss=loss))
    scatter(simulation)
    x, y = simulation.dataset.x_train[:21], simulation.dataset.y_train[:21]
    value, gradients = simulation.loss_and_gradients(x, y)
    torch_value, expected = torch_twin(simulation).loss_and_gradients(x, y)
    assert value == pytest.approx(torch_value, rel=1e-12)
    assert difference(gradients, expected) <= 1e-10


def test_regression_gradients_agree_with_central_differences(
    backend: str, difference: Callable[..., float]
) -> None:
    generator = np.random.default_rng(3)
    x, y = generator.standard_normal((20, 3)), generator.standard_normal((20, 2))
    simulation = Simulation(Experiment(), backend, data=(x, y))
    _, gradients = simulation.loss_and_gradients(x[:5], y[:5])
    assert difference(gradients, numeric_gradients(simulation, x[:5], y[:5], 1e-4)) <= 1e-7
    assert np.isnan(simulation.snapshot().accuracy)
