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

SAFE_LOW = 1e-280
SAFE_HIGH = 1e280
# Not written out where they are passed on, because then what takes them would be compiled for each by itself.
FIRST: Any = np.int64(0)
NEXT: Any = np.int64(1)


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
def sum_and_squares(values: Floats) -> tuple[float, float, float]:
    """The sum, and scale and q of `scaled_squares`."""
    total, squares = _sum_and_squares(values)
    if is_safe(squares):
        return total, 1.0, squares
    scale, squares = scaled_by_the_largest(values, FIRST, NEXT)
    return total, scale, squares


@exact
def relative_distance(values: Floats, origin: Floats) -> float:
    """norm(values - origin) / norm(origin)."""
    moved, first = _moved_and_first_squares(values, origin)
    if is_safe(moved) and is_safe(first):
        return np.float64(np.sqrt(moved / first))
    if moved == 0.0 and is_safe(first) and _are_equal(values, origin):
        return 0.0  # as in the lower half of a deep network, where gradients vanish
    largest = 0.0
    for i in range(values.size):
        start = np.float64(origin[i])
        largest = max(largest, abs(start), abs(np.float64(values[i]) - start))
    if 0.0 < largest < np.inf:
        moved, first = 0.0, 0.0
        for i in range(values.size):
            start = np.float64(origin[i])
            change, share = (np.float64(values[i]) - start) / largest, start / largest
            moved += change * change
            first += share * share
    return np.float64(np.sqrt(moved / first))


@exact
def _are_equal(values: Floats, others: Floats) -> bool:
    different: Any = 0
    for i in range(values.size):
        different |= np.float64(values[i]).view(np.int64) ^ np.float64(others[i]).view(np.int64)
    return bool(different == 0)


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


@inlined
def add_squares(values: Floats, squares: Floats) -> None:
    """Add the square of each value to ``squares``."""
    for i in range(values.size):
        value = np.float64(values[i])
        squares[i] += value * value


@reducing
def _sum_and_squares(values: Floats) -> tuple[float, float]:
    total, squares = 0.0, 0.0
    for i in range(values.size):
        value = np.float64(values[i])
        total += value
        squares += value * value
    return total, squares


@reducing
def _moved_and_first_squares(values: Floats, origin: Floats) -> tuple[float, float]:
    moved, first = 0.0, 0.0
    for i in range(values.size):
        start = np.float64(origin[i])
        change = np.float64(values[i]) - start
        moved += change * change
        first += start * start
    return moved, first


@reducing
def _sum_of_squares(values: Floats) -> float:
    total = 0.0
    for i in range(values.size):
        value = np.float64(values[i])
        total += value * value
    return total
