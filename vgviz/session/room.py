"""Memory for the next copies of large networks, made ready beside the training."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from vgviz.engine.simulation import Simulation
from vgviz.session.background import ROOM_NICENESS, yield_to_the_window

RETRY = 1.0  # seconds after which what has failed is tried again


class Room:
    """Has a thread of its own make room for states and snapshots, as soon as there is too little."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._work: Future[None] | None = None
        self._again = 0.0

    def make(self, simulations: Sequence[Simulation]) -> None:
        """Begin to make room for these, unless that is under way, has just failed or is not needed."""
        if self._work is not None and not self._work.done():
            return
        if self._work is not None and self._work.exception() is not None:
            self._wait_a_while()
        if time.monotonic() < self._again:
            return
        lacking = [simulation for simulation in simulations if not simulation.has_room]
        if not lacking:
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "vgviz room", yield_to_the_window, (None, ROOM_NICENESS))
        try:
            self._work = self._thread.submit(_make_room, lacking)
        except RuntimeError:  # no thread can be had
            self._wait_a_while()

    def _wait_a_while(self) -> None:
        self._work, self._again = None, time.monotonic() + RETRY

    def close(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.shutdown()


def _make_room(simulations: Sequence[Simulation]) -> None:
    for simulation in simulations:
        if not simulation.has_room:
            simulation.make_room()
