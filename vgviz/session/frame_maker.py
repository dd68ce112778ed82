"""Snapshots of the run, made at display rate and put into the mailbox with the newest answers."""

import time
from dataclasses import replace

from vgviz.session.frame_pace import FramePace
from vgviz.session.mailbox import Mailbox
from vgviz.session.measured import PROBE, batch, measured, possible
from vgviz.session.messages import Frame, MeasureOn
from vgviz.session.questions import Questions
from vgviz.session.run import Run
from vgviz.session.states import State


class FrameMaker:
    """Put a frame into ``mailbox`` when there is something new to see and someone looks."""

    def __init__(self, run: Run, mailbox: Mailbox[Frame], questions: Questions) -> None:
        self.visible = True
        self.measures = PROBE
        self._run = run
        self._mailbox = mailbox
        self._questions = questions
        self._pace = FramePace()
        self._newest: Frame | None = None
        self._made = 0

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

    def make(self, obeyed: int) -> None:
        """Measure the wished samples, by default the fixed probe: colours then change as the network does."""
        # Processor time: waiting for the window's thread is no work that training would have to pay for.
        started = time.thread_time()
        run = self._run
        run.picture_is_old = False  # before measuring: should that fail, it is not tried without end
        on = possible(run.simulations, self.measures)
        snapshots = tuple(each.snapshot(batch=batch(each, on)) for each in run.simulations)
        self._made += 1
        rate = run.trainer.steps_per_second
        answers, stopped = self._questions.answers, run.lineup.stopped
        samples = measured(run.simulations[0], on)
        self._newest = Frame(snapshots, run.state, rate, obeyed, answers, stopped, samples)
        self._mailbox.put(self._newest)
        self._pace.made(time.perf_counter(), time.thread_time() - started)

    def measure_on(self, wish: MeasureOn) -> bool:
        """Measure these samples from now on, where it is possible; whether it is now."""
        self.measures = wish
        return possible(self._run.simulations, wish) == wish

    def answer(self) -> float | None:
        """Answer a standing question where one is due; seconds until the next one is, None is never."""
        if not (self.visible and self._run.simulations and self._newest is not None):
            return None
        if self._wait_for_question() == 0:
            self._questions.answer_one(self._run.simulations, time.perf_counter(), self._made)
            if self._run.state is not State.RUNNING:  # no next frame would bring it
                self._newest = replace(self._newest, answers=self._questions.answers)
                self._mailbox.put(self._newest)
        return self._wait_for_question()

    def _wait_for_question(self) -> float | None:
        run = self._run
        flat_out = run.state is State.RUNNING and run.trainer.is_flat_out
        return self._questions.wait(time.perf_counter(), self._made, flat_out=flat_out)
