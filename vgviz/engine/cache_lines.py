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
    return part(np.zeros(size + surplus(dtype), dtype), size)


def empty(size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
    """``size`` numbers that mean nothing yet."""
    return part(np.empty(size + surplus(dtype), dtype), size)


def copy_of(flat: FloatArray, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
    """The numbers of ``flat``, shape (size,), in this precision."""
    copy = empty(flat.size, dtype)
    copy[...] = flat
    return copy


def surplus(dtype: np.dtype[np.floating[Any]]) -> int:
    """Numbers that an array must have more than the `part` of it."""
    return LINE_BYTES // dtype.itemsize


def part(array: FloatArray, size: int) -> FloatArray:
    """The first ``size`` numbers of ``array`` from where a line begins."""
    start = -array.ctypes.data % LINE_BYTES // array.itemsize
    return array[start : start + size]
