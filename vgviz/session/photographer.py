"""Measuring large networks beside the training, in a thread of its own."""

import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.session.background import PICTURE_NICENESS, yield_to_the_window
from vgviz.session.measured import batch
from vgviz.session.messages import MeasureOn

WORTH_IT = 0.8e-3  # seconds of a measurement from which it is worth a thread
HAS_ROOM = (os.cpu_count() or 1) > 1


@dataclass(frozen=True, slots=True)
class Picture:
    """Snapshots of one moment, the commands obeyed until then, and what they took of the processor."""

    snapshots: tuple[Snapshot, ...]
    obeyed: int
    cost: float


class Photographer:
    """Measures likenesses of the networks, exact at one step, while they train on.

    One picture is under way at a time. The training pays only for copying the parameters.
    """

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._likenesses: tuple[Simulation, ...] = ()
        self._under_way: Future[Picture] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a picture is under way, or waits to be taken."""
        return self._under_way is not None

    @property
    def is_done(self) -> bool:
        """Whether a picture waits to be taken."""
        return self._under_way is not None and self._under_way.done()

    def begin(self, simulations: tuple[Simulation, ...], on: MeasureOn, obeyed: int) -> None:
        """Copy what these are now, and begin to measure it."""
        self.forget()
        if len(self._likenesses) == len(simulations):
            for likeness, simulation in zip(self._likenesses, simulations, strict=True):
                likeness.follow(simulation)
        else:
            self._likenesses = tuple(simulation.likeness() for simulation in simulations)
        if self._thread is None:
            self._thread = ThreadPoolExecutor(
                1, "vgviz photographer", yield_to_the_window, (None, PICTURE_NICENESS)
            )
        self._under_way = self._thread.submit(_picture, self._likenesses, on, obeyed)

    def take(self) -> Picture:
        """The picture under way, once; raises what went wrong."""
        assert self._under_way is not None, "no picture is under way"
        picture, self._under_way = self._under_way.result(), None
        return picture

    def forget(self) -> None:
        """Take no picture after all."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None and not under_way.cancel() and not under_way.done():
            self._likenesses = ()  # these are still being measured

    def close(self) -> None:
        """End the thread."""
        self.forget()
        if self._thread is not None:
            self._thread.shutdown()


def _picture(simulations: tuple[Simulation, ...], on: MeasureOn, obeyed: int) -> Picture:
    started = time.thread_time()
    snapshots = tuple(each.snapshot(batch=batch(each, on)) for each in simulations)
    return Picture(snapshots, obeyed, time.thread_time() - started)
