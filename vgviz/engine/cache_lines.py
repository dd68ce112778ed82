"""Flat arrays that begin at a line of the processor's caches.

Elsewhere every vector register that is read or written lies across two lines, which takes twice as long.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]

LINE_BYTES = 64


def zeros(size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
    """``size`` zeros."""
    return _from_a_line(np.zeros(_bytes_for(size, dtype), np.uint8), size, dtype)


def empty(size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
    """``size`` numbers that mean nothing yet."""
    return _from_a_line(np.empty(_bytes_for(size, dtype), np.uint8), size, dtype)


def copy_of(flat: FloatArray, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
    """The numbers of ``flat``, shape (size,), in this precision."""
    copy = empty(flat.size, dtype)
    copy[...] = flat
    return copy


def _bytes_for(size: int, dtype: np.dtype[np.floating[Any]]) -> int:
    return size * dtype.itemsize + LINE_BYTES


def _from_a_line(raw: NDArray[np.uint8], size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
    start = -raw.ctypes.data % LINE_BYTES
    return raw[start : start + size * dtype.itemsize].view(dtype)
