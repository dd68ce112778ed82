"""Norms that neither underflow nor overflow while the true value can be written.

Gradients of deep sigmoid networks reach 1e-200, whose squares are 0. Sums of squares that come near the ends
of the range are taken again, divided by the largest value. All is added up in float64, where the square of no
float32 but 0 is 0.
"""

import numpy as np

from vgviz.engine.jit import exact, inlined, reducing
from vgviz.engine.kernels.arrays import Floats

SAFE_LOW = 1e-280
SAFE_HIGH = 1e280


@exact
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
    return _scaled_by_the_largest(values)


@exact
def sum_and_squares(values: Floats) -> tuple[float, float, float]:
    """The sum, and scale and q of `scaled_squares`."""
    total, squares = _sum_and_squares(values)
    if is_safe(squares):
        return total, 1.0, squares
    scale, squares = _scaled_by_the_largest(values)
    return total, scale, squares


@exact
def distance(values: Floats, origin: Floats) -> float:
    """L2 norm of values - origin."""
    squares = _sum_of_squared_differences(values, origin)
    if is_safe(squares):
        return np.float64(np.sqrt(squares))
    largest = 0.0
    for i in range(values.size):
        difference = np.float64(values[i]) - np.float64(origin[i])
        if difference != difference:
            return np.nan
        largest = max(largest, abs(difference))
    if largest == 0.0 or largest == np.inf:
        return largest
    squares = 0.0
    for i in range(values.size):
        part = (np.float64(values[i]) - np.float64(origin[i])) / largest
        squares += part * part
    return np.float64(largest * np.sqrt(squares))


@inlined
def is_safe(squares: float) -> bool:
    """Whether a sum of squares is so far from the ends of the range that it has all its digits."""
    return SAFE_LOW < squares < SAFE_HIGH


@exact
def _scaled_by_the_largest(values: Floats) -> tuple[float, float]:
    largest = 0.0
    for i in range(values.size):
        value = np.float64(values[i])
        if value != value:
            return np.nan, 1.0
        largest = max(largest, abs(value))
    if largest == 0.0 or largest == np.inf:
        return largest, 1.0
    squares = 0.0
    for i in range(values.size):
        part = np.float64(values[i]) / largest
        squares += part * part
    return largest, squares


@reducing
def _sum_and_squares(values: Floats) -> tuple[float, float]:
    total, squares = 0.0, 0.0
    for i in range(values.size):
        value = np.float64(values[i])
        total += value
        squares += value * value
    return total, squares


@reducing
def _sum_of_squared_differences(values: Floats, origin: Floats) -> float:
    total = 0.0
    for i in range(values.size):
        difference = np.float64(values[i]) - np.float64(origin[i])
        total += difference * difference
    return total


@reducing
def _sum_of_squares(values: Floats) -> float:
    total = 0.0
    for i in range(values.size):
        value = np.float64(values[i])
        total += value * value
    return total
