from math import acos, inf, isnan, pi, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vgviz.analysis
from vgviz.analysis.correlation import correlated_mean
from vgviz.analysis.gaussian import function_of, gaussian_moments
from vgviz.analysis.mean_field import critical_weight_variance, mean_field, variance_map
from vgviz.experiment import Activation, ExperimentError, checked_activation


def test_relu_is_critical_at_weight_variance_two() -> None:
    at_the_edge = mean_field("relu", 2.0, 0.0)

    assert critical_weight_variance("relu", 0.0) == pytest.approx(2.0, rel=1e-8)
    assert (at_the_edge.q_star, at_the_edge.c_star) == (1.0, 1.0)
    assert at_the_edge.chi == pytest.approx(1.0, rel=1e-10)
    assert at_the_edge.xi_q == at_the_edge.xi_c == inf


@settings(max_examples=10, deadline=None)
@given(st.floats(0.0, 0.9))
def test_leaky_relu_is_critical_at_two_over_one_plus_its_slope_squared(slope: float) -> None:
    leaky = Activation("leaky_relu", parameter=slope)

    assert critical_weight_variance(leaky, 0.0) == pytest.approx(2.0 / (1.0 + slope**2), rel=1e-8)


@pytest.mark.parametrize(
    ("activation", "bias_variance"),
    [
        (Activation("tanh"), 0.0),
        (Activation("tanh"), 0.05),
        (Activation("tanh", steepness=100.0), 0.05),
        (Activation("sigmoid"), 0.1),
        (Activation("gaussian"), 0.05),
    ],
)
def test_chi_is_one_at_the_critical_weight_variance(activation: Activation, bias_variance: float) -> None:
    critical = critical_weight_variance(activation, bias_variance)

    assert mean_field(activation, critical, bias_variance).chi == pytest.approx(1.0, abs=1e-8)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "selu", "relu6"])
def test_just_above_the_critical_point_samples_still_end_up_alike(name: str) -> None:
    critical = critical_weight_variance(name, 0.5)
    above = mean_field(name, critical * (1.0 + 1e-9), 0.5)
    assert above.chi == pytest.approx(1.0, abs=1e-6)
    assert above.c_star == pytest.approx(1.0, abs=1e-6)
    assert above.xi_c > 1e5


@pytest.mark.parametrize(
    ("activation", "bias_variance"),
    [(Activation("gelu"), 0.1), (Activation("silu"), 0.5), (Activation("mish", steepness=3.0), 0.0)],
)
def test_where_chi_leaps_over_one_the_leap_is_critical(activation: Activation, bias_variance: float) -> None:
    critical = critical_weight_variance(activation, bias_variance)
    assert mean_field(activation, critical * (1.0 - 1e-9), bias_variance).chi < 0.98
    assert mean_field(activation, critical * (1.0 + 1e-9), bias_variance).chi >= 1.0


def test_tanh_is_critical_at_one_without_biases() -> None:
    assert critical_weight_variance("tanh", 0.0) == pytest.approx(1.0, rel=1e-10)
    assert mean_field("tanh", 1.0, 0.0).q_star == 0.0


def test_relu_below_and_above_its_critical_point_shrinks_and_grows_for_ever() -> None:
    below, above = mean_field("relu", 1.9, 0.0), mean_field("relu", 2.1, 0.0)

    assert (below.q_star, above.q_star) == (0.0, inf)
    assert (below.chi, above.chi) == pytest.approx((0.95, 1.05))
    assert isnan(above.c_star)


def test_variances_may_be_numbers_of_numpy_and_are_computed_with_in_float64() -> None:
    variances: Any = np.array((1.5, 0.25), np.float32)
    single = mean_field("tanh", *variances)

    assert single == mean_field("tanh", 1.5, 0.25)
    assert all(type(value) is float for value in (single.q_star, single.chi, single.xi_q))


@settings(max_examples=30, deadline=None)
@given(st.floats(1e-3, 1.9), st.floats(1e-4, 2.0))
def test_fixed_point_of_relu_is_the_one_in_closed_form(weight_variance: float, bias_variance: float) -> None:
    theory = mean_field("relu", weight_variance, bias_variance)

    assert theory.q_star == pytest.approx(bias_variance / (1.0 - weight_variance / 2.0), rel=1e-8)


