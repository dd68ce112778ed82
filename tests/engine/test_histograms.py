"""Histograms of a snapshot: every number is in them, in bins whose edges say where."""

import pickle
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz import Activation, Experiment, Init, Layer, Network, Simulation
from vgviz.engine.histogram_bins import KINDS, count_decades, count_linear, edges
from vgviz.engine.histograms import Counting, Histogram
from vgviz.engine.reference import forward

Floats = NDArray[np.float64]

numbers = st.lists(st.floats(), min_size=1, max_size=40).map(np.array)
sizes = st.floats(allow_nan=False, allow_infinity=False)


def linear(values: Floats) -> Histogram:
    counts, place = count_linear(values)
    return Histogram.of(counts, edges(np.array(place)))


def decades(values: Floats) -> Histogram:
    counts, place = count_decades(values)
    return Histogram.of(counts, edges(np.array(place)))


@given(values=numbers)
def test_every_number_is_counted_once(values: Floats) -> None:
    for histogram in (linear(values), decades(values)):
        assert histogram.total == values.size
        assert histogram.nan == np.isnan(values).sum()
        assert histogram.infinity == np.isinf(values).sum()
    assert linear(values).zero == 0
    assert decades(values).zero == (values == 0).sum()


@given(values=numbers)
def test_linear_bins_hold_what_lies_between_their_edges(values: Floats) -> None:
    histogram, finite = linear(values), values[np.isfinite(values)]
    assert histogram.counts.sum() == finite.size
    for bin_, count in enumerate(histogram.counts):
        low, high = histogram.edges[bin_ : bin_ + 2]
        assert count == ((low <= finite) & (finite < high)).sum()


@given(values=numbers)
def test_decade_bins_hold_what_lies_between_their_powers_of_ten(values: Floats) -> None:
    histogram = decades(values)
    finite = np.abs(values[np.isfinite(values) & (values != 0)])
    with np.errstate(over="ignore", under="ignore"):
        powers = 10.0**histogram.edges
    for bin_, count in enumerate(histogram.counts):
        assert count == ((powers[bin_] <= finite) & (finite < powers[bin_ + 1])).sum()


@given(values=st.lists(sizes, min_size=2, max_size=20).map(np.array))
def test_bins_are_as_narrow_as_the_values_allow(values: Floats) -> None:
    histogram = linear(values)
    used = np.flatnonzero(histogram.counts)
    width = histogram.edges[1] - histogram.edges[0]
    finest = max(np.abs(values).max() * 2.0**-19, 2.0**-1000)
    assert np.ptp(values / 4.0) == 0.0 or used[-1] - used[0] >= 30 or width <= finest


def test_wider_bins_are_neighbouring_narrow_ones_together() -> None:
    generator = np.random.default_rng(0)
    narrow_values = generator.normal(0.0, 0.1, 1000)
    narrow, wide = linear(narrow_values), linear(np.append(narrow_values, [-30.0, 40.0]))
    assert set(wide.edges[(wide.edges > -0.1) & (wide.edges < 0.1)]) <= set(narrow.edges)
    steps = np.diff(wide.edges)[0] / np.diff(narrow.edges)[0]
    assert steps == 2.0 ** round(np.log2(steps))


@pytest.mark.parametrize("values", [np.zeros(5), np.full(5, np.nan), np.full(5, 3.25)])
def test_equal_values_share_one_bin(values: Floats) -> None:
    for histogram in (linear(values), decades(values)):
        assert np.all(np.diff(histogram.edges) > 0)
        assert histogram.total == 5
        assert np.count_nonzero(histogram.counts) <= 1


def test_snapshot_counts_the_batch_it_measured(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs((5, 4), "tanh", batch_size=7), backend)
    simulation.run(steps=3)
    snapshot = simulation.snapshot()
    names = [f"layers.{layer}.weight" for layer in range(3)]
    for layer, (name, units) in enumerate(zip(names, (5, 4, 3), strict=True)):
        histograms = snapshot.histograms[layer]
        assert histograms.pre_activations.total == histograms.activations.total == 7 * units
        assert histograms.weights.total == histograms.gradients.total == snapshot.parameters[name].size
        counts, _ = np.histogram(snapshot.parameters[name], histograms.weights.edges)
        np.testing.assert_array_equal(histograms.weights.counts, counts)
        counts, _ = np.histogram(np.log10(np.abs(snapshot.gradients[name])), histograms.gradients.edges)
        np.testing.assert_array_equal(histograms.gradients.counts, counts)


