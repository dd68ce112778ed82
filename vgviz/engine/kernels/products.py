"""The three matrix products of a linear layer, on flat feature-major buffers.

A buffer row holds one unit's numbers for the whole batch, padded to ``stride``. Weight and bias are one
matrix of fan_in + 1 rows, and the input buffer's row after the last unit holds the constant 1. Narrow layers
are computed tile by tile in registers, because a call of BLAS costs more than their arithmetic.
"""

import numpy as np

from vgviz.engine.jit import exact, inlined
from vgviz.engine.kernels.arrays import Floats
from vgviz.engine.kernels.vector import (
    LANES,
    at,
    load,
    multiply_add,
    scale_add,
    store,
    store_sums,
    total,
    zero,
)

# Multiplications from which on BLAS is the quicker one: between layers of 128 and 256 units, batch 128.
BLAS_FROM = 3_000_000
TILE_ROWS = 4
TILE_COLUMNS = 2 * LANES


@inlined
def linear_forward(
    parameters: Floats,
    weight: int,
    fan_in: int,
    fan_out: int,
    inputs: Floats,
    input_start: int,
    out: Floats,
    out_start: int,
    stride: int,
) -> None:
    """Z = W^T x + b: ``out`` gets fan_out rows from the fan_in + 1 rows of ``inputs``."""
    if (fan_in + 1) * fan_out * stride < BLAS_FROM:
        _combine_rows(
            out, out_start, fan_out, parameters, weight, 1, fan_out, fan_in + 1, inputs, input_start, stride
        )
        return
    w = parameters[weight : weight + (fan_in + 1) * fan_out].reshape((fan_in + 1, fan_out))
    x = inputs[input_start : input_start + (fan_in + 1) * stride].reshape((fan_in + 1, stride))
    np.dot(w.T, x, out[out_start : out_start + fan_out * stride].reshape((fan_out, stride)))


@inlined
def linear_backward(
    parameters: Floats,
    weight: int,
    fan_in: int,
    fan_out: int,
    deltas: Floats,
    delta_start: int,
    out: Floats,
    stride: int,
) -> None:
    """dL/dx = W delta: ``out`` gets fan_in rows from the fan_out rows of ``deltas``."""
    if fan_in * fan_out * stride < BLAS_FROM:
        _combine_rows(out, 0, fan_in, parameters, weight, fan_out, 1, fan_out, deltas, delta_start, stride)
        return
    w = parameters[weight : weight + fan_in * fan_out].reshape((fan_in, fan_out))
    delta = deltas[delta_start : delta_start + fan_out * stride].reshape((fan_out, stride))
    np.dot(w, delta, out[: fan_in * stride].reshape((fan_in, stride)))


@exact
def weight_gradient(
    gradient: Floats,
    weight: int,
    fan_in: int,
    fan_out: int,
    inputs: Floats,
    input_start: int,
    deltas: Floats,
    delta_start: int,
    stride: int,
) -> None:
    """dL/dW = x delta^T and dL/db, which is the row of the constant 1."""
    if (fan_in + 1) * fan_out * stride < BLAS_FROM:
        _row_products(gradient, weight, fan_in + 1, fan_out, inputs, input_start, deltas, delta_start, stride)
        return
    x = inputs[input_start : input_start + (fan_in + 1) * stride].reshape((fan_in + 1, stride))
    delta = deltas[delta_start : delta_start + fan_out * stride].reshape((fan_out, stride))
    g = gradient[weight : weight + (fan_in + 1) * fan_out].reshape((fan_in + 1, fan_out))
    np.dot(x, delta.T, g)


@exact
def _combine_rows(
    out: Floats,
    out_start: int,
    rows: int,
    w: Floats,
    w_start: int,
    w_row: int,
    w_term: int,
    terms: int,
    x: Floats,
    x_start: int,
    stride: int,
) -> None:
    """out[r] = sum over k of w[w_start + r w_row + k w_term] x[k], for vectors out[r] and x[k]."""
    if rows < TILE_ROWS or stride < TILE_COLUMNS:
        for r in range(rows):
            _combine_one_row(
                out, out_start + r * stride, w, w_start + r * w_row, w_term, terms, x, x_start, stride
            )
        return
    for block in range(0, rows, TILE_ROWS):
        r = min(block, rows - TILE_ROWS)  # the last tile may overlap the one before: it writes the same again
        for column in range(0, stride, TILE_COLUMNS):
            n = min(column, stride - TILE_COLUMNS)
            _combine_tile(
                out,
                out_start + r * stride + n,
                w,
                w_start + r * w_row,
                w_row,
                w_term,
                terms,
                x,
                x_start + n,
                stride,
            )


