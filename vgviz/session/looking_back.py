"""The past moment that is shown in place of the present."""

from collections.abc import Callable

from vgviz.experiment import ExperimentError
from vgviz.session.lineup import Lineup
from vgviz.session.replay import Replay
from vgviz.session.timeline import Timeline

SLICE = 0.003  # seconds of work between two looks at what is wished: a hand that moves is answered at once
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
        self._try(self._seek, present, min(max(step, past.first), past.newest))

    def advance(self) -> None:
        """Work for a moment; raises as `begin` does."""
        self._try(self._advance)

    def end(self) -> None:
        """Show the present."""
        self._replay = self.once_there = None

    def _seek(self, present: Lineup, step: int) -> None:
        if self._replay is None:
            self._replay = Replay(present, self._timeline)
        self._replay.seek(step)
        self._changes += 1

    def _advance(self) -> None:
        replay, once_there = self._replay, self.once_there
        if replay is None:
            self.once_there = None
            return
        self._changes += replay.advance(SLICE)
        if replay.is_there and once_there is not None:
            self.once_there = None
            once_there(replay.lineup)

    def _try(self, work: Callable[..., object], *arguments: object) -> None:
        try:
            work(*arguments)
        except MemoryError as error:
            self.end()
            raise ExperimentError(NO_MEMORY) from error
        except Exception:
            self.end()
            raise
