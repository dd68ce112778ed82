"""Measuring large networks beside the training, in a thread of its own."""

import os
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock

from vgviz.engine.simulation import Simulation
from vgviz.session.background import PICTURE_NICENESS, yield_to_the_window
from vgviz.session.mailbox import Mailbox
from vgviz.session.measured import measure
from vgviz.session.messages import Frame, MeasureOn

# Seconds of a measurement from which it is worth a thread: with the rest of a frame more would be above the
# share of the worker's time that leaves sixty a second.
WORTH_IT = 0.65e-3
HAS_ROOM = (os.cpu_count() or 1) > 1
MOST_UNDER_WAY = 2  # the next is copied while one is measured: a training step may take long to end
Likenesses = tuple[Simulation, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame and what its snapshots took of the processor, in seconds."""

    frame: Frame
    cost: float


class Photographer:
    """Measures likenesses of the networks, exact at one step, while they train on.

    Its thread puts each frame into ``mailbox`` as soon as it is measured: no frame waits for the end of a
    training step. The training pays only for a copy of the arrays it goes on to change.
    """

    def __init__(self, mailbox: Mailbox[Frame]) -> None:
        self._mailbox = mailbox
        self._thread: ThreadPoolExecutor | None = None
        self._idle: deque[Likenesses] = deque(maxlen=MOST_UNDER_WAY)
        self._under_way: deque[tuple[Future[Picture], Likenesses]] = deque()
        self._wanted = object()  # a new one for every time that pictures are forgotten
        self._putting = Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a picture is under way, or waits to be taken."""
        return bool(self._under_way)

    @property
    def has_room(self) -> bool:
        """Whether another picture can be begun."""
        return len(self._under_way) < MOST_UNDER_WAY

    @property
    def is_done(self) -> bool:
        """Whether a picture waits to be taken."""
        return self.is_busy and self._under_way[0][0].done()

    def begin(self, simulations: tuple[Simulation, ...], on: MeasureOn, frame: Frame) -> None:
        """Begin to measure the snapshots of ``frame`` on what these are now."""
        likenesses = self._likenesses(simulations)
        if self._thread is None:
            self._thread = ThreadPoolExecutor(
                1, "vgviz photographer", yield_to_the_window, (None, PICTURE_NICENESS)
            )
        work = partial(self._measure, likenesses, on, frame, self._wanted, self._idle)
        self._under_way.append((self._thread.submit(work), likenesses))

    def take(self) -> Picture:
        """The oldest picture under way, once, which the mailbox has had; raises what went wrong."""
        return self._under_way.popleft()[0].result()

    def forget(self) -> None:
        """Take no picture after all; none comes into the mailbox from now on."""
        with self._putting:
            self._wanted = object()
        for picture, likenesses in self._under_way:
            if picture.cancel():
                self._idle.append(likenesses)
        self._under_way.clear()

    def let_go(self) -> None:
        """Free the memory of what it measures: the next networks are of another size."""
        self._idle = deque(maxlen=MOST_UNDER_WAY)

    def close(self) -> None:
        """End the thread."""
        self.forget()
        if self._thread is not None:
            self._thread.shutdown()

    def _likenesses(self, simulations: tuple[Simulation, ...]) -> Likenesses:
        likenesses = self._idle.popleft() if self._idle else ()
        if len(likenesses) != len(simulations):
            return tuple(simulation.likeness() for simulation in simulations)
        for likeness, simulation in zip(likenesses, simulations, strict=True):
            likeness.follow(simulation)
        return likenesses

    def _measure(
        self, likenesses: Likenesses, on: MeasureOn, frame: Frame, wanted: object, idle: deque[Likenesses]
    ) -> Picture:
        started = time.thread_time()
        taken = measure(likenesses, on)
        picture = Picture(replace(frame, snapshots=taken), time.thread_time() - started)
        with self._putting:
            if wanted is self._wanted:
                self._mailbox.follow(picture.frame)
        idle.append(likenesses)
        return picture
