"""A matrix made small, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_ONE, _SIGN = np.uint64(1), np.uint64(63)  # places to shift


@njit(nogil=True, error_model="numpy")
def pool_matrix(
    bits: NDArray[np.uint64], start: tuple[int, int], stop: tuple[int, int], out: NDArray[np.uint64]
) -> None:
    """Of equal shares of a matrix, from ``start`` up to ``stop``, the entry of largest magnitude each.

    Takes and gives float64 as ``bits``: with the sign behind them, these are ordered as magnitudes are, NaN
    above infinity. ``out`` has no more rows and columns than there are values.
    """
    rows, columns = stop[0] - start[0], stop[1] - start[1]
    largest = np.empty(columns, np.uint64)
    for place in range(out.shape[0]):
        largest[:] = 0
        for row in range(-(-place * rows // out.shape[0]), -(-(place + 1) * rows // out.shape[0])):
            line = bits[start[0] + row, start[1] : stop[1]]
            for column in range(columns):
                largest[column] = max(largest[column], line[column] << _ONE | line[column] >> _SIGN)
        for share in range(out.shape[1]):
            first = -(-share * columns // out.shape[1])
            found = largest[first]
            for column in range(first + 1, -(-(share + 1) * columns // out.shape[1])):
                found = max(found, largest[column])
            out[place, share] = found >> _ONE | found << _SIGN
