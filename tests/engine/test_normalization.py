"""Normalization and skip connections: gradients, running statistics, factors of the chain rule, refusals."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz import Activation, Data, Experiment, Layer, Network, Simulation, Training
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.normalizations import NORMALIZATIONS

Floats = NDArray[np.float64]

WAYS = [(name, residual) for name in NORMALIZATIONS for residual in (False, True)]


def experiment_of(
    hidden: tuple[Layer, ...], samples: int = 60, features: int = 6, **training: Any
) -> Experiment:
    data = Data("blobs", samples=samples, features=features, classes=3, noise=1.0)
    return Experiment(data, Network(hidden), Training(**training))


def uniform(normalization: str, residual: bool, activation: str = "tanh", **training: Any) -> Experiment:
    layers = tuple(Layer(width, Activation(activation), normalization, residual) for width in (6, 6, 5, 5))
    return experiment_of(layers, **training)


@pytest.mark.parametrize("batch", [2, 3, 21])
@pytest.mark.parametrize(("normalization", "residual"), WAYS)
def test_gradients_agree_with_pytorch(
    normalization: str,
    residual: bool,
    batch: int,
    backend: str,
    scatter: Callable[[Simulation], None],
    difference: Callable[..., float],
    torch_twin: Callable[..., Any],
) -> None:
    simulation = Simulation(uniform(normalization, residual), backend)
    scatter(simulation)
    x, y = simulation.dataset.x_train[:batch], simulation.dataset.y_train[:batch]
    loss, gradients = simulation.loss_and_gradients(x, y)
    expected_loss, expected = torch_twin(simulation).loss_and_gradients(x, y)
    assert loss == pytest.approx(expected_loss, rel=1e-12)
    assert difference(gradients, expected) <= 1e-10


@pytest.mark.parametrize(("normalization", "residual"), WAYS)
def test_backends_agree_after_100_steps(
    normalization: str, residual: bool, difference: Callable[..., float]
) -> None:
    experiment = uniform(normalization, residual, batch_size=11, learning_rate=0.05, momentum=0.5)
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=100)
    second.run(steps=100)
    assert difference(first.parameters, second.parameters) <= 1e-10
    if normalization == "batch":
        assert difference(first.running_statistics, second.running_statistics) <= 1e-10
    x = first.dataset.x_test
    np.testing.assert_allclose(first.predict(x), second.predict(x), rtol=1e-9)


hidden_layers = st.builds(
    Layer,
    width=st.sampled_from((1, 2, 6)),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    normalization=st.sampled_from(sorted(NORMALIZATIONS)),
    residual=st.booleans(),
)


@given(hidden=st.lists(hidden_layers, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_product_of_the_factors_is_the_ratio_of_the_deltas(hidden: list[Layer]) -> None:
    experiment = experiment_of(tuple(hidden), batch_size=16)
    for backend in ("numpy", "numba"):
        snapshot = Simulation(experiment, backend).snapshot()
        names = ("normalization_factor", "weight_factor", "skip_factor", "derivative_factor")
        factors = np.array([getattr(snapshot, name) for name in names])[:, :-1]
        norms = snapshot.delta_rms * np.sqrt(snapshot.widths[1:])
        finite = np.isfinite(factors).all(axis=0)
        product = factors.prod(axis=0)
        np.testing.assert_allclose((product * norms[1:])[finite], norms[:-1][finite], rtol=1e-12)
        for index, layer in enumerate(hidden[1:]):
            if layer.normalization == "none":
                assert snapshot.normalization_factor[index] == 1.0
