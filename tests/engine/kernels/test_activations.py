"""Compiled activation functions against exact values and against the catalogue."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.exact_activations import assert_exact, exact, places
from vgviz import Activation
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine import kernel_cache
from vgviz.engine.jit import entry
from vgviz.engine.kernels.activations.activate import activate
from vgviz.engine.kernels.activations.pairs import PAIRS
from vgviz.engine.kernels.exponential import exp_and_expm1
from vgviz.engine.reference import function_and_derivative

Floats = NDArray[np.floating[Any]]
Run = Callable[..., tuple[Floats, Floats]]

SPECIAL = np.array(
    [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-300, -1e-300, 1e4, -1e4, 1e30, -1e30, 745.0, -745.0]
)
Z = np.concatenate((np.linspace(-50.0, 50.0, 4001), SPECIAL))
SHAPES = {"elu": (0.3, 2.5), "celu": (0.3, 3.0), "softplus": (0.5, 4.0), "silu": (0.0, 0.5, 4.0)}
CASES = [
    (name, parameter)
    for name, kind in ACTIVATIONS.items()
    for parameter in (kind.parameter.default if kind.parameter else 0.0, *SHAPES.get(name, ()))
]


@pytest.fixture(scope="module", params=["float64", "float32"])
def precision(request: pytest.FixtureRequest) -> str:
    kernel_cache.load(request.param)
    return str(request.param)


@entry
def run_activate(kind: int, z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
    activate(kind, z, f, d, steepness, parameter)


def compiled(name: str, z: Floats, parameter: float, steepness: float = 1.0) -> tuple[Floats, Floats]:
    """F and f' for each z, through compiled code."""
    f, d = np.empty_like(z), np.empty_like(z)
    with np.errstate(all="ignore"):
        run_activate(ACTIVATIONS[name].code, z, f, d, steepness, parameter)
    return f, d


def test_each_entry_of_the_catalogue_has_a_compiled_pair_and_the_other_way_round() -> None:
    assert set(PAIRS) == set(ACTIVATIONS)


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_compiled_functions_meet_exact_arithmetic(name: str, parameter: float) -> None:
    kernel_cache.load("float64")
    assert_exact(name, parameter, lambda z: compiled(name, z, parameter))


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_in_float32_they_meet_exact_arithmetic_to_its_digits(name: str, parameter: float) -> None:
    kernel_cache.load("float32")
    z = places().astype(np.float32)
    f, derivative = compiled(name, z, parameter)
    for index, place in enumerate(z):
        wanted = exact(name, float(place), parameter)
        close_to_zero = 1e-7 * (abs(wanted[1]) < 0.1)
        for got, value, absolute in (
            (f[index], wanted[0], 0.0),
            (derivative[index], wanted[1], close_to_zero),
        ):
            tolerance = max(1e-6 * abs(float(value)), absolute, 3e-45)
            assert abs(float(got) - float(value)) <= tolerance, (name, place, got, float(value))


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_compiled_functions_agree_with_the_catalogue(precision: str, name: str, parameter: float) -> None:
    kind = ACTIVATIONS[name]
    with np.errstate(all="ignore"):
        z = Z.astype(precision)
    f, derivative = compiled(name, z, parameter)
    close = {"float64": (2e-12, 1e-15), "float32": (1e-6, 1e-7)}[precision]
    np.testing.assert_allclose(f, kind.function(z, parameter), rtol=close[0], atol=2e-323)
    np.testing.assert_allclose(derivative, kind.derivative(z, parameter), *close)


@given(
    name=st.sampled_from(sorted(ACTIVATIONS)),
    steepness=st.floats(1e-3, 100.0),
    share=st.floats(0.0, 1.0),
    z=st.lists(st.floats(-50.0, 50.0), min_size=1, max_size=40),
)
@settings(max_examples=150, deadline=None)
def test_any_steepness_and_parameter_agree_with_the_catalogue(
    name: str, steepness: float, share: float, z: list[float]
) -> None:
    kernel_cache.load("float64")
    kind = ACTIVATIONS[name]
    low, high = (kind.parameter.low, kind.parameter.high) if kind.parameter else (0.0, 0.0)
    parameter, values = low + share * (high - low), np.array(z)
    wanted = function_and_derivative(
        Activation(name, parameter if kind.parameter else None, steepness), values, None
    )
    for got, exact_value in zip(compiled(name, values, parameter, steepness), wanted, strict=True):
        np.testing.assert_allclose(got, exact_value, rtol=1e-11, atol=1e-14 * max(1.0, steepness))


@pytest.mark.parametrize("z", [2e5, -3.3e7, 1e15, 1e300])
def test_far_out_the_sine_is_still_a_sine(z: float) -> None:
    kernel_cache.load("float64")
    f, derivative = compiled("sine", np.array([z, 0.5]), 0.0, 2.0)
    assert f[0] == pytest.approx(np.sin(2.0 * z), rel=1e-12)
    assert derivative[0] == pytest.approx(2.0 * np.cos(2.0 * z), rel=1e-12)


def test_float32_slopes_go_down_to_its_smallest_number_and_then_to_an_honest_0() -> None:
    kernel_cache.load("float32")
    _, derivative = compiled("sigmoid", np.array([87.0, 100.0, 110.0], dtype=np.float32), 0.0)
    np.testing.assert_allclose(derivative[:2], [1.6458115e-38, 3.783506e-44], rtol=0.02)
    assert derivative[0] == pytest.approx(1.6458115e-38, rel=1e-6)
    assert derivative[2] == 0.0


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_float32_slopes_far_out_are_0(name: str) -> None:
    kernel_cache.load("float32")
    z = np.array([110.0, 1e3, 1e30, np.inf], dtype=np.float32)
    _, derivative = compiled(name, np.concatenate((z, -z)), 0.0)
    np.testing.assert_array_equal(derivative, 0.0)


def test_exponential_is_exact_down_to_the_smallest_number() -> None:
    x = np.concatenate((-np.linspace(0.0, 746.0, 20_000), -np.logspace(-300.0, 0.0, 500)))
    e, less_one = np.empty_like(x), np.empty_like(x)
    _exponentials(x, e, less_one)
    np.testing.assert_allclose(e, np.exp(x), rtol=6e-16, atol=1e-323)
    np.testing.assert_allclose(less_one, np.expm1(x), rtol=6e-16)


@entry
def _exponentials(x: Floats, e: Floats, less_one: Floats) -> None:
    for i in range(x.size):
        e[i], less_one[i] = exp_and_expm1(x[i])
