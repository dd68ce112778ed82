"""Compiled updates against their NumPy twin, number by number."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vgviz import Experiment, Simulation, Training
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.engine import optimizers
from vgviz.engine.descent import advance, make_descent
from vgviz.engine.training_state import TrainingState

Floats = NDArray[np.floating[Any]]

EXTRAS: dict[str, dict[str, Any]] = {
    "plain": {},
    "momentum": {"momentum": 0.7},
    "decay and L1": {"weight_decay": 0.3, "l1": 0.02},
    "clipped": {"clip_value": 0.5, "clip_norm": 1.0},
}


def trained(training: Training, dtype: str, gradients: list[Floats]) -> TrainingState:
    """A state after steps along the given gradients, by the NumPy twin."""
    start = np.random.default_rng(1).standard_normal(gradients[0].size).astype(dtype)
    state = TrainingState.at_rest(start, np.empty(0, dtype))
    state.fit_moments(training)
    descent = make_descent(training, state, len(gradients))
    for step, gradient in enumerate(gradients):
        optimizers.update(descent, step, state, gradient.astype(dtype))
    advance(training, state, len(gradients))
    return state


@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_optimizers_agree_with_their_twin(
    optimizer: str, extra: str, blobs: Callable[..., Experiment], difference: Callable[..., float]
) -> None:
    experiment = blobs(
        (3, 5), "tanh", samples=24, batch_size=7, optimizer=optimizer, learning_rate=0.01, **EXTRAS[extra]
    )
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    for simulation in (first, second):
        simulation.run(steps=5)
    assert difference(first.parameters, second.parameters) <= 1e-13
    here, there = first.state().training, second.state().training
    for name in ("first_moment", "second_moment", "change"):
        np.testing.assert_allclose(getattr(here, name), getattr(there, name), rtol=1e-9, atol=1e-14)
    assert (here.step, here.moment_steps) == (there.step, there.moment_steps) == (5, 5)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_update_keeps_the_precision(optimizer: str, dtype: str) -> None:
    gradients = list(np.random.default_rng(2).standard_normal((4, 30)))
    state = trained(Training(optimizer=optimizer, momentum=0.5, l1=0.1, clip_norm=3.0), dtype, gradients)
    assert {array.dtype for array in state.vectors} == {np.dtype(dtype)}


def test_clipping_bounds_entries_first_and_then_the_norm() -> None:
    gradient = np.array([30.0, 0.3, -40.0, 0.0])
    start = trained(Training(learning_rate=0.0), "float64", [gradient]).parameters

    def step(**clip: Any) -> Floats:
        after = trained(Training(learning_rate=1.0, **clip), "float64", [gradient]).parameters
        return np.subtract(start, after)

    np.testing.assert_allclose(step(clip_value=1.0), [1.0, 0.3, -1.0, 0.0], atol=1e-15)
    np.testing.assert_allclose(np.linalg.norm(step(clip_norm=2.0)), 2.0, rtol=1e-6)
    both = np.array([1.0, 0.3, -1.0, 0.0])
    np.testing.assert_allclose(
        step(clip_value=1.0, clip_norm=0.5), both * 0.5 / np.linalg.norm(both), rtol=1e-5
    )
    np.testing.assert_array_equal(step(clip_norm=1e6, clip_value=1e6), step())


def test_a_gradient_too_long_to_square_is_clipped_all_the_same() -> None:
    state = trained(Training(learning_rate=1.0, clip_norm=5.0), "float64", [np.array([3e200, -4e200])])
    np.testing.assert_allclose(state.change, [-3.0, 4.0], rtol=1e-12)
