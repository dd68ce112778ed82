"""A moment of the past, worked out exactly: from the kept one before it, through the edits in between."""

import time

from vgviz.session.keyframes import Change, Keyframe
from vgviz.session.lineup import Lineup
from vgviz.session.pace import BurstSize
from vgviz.session.timeline import INTERVAL, Timeline

SMALL = 2**20  # bytes of a moment that is kept in less than a millisecond


class Replay:
    """Copies of the runs that go to a wished moment of the ``timeline``; they are exact on the way, too.

    Attributes
    ----------
    wished : the moment's step.
    step_seconds : what a step took last; 0 before there was any.
    """

    def __init__(self, lineup: Lineup, timeline: Timeline) -> None:
        self.wished = lineup.step
        self._lineup = lineup.copy()
        self._timeline = timeline
        self._from: Keyframe | None = None
        self._changes: tuple[Change, ...] = ()
        self._target = self._lineup.step
        self._burst = BurstSize()
        self._worked = 0.0
        self.step_seconds = 0.0

    @property
    def lineup(self) -> Lineup:
        """The runs as they were at the moment that was reached so far."""
        return self._lineup

    @property
    def is_there(self) -> bool:
        """Whether the moment is reached, or the nearest that can be."""
        return self._lineup.step >= self._target and not self._is_due(self._changes)

    def seek(self, step: int) -> bool:
        """Go to ``step``, or to the nearest that can be worked out; `advance` does the work.

        Returns
        -------
        Whether the picture has changed: where the way leads on from here it has not.

        Raises
        ------
        ExperimentError
            If the data of then can no longer be had.
        """
        keyframe = self._timeline.keyframes.at(step)
        if keyframe is None:
            return False
        self.wished = step
        self._target = keyframe.nearest(step)
        if keyframe is self._from and self._lineup.step <= self._target:
            return False
        self._lineup.rewind(keyframe.states)
        self._from, self._changes = keyframe, keyframe.changes
        self._burst.restart()
        self._worked = 0.0
        return True

    def advance(self, seconds: float, done_by: float = float("inf")) -> bool:
        """Work for about so long; whether the picture has changed.

        No step is begun that would not be ``done_by`` that time of `time.perf_counter`, and where there is
        such a time nothing large is kept.
        """
        worked, now = time.thread_time(), time.perf_counter()
        before, ends = (self._lineup.step, len(self._changes)), now + seconds
        while not self.is_there and now + self.step_seconds <= done_by:
            self._go_on(ends - now)
            now = time.perf_counter()
            if now >= ends:
                break
        self._worked += time.thread_time() - worked  # waiting for the window's thread is no way
        # Long ways are gone once; amid the edits at a step it is no moment yet.
        may_keep = done_by == float("inf") or self._lineup.state_bytes <= SMALL
        if self._worked > INTERVAL and may_keep and not self._is_due(self._changes):
            self._worked = 0.0
            self._timeline.insert(self._lineup)
        return before != (self._lineup.step, len(self._changes))

    def _go_on(self, seconds: float) -> None:
        """Make one change, or train for at most so long, but one step at least."""
        lineup, changes = self._lineup, self._changes
        if self._is_due(changes):
            change, self._changes = changes[0], changes[1:]
            lineup.configure(change.run, change.experiment, change.origin)
            return
        goal = min([self._target, *(change.step for change in changes[:1])])
        in_time = max(1, int(seconds / self.step_seconds)) if self.step_seconds else 1
        steps = min(self._burst.steps, goal - lineup.step, in_time)
        started = time.perf_counter()
        for simulation in lineup.going:
            simulation.run(steps=steps)
        lineup.stop_broken()
        took = time.perf_counter() - started
        self.step_seconds = took / steps
        self._burst.measured(steps, took)
        if not lineup.going:
            self._target = lineup.step

    def _is_due(self, changes: tuple[Change, ...]) -> bool:
        return bool(changes) and changes[0].step <= min(self._lineup.step, self._target)
