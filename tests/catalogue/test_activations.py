"""The catalogue's functions against exact arithmetic, PyTorch and the laws of the field."""

from collections.abc import Callable
from itertools import pairwise
from math import erf, exp, pi, sqrt
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.exact_activations import assert_exact
from vgviz.catalogue.activations import ACTIVATIONS, TRACK, ActivationKind
from vgviz.engine.gaussian import gaussian_mean

Floats = NDArray[np.floating[Any]]
kinds = st.sampled_from(sorted(ACTIVATIONS))

SHAPES = {
    "elu": (0.3, 2.5),
    "celu": (0.3, 3.0),
    "softplus": (0.5, 4.0),
    "silu": (0.5, 4.0),
    "leaky_relu": (-0.4,),
}
CASES = [
    (name, parameter)
    for name, kind in ACTIVATIONS.items()
    for parameter in (kind.parameter.default if kind.parameter else 0.0, *SHAPES.get(name, ()))
]


def default_of(kind: ActivationKind) -> float:
    return kind.parameter.default if kind.parameter else 0.0


def slope_at(name: str, z: float) -> float:
    kind = ACTIVATIONS[name]
    return float(kind.derivative(np.array([z]), default_of(kind))[0])


def test_the_catalogue_holds_what_the_field_uses() -> None:
    names = (
        "identity sigmoid hard_sigmoid log_sigmoid tanh hard_tanh softsign arctan softplus relu relu6 "
        "leaky_relu prelu elu celu selu gelu gelu_tanh silu hard_swish mish sine gaussian"
    )
    assert set(ACTIVATIONS) == set(names.split())
    assert sorted(kind.code for kind in ACTIVATIONS.values()) == list(range(len(ACTIVATIONS)))


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_values_and_slopes_are_those_of_exact_arithmetic(name: str, parameter: float) -> None:
    kind = ACTIVATIONS[name]
    assert_exact(name, parameter, lambda z: (kind.function(z, parameter), kind.derivative(z, parameter)))


