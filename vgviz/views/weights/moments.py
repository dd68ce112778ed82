"""Moments whose weights can be compared."""

from dataclasses import dataclass
from typing import Literal

from vgviz.number_format import count
from vgviz.session.messages import Moved
from vgviz.views.weights.layer_change import Arrays

Kind = Literal["start", "epoch", "now", "kept"]


@dataclass(frozen=True, slots=True)
class Moment:
    """The start, the end of the first epoch, the moment on screen, or one that was kept: at its ``step``."""

    kind: Kind
    step: int = 0

    @property
    def label(self) -> str:
        """For the lists."""
        if self.kind == "kept":
            return f"step {count(self.step)}"
        return {"start": "start", "epoch": "1 epoch", "now": "now"}[self.kind]


START, EPOCH, NOW = Moment("start"), Moment("epoch"), Moment("now")


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Weights of each run at a moment that a person wants to compare with; None of one that was not there."""

    moment: Moment
    parameters: tuple[Arrays | None, ...]

    def of(self, run: int) -> Arrays | None:
        """Those of one run; None where it was not there."""
        return self.parameters[run] if run < len(self.parameters) else None

    def after(self, moved: Moved) -> "Kept":
        """The same once the runs have these numbers."""
        numbers = (len(self.parameters) if old is None else old for old in moved.origin)
        return Kept(self.moment, tuple(map(self.of, numbers)))
