"""What the window is told of a run's past: where it was changed, and which epoch a step belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """An edit after ``step``, in words such as ``width 10 → 20``; those of one ``gesture`` are one."""

    step: int
    words: str
    gesture: int | None = None


@dataclass(frozen=True, slots=True)
class EpochCount:
    """How epochs are counted from ``step`` on: ``epoch`` were complete, ``left`` steps to the next.

    ``size`` is the number of steps in an epoch.
    """

    step: int
    epoch: int
    left: int
    size: int

    def epoch_at(self, step: int) -> int:
        """Epochs complete after ``step``."""
        further = step - self.step - self.left
        return self.epoch + (0 if further < 0 else 1 + further // self.size)

    def end_of(self, epoch: int) -> int:
        """Step that completes this ``epoch``."""
        return self.step + self.left + (epoch - self.epoch - 1) * self.size


@dataclass(frozen=True, slots=True)
class Past:
    """The run from its ``first`` moment that can be shown to the ``newest``.

    Attributes
    ----------
    marks : the edits, oldest first.
    epochs : how epochs are counted, from where on; at least one.
    """

    first: int
    newest: int
    marks: tuple[Mark, ...]
    epochs: tuple[EpochCount, ...]

    def count_at(self, step: int) -> EpochCount:
        """How epochs are counted at ``step``."""
        return next(count for count in reversed(self.epochs) if count.step <= step or count is self.epochs[0])

    def epoch_at(self, step: int) -> int:
        """Epochs complete after ``step``."""
        return self.count_at(step).epoch_at(step)
