"""Norms in NumPy that neither underflow nor overflow while the true value can be written."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]

SAFE_SQUARE = 1e-30  # also in float32


def norm(values: FloatArray) -> float:
    """L2 norm."""
    values = values.astype(np.float64, copy=False)
    largest = float(np.abs(values).max(initial=0.0))
    if largest == 0.0 or not np.isfinite(largest):
        return largest
    return largest * float(np.sqrt(np.mean(np.square(values / largest)) * values.size))


def root_mean_square(values: FloatArray, axis: int | None = None) -> FloatArray:
    """Root mean square along ``axis``."""
    values = values.astype(np.float64, copy=False)
    largest = np.abs(values).max(axis=axis, keepdims=True)
    scale = np.where((largest == 0.0) | ~np.isfinite(largest), 1.0, largest)
    mean = np.sqrt(np.mean(np.square(values / scale), axis=axis, keepdims=True))
    return np.asarray(np.squeeze(np.where(np.isfinite(largest), scale * mean, largest), axis=axis))


def norms(arrays: list[FloatArray]) -> NDArray[np.float64]:
    """`norm` of each, the short way where no square underflows or overflows; sums in their precision."""
    squares = np.array([np.vdot(array, array) for array in arrays], dtype=np.float64)
    found = np.sqrt(squares)
    for index in np.flatnonzero(~((squares > SAFE_SQUARE) & (squares < 1 / SAFE_SQUARE))):
        found[index] = norm(arrays[index])
    return found
