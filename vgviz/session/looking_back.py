"""The past moment that is shown in place of the present."""

import time
from collections.abc import Callable

from vgviz.experiment import ExperimentError
from vgviz.session.lineup import Lineup
from vgviz.session.replay import Replay
from vgviz.session.timeline import Timeline

SLICE = 0.003  # seconds of work between two looks at what is wished: a hand that moves is answered at once
# Seconds after a wish before which a hand that moves has no other one, and after which it rests.
BETWEEN, REST = 0.01, 0.03
NO_MEMORY = "There is not enough memory to look back on this network."


class LookingBack:
    """Works out the wished moment of the ``timeline`` bit by bit, and shows how far it has come.

    Attributes
    ----------
    once_there : is called with the runs of that moment as soon as it is reached.
    """

    def __init__(self, timeline: Timeline) -> None:
        self.once_there: Callable[[Lineup], object] | None = None
        self._timeline = timeline
        self._replay: Replay | None = None
        self._changes = 0
        self._begun = self._rests_at = float("-inf")

    @property
    def lineup(self) -> Lineup | None:
        """The runs of the past; None while the present is shown."""
        return None if self._replay is None else self._replay.lineup

    @property
    def wished(self) -> int | None:
        """The step that is wished for; None is the present."""
        return None if self._replay is None else self._replay.wished

    @property
    def is_there(self) -> bool:
        """Whether it is reached, or what is nearest to it."""
        return self._replay is None or self._replay.is_there

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to do."""
        return self.is_there and self.once_there is None

    @property
    def hand_moves(self) -> bool:
        """Whether the next wish is about to come."""
        return self._replay is not None and time.perf_counter() < self._rests_at

    @property
    def wait(self) -> float | None:
        """Seconds until there is more to do; None is nothing."""
        if self._replay is None or self.is_over:
            return None
        now = time.perf_counter()
        is_in_time = now + self._replay.step_seconds <= self._done_by(now)
        return 0.0 if is_in_time else max(0.0, self._rests_at - now)

    @property
    def version(self) -> int:
        """Another number for each picture of the past."""
        return self._changes

    def begin(self, present: Lineup, step: int) -> None:
        """Wish for ``step``.

        Raises
        ------
        ExperimentError
            If it cannot be shown; the present is shown then.
        """
        self.once_there = None
        past = self._timeline.past(present.step)
        if past is None:
            return
        now = time.perf_counter()
        self._rests_at = now + REST if now < self._begun + REST else now
        self._begun = now
        self._try(self._seek, present, min(max(step, past.first), past.newest))

    def advance(self, answer_takes: float | None = None) -> None:
        """Work for a moment; raises as `begin` does.

        A step that takes longer is not begun before the next wish of a hand that moves, for it could not be
        broken off then, nor before a picture that somebody waits for and that ``answer_takes`` seconds.
        """
        self._try(self._advance, answer_takes)

    def end(self) -> None:
        """Show the present."""
        self._replay = self.once_there = None

    def _seek(self, present: Lineup, step: int) -> None:
        if self._replay is None:
            self._replay = Replay(present, self._timeline)
            self._changes += 1
        self._changes += self._replay.seek(step)

    def _advance(self, answer_takes: float | None) -> None:
        replay, once_there = self._replay, self.once_there
        if replay is None:
            self.once_there = None
            return
        now, seconds = time.perf_counter(), SLICE - (answer_takes or 0.0)
        done_by = self._done_by(now) if answer_takes is None else now + seconds
        self._changes += replay.advance(seconds, done_by)
        if replay.is_there and once_there is not None:
            self.once_there = None
            once_there(replay.lineup)

    def _done_by(self, now: float) -> float:
        """When a step has to be done that is begun now."""
        return max(now + SLICE, self._begun + BETWEEN) if self.hand_moves else float("inf")

    def _try(self, work: Callable[..., object], *arguments: object) -> None:
        try:
            work(*arguments)
        except MemoryError as error:
            self.end()
            raise ExperimentError(NO_MEMORY) from error
        except Exception:
            self.end()
            raise
