"""The compiled kernels against their plain NumPy twin."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vgviz import Activation, Data, Experiment, Layer, Network, Simulation, Snapshot, Training
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.telemetry import LAYER_FIELDS, UNIT_FIELDS

names = st.sampled_from(sorted(ACTIVATIONS))
activations = st.builds(
    Activation,
    name=names,
    steepness=st.floats(0.5, 2.0),
    blend_to=names,
    blend=st.one_of(st.just(0.0), st.just(1.0), st.floats(0.05, 0.95)),
)
layers = st.builds(Layer, width=st.integers(1, 40), activation=activations)
experiments = st.builds(
    Experiment,
    data=st.builds(
        Data,
        source=st.just("blobs"),
        samples=st.integers(6, 90),
        features=st.integers(1, 9),
        classes=st.integers(2, 5),
        test_fraction=st.sampled_from((0.0, 0.25)),
    ),
    network=st.builds(Network, hidden=st.lists(layers, min_size=1, max_size=4).map(tuple)),
    training=st.builds(
        Training,
        loss=st.sampled_from(("auto", "cross_entropy", "mse")),
        learning_rate=st.floats(0.0, 0.05),
        momentum=st.floats(0.0, 0.9),
        batch_size=st.integers(1, 100),
    ),
    seed=st.integers(0, 1000),
)


def assert_same_snapshot(first: Snapshot, second: Snapshot, tolerance: float) -> None:
    assert (first.step, first.epoch) == (second.step, second.epoch)
    np.testing.assert_allclose(first.loss, second.loss, rtol=tolerance, atol=1e-300)
    np.testing.assert_equal(first.accuracy, second.accuracy)
    for field in LAYER_FIELDS:
        np.testing.assert_allclose(
            getattr(first, field), getattr(second, field), rtol=tolerance, atol=1e-13, err_msg=field
        )
    for here, there in zip(first.units, second.units, strict=True):
        for field in UNIT_FIELDS:
            np.testing.assert_allclose(
                getattr(here, field), getattr(there, field), rtol=tolerance, atol=1e-13, err_msg=field
            )
    for name, gradient in first.gradients.items():
        np.testing.assert_allclose(gradient, second.gradients[name], rtol=tolerance, atol=1e-13, err_msg=name)


@given(experiment=experiments)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_backends_measure_the_same(experiment: Experiment) -> None:
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    assert_same_snapshot(first.snapshot(), second.snapshot(), 1e-9)
    first.run(steps=3)
    second.run(steps=3)
    assert_same_snapshot(first.snapshot(), second.snapshot(), 1e-8)
    x = first.dataset.x_train
    np.testing.assert_allclose(first.predict(x), second.predict(x), rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("batch_size", [1, 7, 32, 1000])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_backends_agree_after_100_steps(
    name: str, batch_size: int, blobs: Callable[..., Experiment], difference: Callable[..., float]
) -> None:
    rate = 0.01 if batch_size == 1 else 0.05
    experiment = blobs((6, 6, 6), name, batch_size=batch_size, learning_rate=rate, momentum=0.5)
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=100)
    second.run(steps=100)
    assert difference(first.parameters, second.parameters) <= 1e-10
    assert first.epoch == second.epoch


@pytest.mark.parametrize("widths", [(80, 80), (250, 3, 260, 255)])
def test_wide_layers_agree(
    widths: tuple[int, ...], blobs: Callable[..., Experiment], difference: Callable[..., float]
) -> None:
    experiment = blobs(widths, "tanh", samples=200, batch_size=64, learning_rate=0.01)
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=20)
    second.run(steps=20)
    assert difference(first.parameters, second.parameters) <= 1e-10


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("normalization", ["none", "batch", "layer"])
@pytest.mark.parametrize("batch_size", [1008, 1023, 1024, 2048])
def test_batches_that_are_padded_by_a_whole_vector_agree(
    precision: str, normalization: str, batch_size: int
) -> None:
    hidden = (Layer(9, normalization=normalization), Layer(9, residual=True))
    experiment = Experiment(
        Data("blobs", samples=batch_size, features=11, classes=3, test_fraction=0.0),
        Network(hidden),
        Training(batch_size=batch_size, learning_rate=0.05),
        precision=precision,
    )
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    for simulation in (first, second):
        simulation.run(steps=3)
    tolerance = 1e-8 if precision == "float64" else 1e-3
    here, there = first.snapshot(), second.snapshot()
    if precision == "float64":
        assert_same_snapshot(here, there, tolerance)
    for name, gradient in here.gradients.items():
        np.testing.assert_allclose(gradient, there.gradients[name], tolerance, 1e-2 * tolerance, err_msg=name)
    for kinds, others in zip(here.histograms, there.histograms, strict=True):
        assert kinds.pre_activations.counts.sum() == others.pre_activations.counts.sum()


def test_same_experiment_is_bit_identical_from_run_to_run(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    first, second = (Simulation(blobs(momentum=0.9, batch_size=8), backend) for _ in range(2))
    first.run(steps=57)
    for steps in (1, 20, 36):
        second.run(steps=steps)
        second.snapshot()
    for name, value in first.parameters.items():
        np.testing.assert_array_equal(value, second.parameters[name])


def test_a_run_is_handed_over_between_backends(
    blobs: Callable[..., Experiment], difference: Callable[..., float]
) -> None:
    whole, handed_over = (Simulation(blobs(batch_size=8), "numpy") for _ in range(2))
    whole.run(steps=30)
    handed_over.run(steps=13)
    handed_over.use_backend("numba")
    handed_over.run(steps=17)
    assert handed_over.backend == "numba"
    assert difference(whole.parameters, handed_over.parameters) <= 1e-12
