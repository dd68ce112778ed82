"""Compiled activation pairs against the catalogue and against exact values."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.jit import entry
from vgviz.engine.kernels.activations import PAIRS
from vgviz.engine.kernels.exponential import exp_and_expm1

Floats = NDArray[np.float64]

SPECIAL = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-300, -1e-300, 745.0, -745.0, 1e308, -1e308])
Z = np.concatenate((np.linspace(-50.0, 50.0, 4001), SPECIAL))


def table(pair: Any, z: Floats, parameter: float) -> tuple[Floats, Floats]:
    """A pair's f and f' for each z, through compiled code."""

    @entry
    def run(values: Floats, f: Floats, d: Floats, p: float) -> None:
        for i in range(values.size):
            f[i], d[i] = pair(values[i], p)

    f, d = np.empty_like(z), np.empty_like(z)
    with np.errstate(all="ignore"):
        run(z, f, d, parameter)
    return f, d


def test_each_entry_of_the_catalogue_has_a_compiled_pair_and_the_other_way_round() -> None:
    assert set(PAIRS) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_pair_agrees_with_the_catalogue(name: str) -> None:
    kind = ACTIVATIONS[name]
    parameter = kind.parameter.default if kind.parameter else 0.0
    f, derivative = table(PAIRS[name], Z, parameter)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(f, kind.function(Z, parameter), rtol=4e-15, atol=0.0)
        np.testing.assert_allclose(derivative, kind.derivative(Z, parameter), rtol=4e-15, atol=1e-323)


def test_sigmoid_derivative_keeps_its_tail() -> None:
    _, derivative = table(PAIRS["sigmoid"], np.array([40.0, -40.0, 700.0]), 0.0)
    np.testing.assert_allclose(
        derivative, [4.248354255291589e-18, 4.248354255291589e-18, 9.859676543759770e-305], rtol=1e-14
    )


def test_tanh_is_exact_near_zero() -> None:
    z = np.array([1e-12, 1e-8, 1e-4])
    f, _ = table(PAIRS["tanh"], z, 0.0)
    np.testing.assert_allclose(f, np.tanh(z), rtol=4e-16)


def test_exponential_is_exact_down_to_the_smallest_number() -> None:
    x = np.concatenate((-np.linspace(0.0, 746.0, 20_000), -np.logspace(-300.0, 0.0, 500)))
    e, less_one = table(_exponential, x, 0.0)
    np.testing.assert_allclose(e, np.exp(x), rtol=5e-16, atol=5e-324)
    np.testing.assert_allclose(less_one, np.expm1(x), rtol=5e-16)


@entry
def _exponential(x: float, _parameter: float) -> tuple[float, float]:
    return exp_and_expm1(x)
