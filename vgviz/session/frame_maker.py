"""Snapshots of the run, made at display rate and put into the mailbox."""

import time

from vgviz.session.frame_pace import FramePace
from vgviz.session.mailbox import Mailbox
from vgviz.session.messages import Frame
from vgviz.session.run import Run
from vgviz.session.states import State


class FrameMaker:
    """Put a frame into ``mailbox`` when there is something new to see and someone looks."""

    def __init__(self, run: Run, mailbox: Mailbox[Frame]) -> None:
        self.visible = True
        self._run = run
        self._mailbox = mailbox
        self._pace = FramePace()

    def wait(self) -> float | None:
        """Seconds until the next frame is due; None while there is nothing new or nobody looks."""
        if not (self.visible and self._run.picture_is_old and self._run.simulations):
            return None
        if self._run.state is not State.RUNNING:
            return 0.0
        return self._pace.wait(
            time.perf_counter(),
            was_taken=self._mailbox.is_empty,
            flat_out=self._run.trainer.is_flat_out,
        )

    def make(self, answers: int) -> None:
        """Measure the fixed probe batch, so that colours change because the network does."""
        # Processor time: waiting for the window's thread is no work that training would have to pay for.
        started = time.thread_time()
        run = self._run
        run.picture_is_old = False  # before measuring: should that fail, it is not tried without end
        snapshots = tuple(simulation.snapshot(batch=simulation.probe) for simulation in run.simulations)
        self._mailbox.put(Frame(snapshots, run.state, run.trainer.steps_per_second, answers))
        self._pace.made(time.perf_counter(), time.thread_time() - started)
