"""SimulationState: a moment of a run, to go back to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from math import isnan
from typing import Any

import numpy as np

from vgviz.engine.progress import Progress
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import Experiment


@dataclass(frozen=True, slots=True, eq=False)
class SimulationState:
    """All of a run that changes while it trains; what follows a restored state is bit-identical.

    Two states are equal if the same follows from both.

    Attributes
    ----------
    nbytes : of all arrays that are its own.
    """

    experiment: Experiment
    data_fingerprint: bytes
    training: TrainingState
    progress: Progress
    nbytes: int = field(init=False, compare=False)  # counted once: a history asks thousands of states

    def __post_init__(self) -> None:
        """Count the bytes, which stay as they are."""
        object.__setattr__(self, "nbytes", self.training.nbytes + self.progress.batches.order.nbytes)

    def sizes(self) -> Iterator[tuple[int, int]]:
        """What it holds, by `id`, and the bytes that takes: states of one network share where it started."""
        yield id(self), self.nbytes
        yield id(self.training.start), self.training.start.nbytes

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SimulationState):
            return NotImplemented
        return _same(self, other)


def _same(first: Any, second: Any) -> bool:
    """Whether two records hold the same values all the way down; NaN is NaN."""
    if type(first) is not type(second):
        return False
    if isinstance(first, np.ndarray):
        return (first.dtype, first.shape, first.tobytes()) == (second.dtype, second.shape, second.tobytes())
    if isinstance(first, float):
        return first == second or (isnan(first) and isnan(second))
    if is_dataclass(first):
        parts = [part.name for part in fields(first) if part.compare]
        return all(_same(getattr(first, part), getattr(second, part)) for part in parts)
    return bool(first == second)
