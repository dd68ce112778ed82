"""Shelf: arrays that are used again once nobody else holds them."""

import sys
from collections import deque
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.cache_lines import part, surplus

FloatArray = NDArray[np.floating[Any]]

# More than the snapshots that panels hold, which change in turns one behind the other, and the kept states of
# a large network. Of those that nobody holds two stay, for the next snapshot, and more only as far as they
# are small.
MOST_KEPT, LEAST_IDLE, IDLE_BYTES = 256, 2, 2**27
SPARE = 4  # arrays that wait ready, for two snapshots more than there were at any time
BIT = 2**19  # bytes made ready at a time


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
        self._spare: FloatArray | None = None  # is being made ready
        self._untouched: deque[FloatArray] = deque()
        self._taking = Lock()

    def __reduce__(self) -> tuple[type["Shelf"], tuple[()]]:
        """A copy or a pickle begins empty."""
        return Shelf, ()

    def take(self, size: int, dtype: np.dtype[np.floating[Any]]) -> FloatArray:
        """An array of ``size`` numbers that nobody else holds; its contents are left over."""
        capacity = _capacity(size) + surplus(dtype)
        with self._taking:
            fitting = [array for array in self._arrays if (array.size, array.dtype) == (capacity, dtype)]
            self._arrays = fitting
            idle = self._idle()
            if idle:
                array = self._arrays[idle[0]]
                for index in reversed(idle[max(LEAST_IDLE, IDLE_BYTES // max(array.nbytes, 1)) :]):
                    del self._arrays[index]
            else:
                array = np.empty(capacity, dtype)
                if len(self._arrays) < MOST_KEPT:
                    self._arrays.append(array)
            return part(array, size)

    def make_ready(self, size: int, dtype: np.dtype[np.floating[Any]]) -> None:
        """Make a bit of an array for a later `take` ready, unless enough of them wait.

        The system hands out memory page by page as it is first written to.
        """
        capacity = _capacity(size) + surplus(dtype)
        with self._taking:
            if self._spare is None or (self._spare.size, self._spare.dtype) != (capacity, dtype):
                if len(self._idle()) < SPARE <= MOST_KEPT - len(self._arrays):
                    self._spare = np.empty(capacity, dtype)
                    self._untouched = deque(bits(self._spare))
            elif self._untouched:
                self._untouched.popleft()[...] = 0.0
            else:
                self._arrays.append(self._spare)
                self._spare = None

    def _idle(self) -> list[int]:
        return [index for index, count in enumerate(_references(self._arrays)) if count == _IN_LIST_ONLY]

    def copy_of(self, flat: FloatArray) -> FloatArray:
        """A copy of ``flat``, shape (size,)."""
        copy = self.take(flat.size, flat.dtype)
        copy[...] = flat
        return copy


def bits(array: FloatArray) -> list[FloatArray]:
    """The whole of ``array``, shape (size,), in pieces that are quickly made ready."""
    size = BIT // array.itemsize
    return [array[start : start + size] for start in range(0, array.size, size)]


def _capacity(size: int) -> int:
    """A little more than ``size``, so that a few learned slopes come and go in the same arrays."""
    unit = 1 << max(0, size.bit_length() - 5)
    return (size + unit - 1) // unit * unit
