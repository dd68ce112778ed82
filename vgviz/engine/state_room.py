"""Memory for the next copy of a training state, made ready bit by bit."""

from collections import deque

from vgviz.engine.training_state import FloatArray, TrainingState

LEAST, MOST = 2**18, 2**24  # bytes of parameters for which it is worth it, and not too much to hold
BIT = 2**19  # bytes made ready at a time


class StateRoom:
    """Room for one copy.

    The system hands out memory page by page as it is first written to. For a large state that takes ten times
    as long as copying it: all at once it would hold back the pictures of the network that trains.
    """

    def __init__(self) -> None:
        self._room: TrainingState | None = None
        self._untouched: deque[FloatArray] = deque()

    def make_ready(self, state: TrainingState) -> None:
        """Make a bit of the memory for a copy of ``state`` ready."""
        if not LEAST <= state.parameters.nbytes <= MOST:
            return
        if self._room is None:
            self._room = state.unwritten()
            self._untouched.extend(bit for array in self._room.own.values() for bit in _bits(array))
        if self._untouched:
            self._untouched.popleft()[...] = 0.0

    def frozen_copy(self, state: TrainingState) -> TrainingState:
        """A `TrainingState.frozen_copy` in the memory that is ready, where that fits; none is ready then."""
        room, self._room = self._room, None
        self._untouched.clear()
        return state.frozen_copy(room)


def _bits(array: FloatArray) -> list[FloatArray]:
    size = BIT // array.itemsize
    return [array[start : start + size] for start in range(0, array.size, size)]
