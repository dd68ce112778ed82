"""Shelf: arrays that are used again once nobody else holds them."""

import sys
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.cache_lines import part, surplus

FloatArray = NDArray[np.floating[Any]]

# More than the snapshots that panels hold, which change in turns one behind the other, and the kept states of
# a large network.
MOST_KEPT = 256
# Arrays that wait ready: for a state to be kept, Adam's memory included, and a snapshot more than there were
# at any time. So many bytes at most; of arrays smaller than the least it is not worth it.
SPARE, SPARE_BYTES, LEAST_READY = 6, 3 * 2**27, 2**18
# Of those that nobody holds two stay, for the next snapshot, and more only as far as they are small.
LEAST_IDLE, IDLE_BYTES = 2, 2**29


def _references(arrays: list[FloatArray]) -> list[int]:
    return [sys.getrefcount(array) for array in arrays]


# What is counted of an array that only a list has; this differs between versions of Python.
_IN_LIST_ONLY = _references([np.empty(1)])[0]


class Shelf:
    """Flat arrays of about one size for what is dropped about as fast as it is made, like snapshots.

    The memory of a large network's snapshot would otherwise be asked of the system sixty times a second,
    which can take longer than to fill it, and so can giving it back. A view of an array holds it, so what
    anyone can still see is never used again. Several threads may take.
    """

    def __init__(self) -> None:
        self._arrays: list[FloatArray] = []
        self._taking = Lock()

    def __reduce__(self) -> tuple[type["Shelf"], tuple[()]]:
        """A copy or a pickle begins empty."""
        return Shelf, ()

    def take(self, size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
        """An array of ``size`` numbers that nobody else holds; its contents are left over."""
        capacity = _capacity(size, dtype)
        with self._taking:
            idle = self._idle(capacity, dtype)
            if idle:
                array = self._arrays[idle[0]]
                for index in reversed(idle[max(LEAST_IDLE, IDLE_BYTES // max(array.nbytes, 1)) :]):
                    del self._arrays[index]
            else:
                array = np.empty(capacity, dtype)
                if len(self._arrays) < MOST_KEPT:
                    self._arrays.append(array)
            return part(array, size)

    def is_ready(self, size: int, dtype: np.dtype[np.floating[Any]]) -> bool:
        """Whether enough arrays wait for a later `take`, or it is not worth making them ready."""
        spare = spare_arrays(size * dtype.itemsize)
        if spare == 0:
            return True
        with self._taking:
            return len(self._idle(_capacity(size, dtype), dtype)) >= spare or len(self._arrays) >= MOST_KEPT

    def make_ready(self, size: int, dtype: np.dtype[np.floating[Any]]) -> None:
        """Make another array ready, best in a thread of its own.

        The system hands out memory page by page as it is first written to: for a large network's state that
        takes ten times as long as copying it, and would hold its pictures back.
        """
        capacity = _capacity(size, dtype)
        array = np.empty(capacity, dtype)
        array[...] = 0.0
        with self._taking:
            self._idle(capacity, dtype)
            self._arrays.append(array)

    def _idle(self, capacity: int, dtype: np.dtype[np.floating[Any]]) -> list[int]:
        """Places of the arrays that nobody holds; those of another size go."""
        self._arrays = [array for array in self._arrays if (array.size, array.dtype) == (capacity, dtype)]
        return [index for index, count in enumerate(_references(self._arrays)) if count == _IN_LIST_ONLY]

    def copy_of(self, flat: FloatArray) -> FloatArray:
        """A copy of ``flat``, shape (size,)."""
        copy = self.take(flat.size, flat.dtype)
        copy[...] = flat
        return copy


def spare_arrays(nbytes: int) -> int:
    """How many arrays of about ``nbytes`` wait ready."""
    return min(SPARE, SPARE_BYTES // nbytes) if nbytes >= LEAST_READY else 0


def _capacity(size: int, dtype: np.dtype[np.floating[Any]]) -> int:
    """A little more than ``size``, so that a few learned slopes come and go in the same arrays."""
    unit = 1 << max(0, size.bit_length() - 5)
    return (size + unit - 1) // unit * unit + surplus(dtype)
