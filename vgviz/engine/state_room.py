"""Memory for the next copy of a training state, made ready bit by bit."""

from collections import deque
from functools import partial
from typing import Any

import numpy as np

from vgviz.engine.cache_lines import empty
from vgviz.engine.shelf import Shelf, bits
from vgviz.engine.training_state import FloatArray, TrainingState

LEAST, MOST = 2**18, 2**24  # bytes of parameters for which it is worth it, and not too much to hold


class StateRoom:
    """Room for one copy, in arrays of ``shelf``.

    The system hands out memory page by page as it is first written to. For a large state that takes ten times
    as long as copying it: all at once it would hold back the pictures of the network that trains.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._room: TrainingState | None = None
        self._untouched: deque[FloatArray] = deque()
        self._shelf = shelf

    def is_ready_for(self, state: TrainingState) -> bool:
        """Whether there is nothing to be made ready for a copy of ``state``."""
        if not LEAST <= state.parameters.nbytes <= MOST:
            return True
        return self._fits(state) and not self._untouched

    def make_ready(self, state: TrainingState) -> None:
        """Make a bit of the memory for a copy of ``state`` ready, then of what snapshots will take."""
        if not LEAST <= state.parameters.nbytes <= MOST:
            return
        if not self._fits(state):
            self._room = state.unwritten(partial(self._array_like, state.parameters.size))
            self._untouched = deque(bit for array in self._room.own.values() for bit in bits(array))
        if self._untouched:
            self._untouched.popleft()[...] = 0.0
        else:
            self._shelf.make_ready(state.parameters.size, state.parameters.dtype)

    def frozen_copy(self, state: TrainingState) -> TrainingState:
        """A `TrainingState.frozen_copy` in the memory that is ready, where that fits; none is ready then."""
        room, self._room = self._room, None
        self._untouched.clear()
        return state.frozen_copy(room)

    def _fits(self, state: TrainingState) -> bool:
        return self._room is not None and _sizes(self._room) == _sizes(state)

    def _array_like(self, usual: int, array: FloatArray) -> FloatArray:
        if array.size != usual:  # running statistics
            return empty(array.size, array.dtype)
        return self._shelf.take(array.size, array.dtype)


def _sizes(state: TrainingState) -> list[tuple[int, np.dtype[Any]]]:
    return [(array.size, array.dtype) for array in state.own.values()]