@inlined
def _combine_one_row(
    out: Floats,
    out_start: int,
    w: Floats,
    w_start: int,
    w_term: int,
    terms: int,
    x: Floats,
    x_start: int,
    stride: int,
) -> None:
    for n in range(0, stride, LANES):
        a = zero()
        p, q = w_start, x_start + n
        for _ in range(terms):
            a = scale_add(at(w, p), load(x, q), a)
            p += w_term
            q += stride
        store(out, out_start + n, a)


@inlined
def _combine_tile(
    out: Floats,
    o: int,
    w: Floats,
    w_start: int,
    w_row: int,
    w_term: int,
    terms: int,
    x: Floats,
    x_start: int,
    stride: int,
) -> None:
    """Four rows, two vectors wide."""
    a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = zero()
    p, q = w_start, x_start
    for _ in range(terms):
        left, right = load(x, q), load(x, q + LANES)
        s0, s1, s2, s3 = at(w, p), at(w, p + w_row), at(w, p + 2 * w_row), at(w, p + 3 * w_row)
        a0, b0 = scale_add(s0, left, a0), scale_add(s0, right, b0)
        a1, b1 = scale_add(s1, left, a1), scale_add(s1, right, b1)
        a2, b2 = scale_add(s2, left, a2), scale_add(s2, right, b2)
        a3, b3 = scale_add(s3, left, a3), scale_add(s3, right, b3)
        p += w_term
        q += stride
    store(out, o, a0)
    store(out, o + LANES, b0)
    store(out, o + stride, a1)
    store(out, o + stride + LANES, b1)
    store(out, o + 2 * stride, a2)
    store(out, o + 2 * stride + LANES, b2)
    store(out, o + 3 * stride, a3)
    store(out, o + 3 * stride + LANES, b3)


@exact
def _row_products(
    out: Floats,
    out_start: int,
    rows: int,
    columns: int,
    x: Floats,
    x_start: int,
    y: Floats,
    y_start: int,
    stride: int,
) -> None:
    """out[i, j] = x[i] . y[j], for rows x[i] and y[j] of two buffers."""
    if rows < 2 or columns < 4:
        for i in range(rows):
            for j in range(columns):
                out[out_start + i * columns + j] = _row_product(
                    x, x_start + i * stride, y, y_start + j * stride, stride
                )
        return
    for block in range(0, rows, 2):
        i = min(block, rows - 2)
        for column in range(0, columns, 4):
            j = min(column, columns - 4)
            _row_product_tile(
                out,
                out_start + i * columns + j,
                columns,
                x,
                x_start + i * stride,
                y,
                y_start + j * stride,
                stride,
            )


@inlined
def _row_product(x: Floats, x_start: int, y: Floats, y_start: int, stride: int) -> float:
    a = zero()
    for n in range(0, stride, LANES):
        a = multiply_add(load(x, x_start + n), load(y, y_start + n), a)
    return float(total(a))


@inlined
def _row_product_tile(
    out: Floats, o: int, columns: int, x: Floats, x_start: int, y: Floats, y_start: int, stride: int
) -> None:
    """Two rows by four."""
    a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = zero()
    for n in range(0, stride, LANES):
        first, second = load(x, x_start + n), load(x, x_start + stride + n)
        p = y_start + n
        y0, y1 = load(y, p), load(y, p + stride)
        y2, y3 = load(y, p + 2 * stride), load(y, p + 3 * stride)
        a0, b0 = multiply_add(first, y0, a0), multiply_add(second, y0, b0)
        a1, b1 = multiply_add(first, y1, a1), multiply_add(second, y1, b1)
        a2, b2 = multiply_add(first, y2, a2), multiply_add(second, y2, b2)
        a3, b3 = multiply_add(first, y3, a3), multiply_add(second, y3, b3)
    store_sums(out, o, a0, a1, a2, a3)
    store_sums(out, o + columns, b0, b1, b2, b3)
