"""The three matrix products of a linear layer, on flat feature-major buffers.

A buffer row holds one unit's numbers for the whole batch, padded to ``stride``. Weight and bias are one
matrix of fan_in + 1 rows, and the input buffer's row after the last unit holds the constant 1. Products are
put together from tiles whose sums stay in registers. No general library is quicker here: it would first copy
the operands into an order of its own, which costs a narrow layer more than its arithmetic.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from vgviz.engine.jit import exact, inlined
from vgviz.engine.kernels.arrays import Floats
from vgviz.engine.kernels.prefetch import ask_for
from vgviz.engine.kernels.shared import shared
from vgviz.engine.kernels.tiles import Tile, combining_tile, dot_tile, gathering_tile, scratch_array
from vgviz.engine.kernels.vector import REGISTER_BYTES, lanes

# Not written out where it is passed on: that would compile it in, and make two functions of one.
ONE: Any = np.int64(1)
# Machines with the widest registers also have twice as many of them.
TALL = 8 if REGISTER_BYTES == 64 else 4
LOW = 4
DOT_ROWS, DOT_COLUMNS = (3, 8) if REGISTER_BYTES == 64 else (2, 4)
NARROW_COLUMNS = 4
# Numbers from one weight to the next on the way through a column, from which on they are gathered first:
# they would each lie in a page of their own.
GATHERED_FROM = 192
# Numbers of x, and their most rows, that stay in the cache while all rows of out pass.
BLOCK_NUMBERS, BLOCK_ROWS = 32_768, 512
# Columns of a layer so small that the processor does not foresee what the next one needs.
NARROW = 32
# Gradients and activations of a network that stays in the second cache.
HELD_NUMBERS = 65_536
# Rows of x that stay in the second cache, and rows of delta that stay in the first.
HELD_ROWS, HELD_COLUMNS = 32_768, 4_096


@inlined
def linear_forward(
    parameters: Floats,
    weight: int,
    fan_in: int,
    fan_out: int,
    first: int,
    count: int,
    inputs: Floats,
    input_start: int,
    out: Floats,
    out_start: int,
    stride: int,
) -> None:
    """Z = W^T x + b from the fan_in + 1 rows of ``inputs``: ``count`` rows of ``out`` from ``first``."""
    combine_rows(
        out, out_start + first * stride, count, parameters, weight + first, ONE, fan_out, fan_in + 1,
        inputs, input_start, stride,
    )  # fmt: skip


@inlined
def linear_backward(
    parameters: Floats,
    weight: int,
    fan_out: int,
    first: int,
    count: int,
    deltas: Floats,
    delta_start: int,
    out: Floats,
    stride: int,
) -> None:
    """dL/dx = W delta from the fan_out rows of ``deltas``: ``count`` rows of ``out`` from ``first``."""
    combine_rows(
        out, first * stride, count, parameters, weight + first * fan_out, fan_out, ONE, fan_out,
        deltas, delta_start, stride,
    )  # fmt: skip


@shared
def weight_gradient(
    out: Floats,
    out_start: int,
    rows: int,
    columns: int,
    x: Floats,
    x_start: int,
    y: Floats,
    y_start: int,
    stride: int,
    w: Floats,
) -> None:
    """dL/dW = x delta^T and dL/db, which is the row of the constant 1: out[i, j] = x[i] . y[j].

    From the last row to the first, as the backward pass goes through the layers. In narrow layers of a large
    network what lies in front is asked for, and these rows of ``w``, the weights, which are needed next.
    """
    asks = columns <= NARROW and out.size + x.size > HELD_NUMBERS
    rows_at_once = max(1, HELD_ROWS // stride // DOT_ROWS) * DOT_ROWS
    columns_at_once = max(1, HELD_COLUMNS // stride // DOT_COLUMNS) * DOT_COLUMNS
    stop = rows
    while stop > 0:
        start = max(stop - rows_at_once, 0)
        for first in range(0, columns, columns_at_once):
            count = min(columns_at_once, columns - first)
            o, q = out_start + first, y_start + first * stride
            left = stop
            while left > start:
                high = DOT_ROWS if rows >= DOT_ROWS and left > start + 1 else 1
                i = max(left - high, 0)
                if asks:
                    ask_for(x, x_start + (i - high) * stride, high * stride)
                    ask_for(out, o + (i - high) * columns, high * columns)
                    ask_for(w, o + i * columns, high * columns)
                _dot_products(
                    out, o + i * columns, columns, high, count, x, x_start + i * stride, y, q, stride
                )
                left = i
        stop = start


def _band_of(tile: Tile, columns_of: Callable[[Floats], int]) -> Callable[..., None]:
    """A row of equal tiles; the last one may overlap the one before: it writes the same again."""

    @inlined
    def band(
        out: Floats, o: int, w: Floats, p: int, w_row: int, w_term: int, terms: int,
        x: Floats, x_start: int, stride: int,
    ) -> None:  # fmt: skip
        width = columns_of(x)
        for column in range(0, stride, width):
            n = min(column, stride - width)
            tile(out, o + n, w, p, w_row, w_term, terms, x, x_start + n, stride)

    return band


@inlined
def _one_vector(x: Floats) -> int:
    return int(lanes(x))


@inlined
def _two_vectors(x: Floats) -> int:
    return 2 * int(lanes(x))


_scratch = scratch_array(BLOCK_ROWS * TALL)
_adding_pair = combining_tile(TALL, 2, adds=True)
_adding_single = combining_tile(TALL, 1, adds=True)
_tall_band = _band_of(combining_tile(TALL, 2), _two_vectors)
_low_band = _band_of(combining_tile(LOW, 2), _two_vectors)
_single_band = _band_of(combining_tile(1, 2), _two_vectors)
_narrow_band = _band_of(combining_tile(1, 1), _one_vector)


@inlined
def _adding_band(
    out: Floats, o: int, w: Floats, p: int, w_row: int, w_term: int, terms: int,
    x: Floats, x_start: int, stride: int,
) -> None:  # fmt: skip
    """A row of tiles that add, none of which may overlap another: an odd vector has one of its own."""
    width = _two_vectors(x)
    pairs = stride // width * width
    for n in range(0, pairs, width):
        _adding_pair(out, o + n, w, p, w_row, w_term, terms, x, x_start + n, stride)
    if pairs < stride:
        _adding_single(out, o + pairs, w, p, w_row, w_term, terms, x, x_start + pairs, stride)


@shared
def combine_rows(
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
    if max(w_row, w_term) >= GATHERED_FROM and rows >= TALL and stride >= 2 * lanes(x):
        _combine_wide(out, out_start, rows, w, w_start, w_row, w_term, terms, x, x_start, stride)
        return
    done = 0
    while done < rows:
        left = rows - done
        if stride < 2 * lanes(x):
            r, high = done, 1
            _narrow_band(
                out, out_start + r * stride, w, w_start + r * w_row, w_row, w_term, terms, x, x_start, stride
            )
        elif left > LOW and rows >= TALL:
            r, high = min(done, rows - TALL), TALL
            _tall_band(
                out, out_start + r * stride, w, w_start + r * w_row, w_row, w_term, terms, x, x_start, stride
            )
        elif left > 1 and rows >= LOW:
            r, high = min(done, rows - LOW), LOW
            _low_band(
                out, out_start + r * stride, w, w_start + r * w_row, w_row, w_term, terms, x, x_start, stride
            )
        else:
            r, high = done, 1
            _single_band(
                out, out_start + r * stride, w, w_start + r * w_row, w_row, w_term, terms, x, x_start, stride
            )
        done = r + high


@exact
def _combine_wide(
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
    """`combine_rows` a block of terms at a time, the weights of each band gathered into one piece first."""
    gathered = _scratch(w)
    most = max(1, min(BLOCK_ROWS, BLOCK_NUMBERS // stride))
    blocks = (terms + most - 1) // most
    at_once = (terms + blocks - 1) // blocks
    for first in range(0, terms, at_once):
        count = min(at_once, terms - first)
        for r in range(0, rows - TALL + 1, TALL):
            _gather(gathered, w, w_start + r * w_row + first * w_term, w_row, w_term, count)
            o, q = out_start + r * stride, x_start + first * stride
            if first:
                _adding_band(out, o, gathered, 0, 1, TALL, count, x, q, stride)
            else:
                _tall_band(out, o, gathered, 0, 1, TALL, count, x, q, stride)
    if rows % TALL:  # once more a few rows that are done already
        r = rows - TALL
        _tall_band(
            out, out_start + r * stride, w, w_start + r * w_row, w_row, w_term, terms, x, x_start, stride
        )


_copies = gathering_tile(TALL, transposes=False)
_transposes = gathering_tile(TALL, transposes=True)


@inlined
def _gather(gathered: Floats, w: Floats, start: int, w_row: int, w_term: int, terms: int) -> None:
    """The weights of TALL rows, those of a term together; the last ones may be written twice."""
    if terms < TALL or (w_row != 1 and w_term != 1):
        for k in range(terms):
            for i in range(TALL):
                gathered[k * TALL + i] = w[start + i * w_row + k * w_term]
        return
    for term in range(0, terms, TALL):
        k = min(term, terms - TALL)
        if w_row == 1:
            _copies(gathered, k * TALL, w, start + k * w_term, w_term, TALL)
        else:
            _transposes(gathered, k * TALL, w, start + k, w_row, TALL * w_row)


_wide_tile = dot_tile(DOT_ROWS, DOT_COLUMNS)
_narrow_tile = dot_tile(DOT_ROWS, NARROW_COLUMNS)
_column = dot_tile(DOT_ROWS, 1)
_row = dot_tile(1, NARROW_COLUMNS)
_single = dot_tile(1, 1)


@inlined
def _dot_products(
    out: Floats,
    o: int,
    out_row: int,
    rows: int,
    columns: int,
    x: Floats,
    p: int,
    y: Floats,
    q: int,
    stride: int,
) -> None:
    """One or DOT_ROWS rows of products."""
    done = 0
    while done < columns:
        if rows > 1 and columns >= DOT_COLUMNS and columns - done > NARROW_COLUMNS:
            j, wide = min(done, columns - DOT_COLUMNS), DOT_COLUMNS
            _wide_tile(out, o + j, out_row, x, p, y, q + j * stride, stride)
        elif columns >= NARROW_COLUMNS:
            j, wide = min(done, columns - NARROW_COLUMNS), NARROW_COLUMNS
            if rows > 1:
                _narrow_tile(out, o + j, out_row, x, p, y, q + j * stride, stride)
            else:
                _row(out, o + j, out_row, x, p, y, q + j * stride, stride)
        else:
            j, wide = done, 1
            if rows > 1:
                _column(out, o + j, out_row, x, p, y, q + j * stride, stride)
            else:
                _single(out, o + j, out_row, x, p, y, q + j * stride, stride)
        done = j + wide
