"""Shelf: arrays that are used again once nobody else holds them."""

import sys
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]

# As many as panels that change in turns hold at once, one behind the other. Of those that nobody holds two
# stay, for the next snapshot, and more only as far as they are small.
MOST_KEPT, LEAST_IDLE, IDLE_BYTES = 16, 2, 2**27


def _references(arrays: list[FloatArray]) -> list[int]:
    return [sys.getrefcount(array) for array in arrays]


# What is counted of an array that only a list has; this differs between versions of Python.
_IN_LIST_ONLY = _references([np.empty(1)])[0]


class Shelf:
    """Flat arrays of one size for snapshots, which are dropped about as fast as they are made.

    The memory of a large network's snapshot would otherwise be asked of the system sixty times a second,
    which can take longer than to fill it. A view of an array holds it, so what anyone can still see is never
    used again. Several threads may take.
    """

    def __init__(self) -> None:
        self._arrays: list[FloatArray] = []
        self._taking = Lock()

    def __reduce__(self) -> tuple[type["Shelf"], tuple[()]]:
        """A copy or a pickle begins empty."""
        return Shelf, ()

    def take(self, size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
        """An array of ``size`` numbers that nobody else holds; its contents are left over."""
        with self._taking:
            self._arrays = [array for array in self._arrays if (array.size, array.dtype) == (size, dtype)]
            idle = self._idle()
            if idle:
                array = self._arrays[idle[0]]
                array.flags.writeable = True
                for index in reversed(idle[max(LEAST_IDLE, IDLE_BYTES // max(array.nbytes, 1)) :]):
                    del self._arrays[index]
            else:
                array = np.empty(size, dtype)
                if len(self._arrays) < MOST_KEPT:
                    self._arrays.append(array)
            return array

    def _idle(self) -> list[int]:
        return [index for index, count in enumerate(_references(self._arrays)) if count == _IN_LIST_ONLY]

    def copy_of(self, flat: FloatArray) -> FloatArray:
        """A copy of ``flat``, shape (size,)."""
        copy = self.take(flat.size, flat.dtype)
        copy[...] = flat
        return copy
