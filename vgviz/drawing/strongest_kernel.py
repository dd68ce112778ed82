"""Finding the largest magnitudes, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_DIGIT = 11  # binary digits that are sorted at a time
_SHIFTS = (52, 41, 30, 19, 8, 0)


@njit(nogil=True, error_model="numpy")
def select_strongest(bits: NDArray[np.uint64], out: NDArray[np.int64]) -> None:
    """Indices of the ``out.size`` largest magnitudes, ascending, into ``out``.

    Bit patterns of non-negative floats are ordered as the floats are (NaN above infinity), so a radix
    selection finds the exact threshold in two or three passes. Of equal entries an even share is taken.
    """
    magnitude = np.uint64(0x7FFFFFFFFFFFFFFF)
    known, prefix = np.uint64(0), np.uint64(0)
    wanted = out.size
    histogram = np.zeros(1 << _DIGIT, np.int64)
    ties = 0
    for shift in _SHIFTS:
        histogram[:] = 0
        for index in range(bits.size):
            value = bits[index] & magnitude
            if value & known == prefix:
                histogram[(value >> np.uint64(shift)) & np.uint64((1 << _DIGIT) - 1)] += 1
        digit = histogram.size - 1
        while histogram[digit] < wanted:
            wanted -= histogram[digit]
            digit -= 1
        prefix |= np.uint64(digit) << np.uint64(shift)
        known |= np.uint64((1 << _DIGIT) - 1) << np.uint64(shift)
        ties = histogram[digit]
        if ties == wanted:
            break
    found, seen = 0, 0
    for index in range(bits.size):
        value = bits[index] & magnitude & known
        if value == prefix:
            take = (seen + 1) * wanted // ties > seen * wanted // ties
            seen += 1
        else:
            take = value > prefix
        if take:
            out[found] = index
            found += 1
