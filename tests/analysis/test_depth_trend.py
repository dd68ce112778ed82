"""The line through the logarithm of the gradient over depth."""

from collections.abc import Callable
from math import isnan

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vgviz.analysis.depth_trend import depth_trend
from vgviz.engine.telemetry import Snapshot

Snapshots = Callable[..., Snapshot]
REUSED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


@REUSED
@given(factor=st.floats(1e-6, 1e6), layers=st.integers(2, 40), output=st.floats(1e-3, 1e3))
def test_a_geometric_profile_gives_back_its_factor(
    made: Snapshots, factor: float, layers: int, output: float
) -> None:
    rms = output * factor ** np.arange(layers - 1, -1, -1.0)
    trend = depth_trend(made(rms))
    assert trend.factor_per_layer == pytest.approx(factor, rel=1e-9)
    assert (trend.first, trend.last) == (0, layers - 1)
    for layer in (trend.first, trend.last):
        assert trend.at(layer) == pytest.approx(np.log10(rms[layer]), abs=1e-9)


@REUSED
@given(st.lists(st.floats(1e-300, 1e300), min_size=2, max_size=30))
def test_no_other_line_is_nearer(made: Snapshots, rms: list[float]) -> None:
    trend = depth_trend(made(rms))
    layers = np.arange(len(rms))
    residuals = np.log10(rms) - np.array([trend.at(layer) for layer in range(len(rms))])
    # The squares are least exactly where the residuals have neither a mean nor a slope.
    assert abs(residuals.sum()) < 1e-9
    assert abs(residuals @ layers) < 1e-8


@pytest.mark.parametrize("odd", [0.0, np.nan, np.inf])
def test_a_layer_without_a_logarithm_is_left_out(made: Snapshots, odd: float) -> None:
    rms = 0.1 ** np.arange(5, -1, -1.0)
    rms[[0, 3]] = odd
    trend = depth_trend(made(rms))
    assert trend.factor_per_layer == pytest.approx(0.1)
    assert (trend.first, trend.last) == (1, 5)


@pytest.mark.parametrize("rms", [[0.0, 0.0, 0.0], [0.0, 1.0], [np.nan, np.inf, 0.0]])
def test_fewer_than_two_such_layers_give_no_line(made: Snapshots, rms: list[float]) -> None:
    trend = depth_trend(made(rms))
    assert isnan(trend.slope)
    assert isnan(trend.factor_per_layer)
    assert trend.label == ""


@pytest.mark.parametrize(
    ("factor", "label"),
    [
        (0.21, "×0.21 per layer"),
        (1.0, "×1.0 per layer"),
        (1e-5, "×1.0e−05 per layer"),
        (12.0, "×12 per layer"),
    ],
)
def test_the_label_says_the_factor(made: Snapshots, factor: float, label: str) -> None:
    assert depth_trend(made(factor ** np.arange(3, -1, -1.0))).label == label


def test_the_line_runs_through_the_smallest_and_largest_numbers_without_overflow(made: Snapshots) -> None:
    assert depth_trend(made([5e-324, 1e308])).factor_per_layer == 0.0
    assert depth_trend(made([1e308, 5e-324])).factor_per_layer == np.inf


def test_each_sigmoid_layer_gets_about_a_quarter(measured: Snapshots) -> None:
    assert 0.1 < depth_trend(measured(30, 10)).factor_per_layer < 0.3


def test_relu_with_he_keeps_the_gradient(measured: Snapshots) -> None:
    trend = depth_trend(measured(10, 50, activation="relu", scheme="he_normal"))
    assert trend.factor_per_layer == pytest.approx(1.0, abs=0.15)
