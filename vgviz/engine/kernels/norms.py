"""Norms that neither underflow nor overflow while the true value can be written.

Gradients of deep sigmoid networks reach 1e-200, whose squares are 0. Sums of squares that come near the ends
of the range are taken again, divided by the largest value. All is added up in float64, where the square of no
float32 but 0 is 0.
"""

from typing import Any

import numpy as np

from vgviz.engine.jit import exact, inlined, reducing
from vgviz.engine.kernels.arrays import Floats
from vgviz.engine.kernels.shared import shared
from vgviz.engine.kernels.tiles import squaring_tile

SAFE_LOW = 1e-280
SAFE_HIGH = 1e280
# Not written out where they are passed on, because then what takes them would be compiled for each by itself.
FIRST: Any = np.int64(0)
NEXT: Any = np.int64(1)
# Columns whose squares are added up in a vector, and rows that are gone through together.
STRIP, ROWS_AT_ONCE = 8, 16

_strip_squares = squaring_tile(STRIP)
_single_squares = squaring_tile(1)


@shared
def norm(values: Floats) -> float:
    """L2 norm."""
    scale, squares = scaled_squares(values)
    return np.float64(scale * np.sqrt(squares))


@exact
def scaled_squares(values: Floats) -> tuple[float, float]:
    """(scale, q) such that the sum of squares is scale^2 q."""
    squares = _sum_of_squares(values)
    if is_safe(squares):
        return 1.0, squares
    scale, squares = scaled_by_the_largest(values, FIRST, NEXT)
    return scale, squares


@exact
def weight_norms(values: Floats, change: Floats, origin: Floats) -> tuple[float, float, float]:
    """norm(values), norm(change) and norm(values - origin) / norm(origin), in one pass where that is safe.

    In the lower half of a deep network gradients vanish: nothing changes, and nothing ever has.
    """
    own, changed, moved, first, any_change, any_way = _four_squares(values, change, origin)
    length = np.sqrt(own) if is_safe(own) else norm(values)
    step = 0.0
    if any_change:
        step = np.sqrt(changed) if is_safe(changed) else norm(change)
    if any_way == 0 and is_safe(first):
        distance = 0.0
    elif is_safe(moved) and is_safe(first):
        distance = np.sqrt(moved / first)
    else:
        distance = _scaled_distance(values, origin)
    return np.float64(length), np.float64(step), np.float64(distance)


@exact
def _scaled_distance(values: Floats, origin: Floats) -> float:
    """norm(values - origin) / norm(origin), where squares come near the ends of the range."""
    moved, first, largest = 0.0, 0.0, 0.0
    for i in range(values.size):
        start = np.float64(origin[i])
        largest = max(largest, abs(start), abs(np.float64(values[i]) - start))
    scale = largest if 0.0 < largest < np.inf else 1.0
    for i in range(values.size):
        start = np.float64(origin[i])
        change, share = (np.float64(values[i]) - start) / scale, start / scale
        moved += change * change
        first += share * share
    return np.float64(np.sqrt(moved / first))


@inlined
def is_safe(squares: float) -> bool:
    """Whether a sum of squares is so far from the ends of the range that it has all its digits."""
    return SAFE_LOW < squares < SAFE_HIGH


@shared
def scaled_by_the_largest(values: Floats, start: int, stride: int) -> tuple[float, float]:
    """(scale, q) as of `scaled_squares`, of the values from ``start`` that are ``stride`` apart."""
    largest = 0.0
    for i in range(start, values.size, stride):
        value = np.float64(values[i])
        if value != value:
            return np.nan, 1.0
        largest = max(largest, abs(value))
    if largest == 0.0 or largest == np.inf:
        return largest, 1.0
    squares = 0.0
    for i in range(start, values.size, stride):
        part = np.float64(values[i]) / largest
        squares += part * part
    return largest, squares


@exact
def column_squares(values: Floats, squares: Floats) -> None:
    """The sum of squares of each column of ``values``, shape (rows, squares.size), flat.

    So many rows at a time that of wide ones no line of the cache is fetched twice.
    """
    columns = squares.size
    rows = values.size // columns
    whole = columns // STRIP * STRIP
    for first in range(0, rows, ROWS_AT_ONCE):
        count, start = min(ROWS_AT_ONCE, rows - first), first * columns
        for n in range(0, whole, STRIP):
            _strip_squares(squares, n, values, start + n, columns, count, first > 0)
        for n in range(whole, columns):
            _single_squares(squares, n, values, start + n, columns, count, first > 0)


@exact
def roots_of_means(
    squares: Floats, values: Floats, distance: int, length: int, stride: int, factor: float
) -> tuple[float, float]:
    """Turn sums of squares into ``factor`` times the root mean squares; returns `scaled_squares` of all.

    Sum n is that of the ``values`` from n * ``distance`` that are ``stride`` apart, within ``length``.
    """
    total, unsafe = _total_and_unsafe(squares)
    count = (length + stride - 1) // stride
    if unsafe == 0:
        for n in range(squares.size):
            squares[n] = factor * np.sqrt(squares[n] / count)
    else:
        for n in range(squares.size):
            scale = 1.0
            if not is_safe(squares[n]):
                part = values[n * distance : n * distance + length]
                scale, squares[n] = scaled_by_the_largest(part, FIRST, stride)
            squares[n] = factor * (scale * np.sqrt(squares[n] / count))
    if is_safe(total):
        return 1.0, total
    scale, total = scaled_by_the_largest(values, FIRST, NEXT)
    return scale, total


@reducing
def _total_and_unsafe(squares: Floats) -> tuple[float, int]:
    """Sum of sums of squares, and how many of them do not have all their digits."""
    total, unsafe = 0.0, 0
    for n in range(squares.size):
        total += squares[n]
        unsafe += not SAFE_LOW < squares[n] < SAFE_HIGH
    return total, unsafe


@reducing
def sum_and_squares(values: Floats) -> tuple[float, float]:
    """The sum of values and that of their squares."""
    total, squares = 0.0, 0.0
    for i in range(values.size):
        value = np.float64(values[i])
        total += value
        squares += value * value
    return total, squares


@reducing
def _four_squares(
    values: Floats, change: Floats, origin: Floats
) -> tuple[float, float, float, float, int, int]:
    """Sums of squares of values, change, values - origin and origin.

    And two marks: 0 where nothing changes, and 0 where values are at their origin.
    """
    own, changed, moved, first = 0.0, 0.0, 0.0, 0.0
    any_change: Any = 0
    any_way: Any = 0
    for i in range(values.size):
        value, start, step = np.float64(values[i]), np.float64(origin[i]), np.float64(change[i])
        way = value - start
        own += value * value
        changed += step * step
        moved += way * way
        first += start * start
        any_change |= step != 0.0
        any_way |= value != start
    return own, changed, moved, first, any_change, any_way


@reducing
def _sum_of_squares(values: Floats) -> float:
    total = 0.0
    for i in range(values.size):
        value = np.float64(values[i])
        total += value * value
    return total
