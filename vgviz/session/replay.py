"""A moment of the past, worked out exactly: from the kept one before it, through the edits in between."""

import time

from vgviz.session.keyframes import Change, Keyframe
from vgviz.session.lineup import Lineup
from vgviz.session.pace import BurstSize
from vgviz.session.timeline import INTERVAL, Timeline


class Replay:
    """Copies of the runs that go to a wished moment of the ``timeline``; they are exact on the way, too."""

    def __init__(self, lineup: Lineup, timeline: Timeline) -> None:
        self.wished = lineup.step
        self._lineup = lineup.copy()
        self._timeline = timeline
        self._from: Keyframe | None = None
        self._changes: tuple[Change, ...] = ()
        self._target = self._lineup.step
        self._burst = BurstSize()
        self._worked = 0.0

    @property
    def lineup(self) -> Lineup:
        """The runs as they were at the moment that was reached so far."""
        return self._lineup

    @property
    def is_there(self) -> bool:
        """Whether the moment is reached, or the nearest that can be."""
        return self._lineup.step >= self._target and not self._is_due(self._changes)

    def seek(self, step: int) -> None:
        """Go to ``step``, or to the nearest that can be worked out; `advance` does the work.

        Raises
        ------
        ExperimentError
            If the data of then can no longer be had.
        """
        keyframe = self._timeline.keyframes.at(step)
        if keyframe is None:
            return
        self.wished = step
        self._target = keyframe.nearest(step)
        if keyframe is not self._from or self._lineup.step > self._target:
            self._lineup.rewind(keyframe.states)
            self._from, self._changes = keyframe, keyframe.changes
            self._burst.restart()
            self._worked = 0.0

    def advance(self, seconds: float) -> bool:
        """Work for about so long; whether the picture has changed."""
        started = time.perf_counter()
        before = self._lineup.step, len(self._changes)
        while not self.is_there:
            self._go_on()
            if time.perf_counter() >= started + seconds:
                break
        self._worked += time.perf_counter() - started
        # Long ways are gone once; amid the edits at a step it is no moment yet.
        if self._worked > INTERVAL and not self._is_due(self._changes):
            self._worked = 0.0
            self._timeline.insert(self._lineup)
        return before != (self._lineup.step, len(self._changes))

    def _go_on(self) -> None:
        lineup, changes = self._lineup, self._changes
        if self._is_due(changes):
            change, self._changes = changes[0], changes[1:]
            lineup.configure(change.run, change.experiment, change.origin)
            return
        goal = min([self._target, *(change.step for change in changes[:1])])
        steps = min(self._burst.steps, goal - lineup.step)
        started = time.perf_counter()
        for simulation in lineup.going:
            simulation.run(steps=steps)
        lineup.stop_broken()
        self._burst.measured(steps, time.perf_counter() - started)
        if not lineup.going:
            self._target = lineup.step

    def _is_due(self, changes: tuple[Change, ...]) -> bool:
        return bool(changes) and changes[0].step <= min(self._lineup.step, self._target)