def test_snapshot_counts_its_own_moment_however_late_it_is_asked(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs((5, 4), "tanh"), backend)
    x, y = simulation.dataset.x_train[:9].copy(), simulation.dataset.y_train[:9].copy()
    plan, parameters = simulation.plan, {name: value.copy() for name, value in simulation.parameters.items()}
    snapshot = simulation.snapshot(batch=(x, y))
    expected = forward(plan, parameters, x.copy())
    simulation.run(steps=20)
    x[...] = 1e9
    for layer, passed in zip(snapshot.histograms, expected, strict=True):
        for histogram, values in (
            (layer.pre_activations, passed.z),
            (layer.activations, passed.activation),
        ):
            np.testing.assert_array_equal(histogram.counts, np.histogram(values, histogram.edges)[0])


@pytest.mark.parametrize("normalization", ["none", "batch"])
def test_histograms_that_are_looked_at_are_counted_with_the_next_measurement(
    normalization: str,
) -> None:
    hidden = (Layer(20, Activation("relu"), normalization=normalization, residual=True),) * 3
    simulation = Simulation(Experiment(network=Network(hidden)))
    simulation.run(steps=2)
    x, y = simulation.dataset.x_train[:33], simulation.dataset.y_train[:33]
    first = simulation.snapshot((x, y)).histograms
    second, third = simulation.snapshot((x, y)), simulation.snapshot((x, y))
    assert isinstance(second.count_values, Counting)
    assert isinstance(third.count_values, Counting)
    assert second.count_values.counted is not None
    assert third.count_values.counted is None
    for histograms in (second.histograms, third.histograms):
        np.testing.assert_array_equal(histograms.counts, first.counts)
        np.testing.assert_array_equal(histograms.ends, first.ends)


def test_a_copy_does_not_count_what_is_looked_at_elsewhere(blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs())
    twin = simulation.copy()
    assert len(simulation.snapshot().histograms) == simulation.plan.depth
    counting = twin.snapshot().count_values
    assert isinstance(counting, Counting)
    assert counting.counted is None


def test_histograms_outlive_the_process(backend: str, blobs: Callable[..., Experiment]) -> None:
    snapshot = Simulation(blobs(), backend).snapshot()
    copy = pickle.loads(pickle.dumps(snapshot))  # noqa: S301 - our own bytes
    np.testing.assert_array_equal(copy.histograms[0].weights.counts, snapshot.histograms[0].weights.counts)


def test_histograms_are_read_only(backend: str) -> None:
    histogram = Simulation(Experiment(), backend).snapshot().histograms[3].activations
    for array in (histogram.counts, histogram.edges):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("gain", [1e-200, 1.0, 1000.0])
def test_vanished_and_exploded_gradients_are_all_counted(backend: str, gain: float) -> None:
    network = Network.uniform(40, 6, activation="relu", init=Init("glorot_normal", gain))
    for layer in Simulation(Experiment(network=network), backend).snapshot().histograms[1:-1]:
        for kind in KINDS:
            assert getattr(layer, kind).total == (36 if kind in ("weights", "gradients") else 6 * 32)


def test_figures_alone_hold_nothing_large(blobs: Callable[..., Experiment]) -> None:
    snapshot = Simulation(blobs(), "numpy").snapshot()
    figures = snapshot.figures()
    assert (figures.step, figures.loss) == (snapshot.step, snapshot.loss)
    np.testing.assert_array_equal(figures.grad_weight_rms, snapshot.grad_weight_rms)
    assert len(figures.histograms) == 0
    assert len(pickle.dumps(figures)) < len(pickle.dumps(snapshot)) / 2
