"""A matrix made small, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(nogil=True, error_model="numpy")
def pool_matrix(
    values: NDArray[np.float64], start: tuple[int, int], stop: tuple[int, int], out: NDArray[np.float64]
) -> None:
    """Of equal shares of ``values``, from ``start`` up to ``stop``, the entry of largest magnitude each.

    NaN counts as largest. ``out`` has no more rows and columns than there are values.
    """
    first_row, first_column = start
    rows, columns = stop[0] - first_row, stop[1] - first_column
    out[...] = 0.0
    for row in range(rows):
        place = row * out.shape[0] // rows
        for column in range(columns):
            value = values[first_row + row, first_column + column]
            share = column * out.shape[1] // columns
            if not abs(value) <= abs(out[place, share]) and out[place, share] == out[place, share]:
                out[place, share] = value
