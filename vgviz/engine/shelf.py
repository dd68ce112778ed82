"""Shelf: arrays that are used again once nobody else holds them."""

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]

# As many as panels that change in turns hold at once, one behind the other; of large arrays, which come less
# often, fewer, for the memory's sake.
MOST_KEPT, MOST_LARGE_KEPT, LARGE = 16, 8, 2**23  # LARGE is in bytes


def _references(arrays: list[FloatArray]) -> list[int]:
    return [sys.getrefcount(array) for array in arrays]


# What is counted of an array that only a list has; this differs between versions of Python.
_IN_LIST_ONLY = _references([np.empty(1)])[0]


class Shelf:
    """Flat arrays of one size for snapshots, which are dropped about as fast as they are made.

    The memory of a large network's snapshot would otherwise be asked of the system sixty times a second,
    which can take longer than to fill it. A view of an array holds it, so what anyone can still see is never
    used again.
    """

    def __init__(self) -> None:
        self._arrays: list[FloatArray] = []

    def __reduce__(self) -> tuple[type["Shelf"], tuple[()]]:
        """A copy or a pickle begins empty."""
        return Shelf, ()

    def take(self, size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
        """An array of ``size`` numbers that nobody else holds; its contents are left over."""
        self._arrays = [array for array in self._arrays if (array.size, array.dtype) == (size, dtype)]
        for index, count in enumerate(_references(self._arrays)):
            if count == _IN_LIST_ONLY:
                self._arrays[index].flags.writeable = True
                return self._arrays[index]
        fresh = np.empty(size, dtype)
        if len(self._arrays) < (MOST_KEPT if fresh.nbytes <= LARGE else MOST_LARGE_KEPT):
            self._arrays.append(fresh)
        return fresh

    def copy_of(self, flat: FloatArray) -> FloatArray:
        """A copy of ``flat``, shape (size,)."""
        copy = self.take(flat.size, flat.dtype)
        copy[...] = flat
        return copy
