"""Gradients of whatever can be combined: layers, losses, precisions and batches, in three ways.

Choices are drawn from the catalogues, so that whatever is added there is tested here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz import Activation, Experiment, Layer, Network, Simulation, Training
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.losses import LOSSES
from vgviz.catalogue.normalizations import NORMALIZATIONS

Floats = NDArray[np.floating[Any]]

_config: Any = numba.config
EXAMPLES = 30 if _config.DISABLE_JIT else 150  # interpreted kernels are a hundred times slower
FEATURES = 3
SAMPLES = 12


@dataclass(frozen=True)
class Case:
    """An experiment on own samples, and the batch to differentiate on."""

    experiment: Experiment
    classes: int | None  # None is a regression
    batch: int

    def simulation(self, backend: str = "numba") -> Simulation:
        """The network with a value of its own for every parameter."""
        simulation = Simulation(self.experiment, backend, data=self.samples)
        generator = np.random.default_rng(self.experiment.seed)
        simulation.load_parameters(
            {
                name: value + 0.4 * generator.standard_normal(value.shape)
                for name, value in simulation.parameters.items()
            }
        )
        return simulation

    @property
    def samples(self) -> tuple[Floats, NDArray[Any]]:
        """Gaussian inputs; labels of every class, or two targets."""
        generator = np.random.default_rng(self.experiment.seed)
        x = generator.standard_normal((SAMPLES, FEATURES))
        if self.classes is None:
            return x, generator.standard_normal((SAMPLES, 2))
        return x, np.arange(SAMPLES) % self.classes

    @property
    def batch_samples(self) -> tuple[Floats, NDArray[Any]]:
        """The first samples, as many as the batch has."""
        x, y = self.samples
        return x[: self.batch], y[: self.batch]


@st.composite
def activations(draw: st.DrawFn) -> Activation:
    name, blend_to = (draw(st.sampled_from(sorted(ACTIVATIONS))) for _ in range(2))
    blend = draw(st.sampled_from((0.0, 0.0, 0.3, 1.0)))
    parameter = ACTIVATIONS[name].parameter or ACTIVATIONS[blend_to].parameter
    bounds = (0.0, 0.0) if parameter is None else (max(parameter.low, 0.1), min(parameter.high, 2.0))
    shape = None if parameter is None else draw(st.none() | st.floats(*bounds))
    return Activation(name, shape, draw(st.floats(0.5, 2.0)), blend_to, blend)


layers = st.builds(
    Layer,
    width=st.sampled_from((1, 3, 3, 3, 4)),
    activation=activations(),
    normalization=st.sampled_from(sorted(NORMALIZATIONS)),
    residual=st.booleans(),
).filter(lambda layer: layer.width > 1 or layer.normalization in ("none", "batch"))
# A single unit normalized by itself is the same for all samples; batch normalization above it would only
# magnify PyTorch's rounding.


@st.composite
def cases(draw: st.DrawFn, precision: str) -> Case:
    kind = LOSSES[draw(st.sampled_from(sorted(LOSSES)))]
    hidden = tuple(draw(st.lists(layers, min_size=1, max_size=5)))
    classes = None
    if draw(st.sampled_from(kind.tasks)) == "classification":
        classes = 2 if kind.name == "binary_cross_entropy" else draw(st.integers(2, 4))
    # Batch normalization has nothing to normalize in a single sample.
    smallest = 2 if any(layer.normalization == "batch" for layer in hidden) else 1
    experiment = Experiment(
        network=Network(hidden),
        training=Training(loss=kind.name, label_smoothing=draw(st.sampled_from((0.0, 0.0, 0.2)))),
        seed=draw(st.integers(0, 10_000)),
        precision=precision,
    )
    return Case(experiment, classes, draw(st.integers(smallest, SAMPLES)))


def combined(test: Callable[..., None]) -> Callable[..., None]:
    """Run ``test`` on many cases."""
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=quiet)(test)


@combined
@given(case=cases("float64"))
def test_combined_gradients_agree_with_central_differences(case: Case) -> None:
    simulation = case.simulation()
    start, (x, y) = simulation.parameters, case.batch_samples
    loss, gradients = simulation.loss_and_gradients(x, y)
    scale = max(float(np.linalg.norm(gradient)) for gradient in gradients.values())
    for name, gradient in gradients.items():
        direction = np.random.default_rng(0).standard_normal(gradient.shape)
        direction /= np.linalg.norm(direction)

        def loss_at(distance: float) -> float:
            moved = start[name] + distance * direction  # noqa: B023 - called before the loop goes on
            simulation.load_parameters({**start, name: moved})  # noqa: B023 - called before the loop goes on
            return simulation.loss_and_gradients(x, y)[0]

        slope, doubt = slope_and_doubt(loss_at, loss)
        assert abs(float((gradient * direction).sum()) - slope) <= doubt + 1e-6 * scale, name


def slope_and_doubt(loss_at: Callable[[float], float], here: float) -> tuple[float, float]:
    """Derivative at 0 by central differences, and how far off it may be.

    A kink between two points leaves them off the straight line through the third by as much as the slope is
    wrong; a bend shows in the difference between two distances; the rest is rounding.
    """
    slopes, doubt = [], 0.0
    for step in (1e-5, 5e-6):
        before, after = loss_at(-step), loss_at(step)
        slopes.append((after - before) / (2.0 * step))
        doubt = max(doubt, abs(after - 2.0 * here + before) / (2.0 * step))
    return slopes[1], doubt + abs(slopes[0] - slopes[1]) + 1e-14 * (1.0 + abs(here)) / 5e-6


@pytest.mark.parametrize("backend", ["numpy", "numba"])
@combined
@given(case=cases("float64"))
def test_combined_gradients_agree_with_pytorch(
    backend: str, case: Case, torch_twin: Callable[..., Any], difference: Callable[..., float]
) -> None:
    simulation = case.simulation(backend)
    loss, gradients = simulation.loss_and_gradients(*case.batch_samples)
    expected_loss, expected = torch_twin(simulation).loss_and_gradients(*case.batch_samples)
    assert loss == pytest.approx(expected_loss, rel=1e-10, abs=1e-14)
    # Where all of a gradient cancels, only rounding is left of it.
    largest = max(float(np.abs(gradient).max()) for gradient in (*gradients.values(), *expected.values()))
    assert largest < 1e-14 or difference(gradients, expected) <= 1e-8


@combined
@given(case=cases("float32"))
def test_combined_float32_gradients_are_as_near_to_the_truth_as_pytorch(
    case: Case, torch_twin: Callable[..., Any], difference: Callable[..., float]
) -> None:
    simulation = case.simulation()
    _, gradients = simulation.loss_and_gradients(*case.batch_samples)
    assert {gradient.dtype for gradient in gradients.values()} == {np.dtype(np.float32)}
    _, single = torch_twin(simulation).loss_and_gradients(*case.batch_samples)
    _, exact = torch_twin(simulation, double=True).loss_and_gradients(*case.batch_samples)
    assert difference(gradients, exact) <= 10.0 * difference(single, exact) + 1e-4
