"""Snapshots of the run, made at display rate and put into the mailbox with the newest answers."""

import time
from dataclasses import replace

from vgviz.engine.telemetry import Snapshot
from vgviz.session.frame_pace import FramePace, UsualCost
from vgviz.session.lineup import Lineup
from vgviz.session.mailbox import Mailbox
from vgviz.session.measured import PROBE, measure, measured, possible
from vgviz.session.messages import Frame, MeasureOn
from vgviz.session.photographer import HAS_ROOM, WORTH_IT, Photographer
from vgviz.session.questions import Questions
from vgviz.session.run import Run
from vgviz.session.spare_memory import SpareMemory
from vgviz.session.states import State

NOTHING = -1  # the version of the past that is shown while the present is
PICTURE_POLL = 0.001  # seconds after which to look whether a picture is done
# Seconds between two measurements of the present while the past is shown, at least so many times their cost.
PRESENT_INTERVAL, PRESENT_TIMES = 0.1, 20


class FrameMaker:
    """Put a frame into ``mailbox`` when there is something new to see and someone looks."""

    def __init__(self, run: Run, mailbox: Mailbox[Frame], questions: Questions) -> None:
        self.visible = True
        self.measures = PROBE
        self._run = run
        self._mailbox = mailbox
        self._questions = questions
        self._pace = FramePace()
        self._photographer = Photographer(mailbox)
        self._spare_memory = SpareMemory()
        self._measuring = UsualCost()  # of the processor
        self._sizes: tuple[int, ...] = ()
        self._newest: Frame | None = None
        self._made = 0
        self._shown_past = NOTHING
        self._present: tuple[Snapshot, ...] = ()
        self._present_due = 0.0

    @property
    def measuring_seconds(self) -> float:
        """What measuring a frame's snapshots usually takes of the processor."""
        return self._measuring.seconds

    def wait(self) -> float | None:
        """Seconds until the next frame is due; None while there is nothing new or nobody looks."""
        if not (self.visible and self._run.simulations):
            return None
        past = self._run.looking_back
        if self._photographer.is_busy and self._trains_flat_out:
            if self._photographer.is_done:
                return 0.0
            if not self._photographer.has_room:
                return PICTURE_POLL
        if past.lineup is not None and past.version == self._shown_past:
            return max(0.0, self._present_due - time.perf_counter()) if self._run.picture_is_old else None
        if past.lineup is None and not self._run.picture_is_old:
            return None
        if past.is_there and (past.lineup is not None or self._run.state is not State.RUNNING):
            return 0.0  # somebody waits for it
        return self._pace.wait(
            time.perf_counter(),
            was_taken=self._mailbox.is_empty
            and past.lineup is None,  # of those on the way a display shows no more
            flat_out=self._run.trainer.is_flat_out and past.lineup is None,
        )

    def make_when_due(self, obeyed: int) -> None:
        """Make a frame; of a large network in training begin one beside it."""
        if self._photographer.is_done and self._trains_flat_out:
            self._note_picture()
            if self.wait() != 0:
                return
        if self._trains_flat_out and HAS_ROOM and self._measuring.seconds >= WORTH_IT:
            self._begin_beside(obeyed)
        else:
            self.make(obeyed)

    def make(self, obeyed: int) -> None:
        """Measure what is to be seen on the wished samples, and note how the runs have come on."""
        self._photographer.forget()
        self._look_at_sizes()
        # Processor time: waiting for the window's thread is no work that training would have to pay for.
        started = time.thread_time()
        run = self._run
        run.picture_is_old = False  # before measuring: should that fail, it is not tried without end
        past = run.looking_back
        snapshots = self._look() if past.lineup is None else self._look_back()
        self._measuring.note(time.thread_time() - started)
        self._newest = self._frame(snapshots, obeyed)
        self._mailbox.put(self._newest)
        self._pace.made(time.perf_counter(), time.thread_time() - started)

    def close(self) -> None:
        """End the thread that measures beside the training."""
        self._spare_memory.close()
        self._photographer.close()

    def _look_at_sizes(self) -> None:
        """Networks of other sizes cost something else."""
        sizes = tuple(simulation.plan.parameter_count for simulation in self._run.simulations)
        if sizes != self._sizes:
            if sum(sizes) < sum(self._sizes):
                self._spare_memory.give_back_soon()
            self._sizes, self._measuring = sizes, UsualCost()
            self._pace.forget_costs()
            self._photographer.let_go()

    @property
    def _trains_flat_out(self) -> bool:
        run = self._run
        return run.state is State.RUNNING and run.trainer.is_flat_out and run.looking_back.lineup is None

    def _begin_beside(self, obeyed: int) -> None:
        started = time.thread_time()
        self._run.picture_is_old = False
        simulations = self._run.lineup.simulations
        on = possible(simulations, self.measures)
        self._photographer.begin(simulations, on, self._frame((), obeyed))
        self._run.lineup.own_arrays()  # here, where what it takes is counted
        self._pace.made(time.perf_counter(), time.thread_time() - started, is_beside=True)

    def _note_picture(self) -> None:
        picture = self._photographer.take()
        self._measuring.note(picture.cost)
        self._newest = picture.frame
        self._made += 1
        self._shown_past, self._present = NOTHING, ()
        self._note(picture.frame.snapshots)

    def _frame(self, snapshots: tuple[Snapshot, ...], obeyed: int) -> Frame:
        run = self._run
        past, shown = run.looking_back, run.shown.simulations
        return Frame(
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
            run.edits.newest_gesture,
        )

    def measure_on(self, wish: MeasureOn) -> bool:
        """Measure these samples from now on, where it is possible; whether it is now."""
        self.measures = wish
        self._shown_past, self._present = NOTHING, ()
        return possible(self._run.simulations, wish) == wish

    def _look(self) -> tuple[Snapshot, ...]:
        """Measure the present."""
        self._made += 1
        self._shown_past, self._present = NOTHING, ()
        return self._measure_present()

    def _look_back(self) -> tuple[Snapshot, ...]:
        """Measure the past, unless that was done, and now and then the present."""
        now = time.perf_counter()
        if not self._present or (now >= self._present_due and self._has_gone_on):
            self._present_due = now + max(PRESENT_INTERVAL, PRESENT_TIMES * self._measuring.seconds)
            self._present = self._measure_present()
        version = self._run.looking_back.version
        if self._newest is not None and self._shown_past == version:
            return self._newest.snapshots
        self._made += 1
        self._shown_past = version
        return self._measure(self._run.shown)

    @property
    def _has_gone_on(self) -> bool:
        """Whether the runs have trained since the present was measured; edits end the look back."""
        return max(snapshot.step for snapshot in self._present) != self._run.lineup.step

    def _measure_present(self) -> tuple[Snapshot, ...]:
        snapshots = self._measure(self._run.lineup)
        self._note(snapshots)
        return snapshots

    def _note(self, snapshots: tuple[Snapshot, ...]) -> None:
        if self.measures.samples != "one":  # a curve is of the data, not of one of them
            self._run.timeline.note(snapshots)

    def _measure(self, lineup: Lineup) -> tuple[Snapshot, ...]:
        return measure(lineup.simulations, possible(lineup.simulations, self.measures))

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