def test_chaotic_tanh_has_a_stable_correlation_below_one() -> None:
    theory = mean_field("tanh", 4.0, 0.3)
    f = function_of(checked_activation("tanh"))

    assert theory.chi > 1.0
    mapped = (4.0 * correlated_mean(f, theory.q_star, theory.c_star) + 0.3) / theory.q_star
    assert mapped == pytest.approx(theory.c_star, abs=1e-9)
    assert 0.0 < theory.xi_c < inf


def test_variance_map_leaves_the_fixed_point_where_it_is() -> None:
    tanh = checked_activation("tanh")
    theory = mean_field(tanh, 1.5, 0.05)

    assert variance_map(tanh, 1.5, 0.05, theory.q_star) == pytest.approx(theory.q_star, rel=1e-10)


@settings(max_examples=20, deadline=None)
@given(st.floats(-0.999, 0.999), st.floats(0.01, 100.0))
def test_correlated_mean_of_relu_is_the_arc_cosine_kernel(correlation: float, variance: float) -> None:
    """Cho and Saul 2009, equation 6 with n = 1."""
    angle = acos(correlation)
    exact = variance * (sqrt(1.0 - correlation**2) + (pi - angle) * correlation) / (2.0 * pi)

    assert correlated_mean(function_of(checked_activation("relu")), variance, correlation) == pytest.approx(
        exact, rel=1e-8
    )


@settings(max_examples=20, deadline=None)
@given(st.floats(-0.99, 0.99))
def test_correlated_mean_of_a_gaussian_is_the_one_in_closed_form(correlation: float) -> None:
    # E exp(-u^2 - v^2) = 1 / sqrt(det(1 + 2 C)) for covariance C.
    exact = 1.0 / sqrt(9.0 - 4.0 * correlation**2)

    assert correlated_mean(lambda z: np.exp(-z * z), 1.0, correlation) == pytest.approx(exact, rel=1e-10)


def test_gaussian_moments_known_in_closed_form() -> None:
    assert gaussian_moments("relu") == pytest.approx((0.5, 0.5), rel=1e-12)
    assert gaussian_moments("identity") == pytest.approx((1.0, 1.0), rel=1e-12)
    steep = gaussian_moments(Activation("relu", steepness=3.0))
    assert steep == pytest.approx((4.5, 4.5), rel=1e-12)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "relu"])
def test_wide_networks_do_what_the_theory_says(name: str) -> None:
    """Variance of the pre-activations, layer by layer, over seeds of a network 1000 units wide."""
    weight_variance, depth, seeds = 1.8, 5, 20
    activation = checked_activation(name)
    measured = np.array([_variances(name, weight_variance, depth, seed) for seed in range(seeds)])
    mean = measured.mean(axis=0)

    predicted = [mean[0]]
    for _ in range(depth - 1):
        predicted.append(variance_map(activation, weight_variance, 0.0, predicted[-1]))
    assert mean == pytest.approx(np.array(predicted), rel=0.03)


def _variances(name: str, weight_variance: float, depth: int, seed: int) -> list[float]:
    generator = np.random.default_rng(seed)
    x = generator.standard_normal(1000)
    variances = []
    for _ in range(depth):
        weights = generator.standard_normal((1000, 1000)) * sqrt(weight_variance / 1000)
        z = x @ weights
        variances.append(float(np.mean(z * z)))
        x = np.asarray(function_of(checked_activation(name))(z), dtype=np.float64)
    return variances


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("softmax", 1.0, 0.0), "activation"),
        ((3, 1.0, 0.0), "activation"),
        (("tanh", -1.0, 0.0), "weight_variance"),
        (("tanh", 1.0, inf), "bias_variance"),
        (("tanh", float("nan"), 0.0), "weight_variance"),
        (("tanh", 1.0, "0"), "bias_variance: got '0', takes a finite number of at least 0"),
    ],
)
def test_impossible_theory_is_refused(arguments: tuple[object, object, object], named: str) -> None:
    with pytest.raises(ExperimentError, match=named):
        mean_field(*arguments)  # type: ignore[arg-type]  # that is what is tested


def test_theory_is_part_of_the_headless_api() -> None:
    assert vgviz.analysis.mean_field is mean_field
    assert vgviz.analysis.gaussian_moments is gaussian_moments
    assert vgviz.analysis.critical_weight_variance is critical_weight_variance
