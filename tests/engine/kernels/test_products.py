"""Register-tiled products against NumPy's."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz.engine.jit import entry
from vgviz.engine.kernels import norms, products
from vgviz.engine.kernels.vector import ROW_MULTIPLE

Floats = NDArray[np.float64]


@entry
def run_products(
    weights: Floats, x: Floats, delta: Floats, fan_in: int, fan_out: int, stride: int, out: Any
) -> None:
    z, back, gradient = out
    products.linear_forward(weights, 0, fan_in, fan_out, 0, fan_out, x, 0, z, 0, stride)
    products.linear_backward(weights, 0, fan_out, 0, fan_in, delta, 0, back, stride)
    products.weight_gradient(gradient, 0, fan_in + 1, fan_out, x, 0, delta, 0, stride, weights)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 2e-5)])
@given(
    fan_in=st.integers(1, 19), fan_out=st.integers(1, 19), blocks=st.integers(1, 5), seed=st.integers(0, 99)
)
@settings(max_examples=80, deadline=None)
def test_products_agree_with_numpy_for_every_shape(
    dtype: type, tolerance: float, fan_in: int, fan_out: int, blocks: int, seed: int
) -> None:
    check_products(dtype, tolerance, fan_in, fan_out, ROW_MULTIPLE * blocks, seed)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 2e-3)])
@pytest.mark.parametrize(
    ("fan_in", "fan_out"), [(300, 131), (131, 300), (3, 257), (257, 3), (801, 203), (203, 801)]
)
@pytest.mark.parametrize("blocks", [24, 23, 9, 3])  # even and odd numbers of vectors
def test_products_of_wide_layers_agree_with_numpy(
    dtype: type, tolerance: float, fan_in: int, fan_out: int, blocks: int
) -> None:
    check_products(dtype, tolerance, fan_in, fan_out, blocks * ROW_MULTIPLE, seed=0)


def check_products(dtype: type, tolerance: float, fan_in: int, fan_out: int, stride: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    weights: Any = generator.standard_normal((fan_in + 1, fan_out)).astype(dtype)
    x: Any = generator.standard_normal((fan_in + 1, stride)).astype(dtype)
    delta: Any = generator.standard_normal((fan_out, stride)).astype(dtype)
    out: Any = tuple(
        np.full(size, np.nan, dtype) for size in (fan_out * stride, fan_in * stride, weights.size)
    )
    run_products(weights.ravel(), x.ravel(), delta.ravel(), fan_in, fan_out, stride, out)
    np.testing.assert_allclose(out[0].reshape(fan_out, stride), weights.T @ x, tolerance, tolerance)
    np.testing.assert_allclose(out[1].reshape(fan_in, stride), weights[:-1] @ delta, tolerance, tolerance)
    np.testing.assert_allclose(out[2].reshape(weights.shape), x @ delta.T, tolerance, tolerance)


@entry
def run_norm(values: Floats) -> float:
    length: float = norms.norm(values)
    return length


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-150, 1.0, 1e150, 1e200, 1e307])
def test_norm_holds_over_the_whole_range(size: float) -> None:
    values = size * np.array([3.0, -4.0, 0.0, 12.0])
    with np.errstate(all="ignore"):
        assert run_norm(values) == pytest.approx(13.0 * size, rel=1e-12 if size > 1e-300 else 1e-2)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0.0, 0.0], 0.0), ([1.0, np.inf], np.inf), ([np.inf, np.nan], np.nan), ([1e-300, np.nan], np.nan)],
)
def test_norm_keeps_zero_infinity_and_no_number(values: list[float], expected: float) -> None:
    with np.errstate(all="ignore"):
        np.testing.assert_equal(run_norm(np.array(values)), expected)


@pytest.mark.parametrize("size", [1e-44, 1e-30, 1.0, 1e30])
def test_norm_of_float32_neither_underflows_nor_overflows(size: float) -> None:
    values: Any = (size * np.array([3.0, -4.0, 0.0, 12.0])).astype(np.float32)
    assert run_norm(values) == pytest.approx(np.linalg.norm(values.astype(np.float64)), rel=1e-12)
