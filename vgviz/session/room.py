"""Memory for the next copies of large networks, made ready beside the training."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from vgviz.engine.simulation import Simulation
from vgviz.session.background import ROOM_NICENESS, yield_to_the_window


class Room:
    """Has a thread of its own make room for states and snapshots, as soon as there is too little."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._work: Future[None] | None = None

    def make(self, simulations: Sequence[Simulation]) -> None:
        """Begin to make room for these, unless that is under way, has failed or is not needed."""
        if self._work is not None and (not self._work.done() or self._work.exception() is not None):
            return
        lacking = [simulation for simulation in simulations if not simulation.has_room]
        if not lacking:
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "vgviz room", yield_to_the_window, (None, ROOM_NICENESS))
        self._work = self._thread.submit(_make_room, lacking)

    def close(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.shutdown()


def _make_room(simulations: Sequence[Simulation]) -> None:
    for simulation in simulations:
        if not simulation.has_room:
            simulation.make_room()
