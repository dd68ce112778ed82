"""Snapshots of the run, made at display rate and put into the mailbox with the newest answers."""

import time
from dataclasses import replace

from vgviz.engine.telemetry import Snapshot
from vgviz.session.frame_pace import FramePace
from vgviz.session.lineup import Lineup
from vgviz.session.mailbox import Mailbox
from vgviz.session.measured import PROBE, batch, measured, possible
from vgviz.session.messages import Frame, MeasureOn
from vgviz.session.questions import Questions
from vgviz.session.run import Run
from vgviz.session.states import State

NOTHING = -1  # the version of the past that is shown while the present is
PRESENT_INTERVAL = 0.1  # seconds between two measurements of the present while the past is shown


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
        self._shown_past = NOTHING
        self._present: tuple[Snapshot, ...] = ()
        self._present_due = 0.0

    def wait(self) -> float | None:
        """Seconds until the next frame is due; None while there is nothing new or nobody looks."""
        if not (self.visible and self._run.simulations):
            return None
        past = self._run.looking_back
        if past.lineup is not None and past.version == self._shown_past:
            return max(0.0, self._present_due - time.perf_counter()) if self._run.picture_is_old else None
        if past.lineup is None and not self._run.picture_is_old:
            return None
        if self._run.state is not State.RUNNING and past.is_there:
            return 0.0
        return self._pace.wait(
            time.perf_counter(),
            was_taken=self._mailbox.is_empty,
            flat_out=self._run.trainer.is_flat_out,
        )

    def make(self, obeyed: int) -> None:
        """Measure what is to be seen on the wished samples, and note how the runs have come on."""
        # Processor time: waiting for the window's thread is no work that training would have to pay for.
        started = time.thread_time()
        run = self._run
        run.picture_is_old = False  # before measuring: should that fail, it is not tried without end
        past, shown = run.looking_back, run.shown.simulations
        snapshots = self._look() if past.lineup is None else self._look_back()
        self._newest = Frame(
            snapshots,
            run.state,
            run.trainer.steps_per_second,
            obeyed,
            self._questions.answers,
            run.shown.stopped,
            measured(shown[0], possible(shown, self.measures)),
            run.timeline.past(run.lineup.step),
            past.wished,
            past.is_there,
            self._present,
        )
        self._mailbox.put(self._newest)
        self._pace.made(time.perf_counter(), time.thread_time() - started)

    def measure_on(self, wish: MeasureOn) -> bool:
        """Measure these samples from now on, where it is possible; whether it is now."""
        self.measures = wish
        self._shown_past = NOTHING
        return possible(self._run.simulations, wish) == wish

    def _look(self) -> tuple[Snapshot, ...]:
        """Measure the present."""
        self._made += 1
        self._shown_past, self._present = NOTHING, ()
        return self._measure_present()

    def _look_back(self) -> tuple[Snapshot, ...]:
        """Measure the past, unless that was done, and now and then the present."""
        now = time.perf_counter()
        if not self._present or now >= self._present_due:
            self._present_due = now + PRESENT_INTERVAL
            self._present = tuple(snapshot.figures() for snapshot in self._measure_present())
        version = self._run.looking_back.version
        if self._newest is not None and self._shown_past == version:
            return self._newest.snapshots
        self._made += 1
        self._shown_past = version
        return self._measure(self._run.shown)

    def _measure_present(self) -> tuple[Snapshot, ...]:
        snapshots = self._measure(self._run.lineup)
        if self.measures.samples != "one":  # a curve is of the data, not of one of them
            self._run.timeline.note(snapshots)
        return snapshots

    def _measure(self, lineup: Lineup) -> tuple[Snapshot, ...]:
        on = possible(lineup.simulations, self.measures)
        return tuple(each.snapshot(batch=batch(each, on)) for each in lineup.simulations)

    def answer(self) -> float | None:
        """Answer a standing question where one is due; seconds until the next one is, None is never."""
        if not (self.visible and self._run.simulations and self._newest is not None):
            return None
        if self._wait_for_question() == 0:
            self._questions.answer_one(self._run.shown.simulations, time.perf_counter(), self._made)
            if self._run.state is not State.RUNNING:  # no next frame would bring it
                self._newest = replace(self._newest, answers=self._questions.answers)
                self._mailbox.put(self._newest)
        return self._wait_for_question()

    def _wait_for_question(self) -> float | None:
        run = self._run
        flat_out = run.state is State.RUNNING and run.trainer.is_flat_out
        return self._questions.wait(time.perf_counter(), self._made, flat_out=flat_out)