def test_the_tails_that_other_libraries_lose() -> None:
    assert slope_at("sigmoid", 40.0) == pytest.approx(4.248354255291589e-18, rel=1e-14)
    assert slope_at("sigmoid", -700.0) == pytest.approx(9.859676543759770e-305, rel=1e-13)
    assert slope_at("tanh", 20.0) == pytest.approx(1.6993417021166355e-17, rel=1e-14)
    assert slope_at("gelu", -10.0) == pytest.approx(-7.61855e-22, rel=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_out_f_and_its_slope_go_to_their_limits(name: str) -> None:
    kind = ACTIVATIONS[name]
    if name == "sine":
        return
    far, infinite = np.array([-1e30, 1e30]), np.array([-np.inf, np.inf])
    f, limit = (kind.function(z, default_of(kind)) for z in (far, infinite))
    growing = np.abs(f) > 100.0
    assert np.array_equal(np.isinf(limit), growing)
    np.testing.assert_allclose(limit[~growing], f[~growing], atol=1e-29)
    slope, slope_limit = (kind.derivative(z, default_of(kind)) for z in (far, infinite))
    np.testing.assert_allclose(slope_limit, slope, atol=1e-29)
    sides = {"both": (True, True), "left": (True, False), "right": (False, True), "none": (False, False)}
    assert tuple(slope_limit == 0.0) == sides[kind.saturates]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_value_that_is_no_number_stays_none(name: str) -> None:
    kind = ACTIVATIONS[name]
    z = np.array([np.nan, 0.5])
    for function in (kind.function, kind.derivative):
        assert np.isnan(function(z, default_of(kind))).tolist() == [True, False]


TORCH: dict[str, Callable[[Any], Any]] = {
    "hard_sigmoid": torch.nn.functional.hardsigmoid,
    "hard_tanh": torch.nn.functional.hardtanh,
    "relu": torch.relu,
    "relu6": torch.nn.functional.relu6,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "prelu": lambda z: torch.nn.functional.prelu(z, torch.tensor([0.25], dtype=z.dtype)),
    "elu": lambda z: torch.nn.functional.elu(z, 2.5),
    "celu": lambda z: torch.nn.functional.celu(z, 2.5),
    "selu": torch.selu,
    "hard_swish": torch.nn.functional.hardswish,
    "softsign": torch.nn.functional.softsign,
}


@pytest.mark.parametrize("name", TORCH)
def test_at_every_kink_the_slope_is_that_of_pytorch(name: str) -> None:
    kind = ACTIVATIONS[name]
    places = np.array(sorted({0.0, *kind.kinks}))
    z = torch.tensor(places, requires_grad=True)
    f = TORCH[name](z)
    back: Any = f.sum().backward  # PyTorch ships it untyped
    back()
    parameter = 2.5 if name in ("elu", "celu") else default_of(kind)
    np.testing.assert_allclose(kind.function(places, parameter), f.detach().numpy(), rtol=1e-15)
    single = name == "hard_sigmoid"  # PyTorch's 1/6 is one of single precision
    assert z.grad is not None
    slopes = z.grad.numpy()
    np.testing.assert_allclose(kind.derivative(places, parameter), slopes, rtol=1e-7 if single else 1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_kinks_are_where_the_slope_jumps(name: str) -> None:
    kind = ACTIVATIONS[name]
    parameter = 2.5 if name == "elu" else default_of(kind)
    places = np.arange(-80, 81) / 8.0
    beside = np.concatenate((np.nextafter(places, -np.inf), np.nextafter(places, np.inf)))
    below, above = kind.derivative(beside, parameter).reshape(2, -1)
    assert tuple(places[np.abs(above - below) > 1e-3]) == kind.kinks


# A parameter of less is reached by inputs that are no numbers.
shares = st.just(0.0) | st.floats(1e-300, 1.0)


@given(name=kinds, share=shares)
@settings(max_examples=200, deadline=None)
def test_the_largest_slope_is_reached_and_never_passed(name: str, share: float) -> None:
    kind = ACTIVATIONS[name]
    bounds = (kind.parameter.low, kind.parameter.high) if kind.parameter else (0.0, 0.0)
    parameter = bounds[0] + share * (bounds[1] - bounds[0])
    scale = parameter or 1.0 if name in ("silu", "softplus") else 1.0
    z = np.concatenate((np.linspace(-8.0, 8.0, 40_001), [-1e4, 1e4])) / scale
    steepest = np.abs(kind.derivative(z, parameter)).max()
    supremum = kind.supremum(parameter)
    assert steepest <= supremum * (1.0 + 1e-15)
    assert steepest == pytest.approx(supremum, rel=2e-4)


@given(name=kinds, z=st.floats(-20.0, 20.0), share=st.floats(0.05, 0.95))
@settings(max_examples=300, deadline=None)
def test_the_slope_is_that_of_the_function(name: str, z: float, share: float) -> None:
    kind = ACTIVATIONS[name]
    low, high = kind.parameter.slider if kind.parameter else (0.0, 0.0)
    parameter = low + share * (high - low)
    step = 1e-5
    if any(abs(z - kink) < 2 * step for kink in (0.0, *kind.kinks)):
        return
    before, after = kind.function(np.array([z - step, z + step]), parameter)
    difference = (after - before) / (2 * step)
    assert kind.derivative(np.array([z]), parameter)[0] == pytest.approx(difference, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_in_float32_the_result_is_the_exact_one_rounded_once(name: str) -> None:
    kind = ACTIVATIONS[name]
    z = np.linspace(-50.0, 50.0, 401, dtype=np.float32)
    for function in (kind.function, kind.derivative):
        single = function(z, default_of(kind))
        assert single.dtype == np.float32
        double = function(z.astype(np.float64), default_of(kind))
        np.testing.assert_array_equal(single, double.astype(np.float32))


def test_prelu_with_slope_0_is_relu() -> None:
    z = np.concatenate((np.linspace(-5.0, 5.0, 101), [-np.inf, np.inf, np.nan]))
    relu, prelu = ACTIVATIONS["relu"], ACTIVATIONS["prelu"]
    np.testing.assert_array_equal(prelu.function(z, 0.0), relu.function(z, 0.0))
    np.testing.assert_array_equal(prelu.derivative(z, 0.0), relu.derivative(z, 0.0))


def _moments(name: str, parameter: float | None = None) -> tuple[float, float, float]:
    """E f, E f^2 and E f'^2 for z ~ N(0, 1)."""
    kind = ACTIVATIONS[name]
    p = default_of(kind) if parameter is None else parameter
    return (
        gaussian_mean(lambda z: kind.function(z, p)),
        gaussian_mean(lambda z: np.square(kind.function(z, p))),
        gaussian_mean(lambda z: np.square(kind.derivative(z, p))),
    )


def test_selu_keeps_mean_0_and_variance_1() -> None:
    mean, square, _ = _moments("selu")
    assert mean == pytest.approx(0.0, abs=1e-12)
    assert square == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "square", "slope_square"),
    [
        ("identity", 1.0, 1.0),
        ("relu", 0.5, 0.5),
        ("prelu", (1.0 + 0.25**2) / 2.0, (1.0 + 0.25**2) / 2.0),
        ("sine", (1.0 - exp(-2.0)) / 2.0, (1.0 + exp(-2.0)) / 2.0),
        ("gaussian", 1.0 / sqrt(5.0), 4.0 / 5.0**1.5),
        ("hard_sigmoid", None, erf(3.0 / sqrt(2.0)) / 36.0),
        (
            "hard_tanh",
            1.0 - sqrt(2.0 / pi) * exp(-0.5),
            erf(1.0 / sqrt(2.0)),
        ),
        # E (z Phi(z))^2 and E (Phi(z) + z phi(z))^2 by partial integration.
        ("gelu", 1.0 / 3.0 + 1.0 / (2.0 * sqrt(3.0) * pi) * 1.0, None),
    ],
)
def test_gaussian_moments_have_their_closed_forms(
    name: str, square: float | None, slope_square: float | None
) -> None:
    _, measured, slope_measured = _moments(name)
    if square is not None:
        assert measured == pytest.approx(square, rel=1e-11)
    if slope_square is not None:
        assert slope_measured == pytest.approx(slope_square, rel=1e-11)


def test_gelu_has_the_mean_of_its_closed_form() -> None:
    assert _moments("gelu")[0] == pytest.approx(1.0 / (2.0 * sqrt(pi)), rel=1e-12)


def test_the_track_leads_from_what_kills_gradients_to_what_keeps_them() -> None:
    kept = [_moments(kind.name)[2] for kind in TRACK]
    assert len(TRACK) == 8
    assert TRACK[0].name == "sigmoid"
    assert TRACK[-1].name == "identity"
    assert all(after > 0.95 * before for before, after in pairwise(kept))
