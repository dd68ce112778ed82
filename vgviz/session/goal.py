"""When training stops by itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vgviz.engine.simulation import Simulation


@dataclass(frozen=True, slots=True)
class Goal:
    """Stop at this step, at this epoch's end, or once this training accuracy is reached; the first counts.

    Without any of the three, training goes on until told otherwise. Accuracy is looked at where epochs end.
    """

    step: int | None = None
    epoch: int | None = None
    accuracy: float | None = None

    def steps_left(self, runs: Sequence[Simulation]) -> int | None:
        """Steps after which to look again whether it is reached; None is any number."""
        looks = []
        if self.step is not None:
            looks.append(self.step - runs[0].step)
        if self.epoch is not None:
            looks.append(runs[0].steps_left_in_epoch)
        if self.accuracy is not None:
            looks += [run.steps_left_in_epoch for run in runs]
        return min(looks, default=None)

    def is_reached(self, runs: Sequence[Simulation]) -> bool:
        """Whether the first of ``runs`` is at the step or the epoch, or any of them has the accuracy."""
        if self.step is not None and runs[0].step >= self.step:
            return True
        if self.epoch is not None and runs[0].epoch >= self.epoch:
            return True
        return self.accuracy is not None and any(map(self._has_accuracy, runs))

    def _has_accuracy(self, run: Simulation) -> bool:
        at_epoch_end = run.steps_left_in_epoch == run.epoch_size
        return self.accuracy is not None and at_epoch_end and run.train_accuracy() >= self.accuracy

    def refusal(self, runs: Sequence[Simulation]) -> str:
        """Why ``runs`` can never get there, as a sentence; empty if they can."""
        if self.accuracy is not None and all(math.isnan(run.train_accuracy()) for run in runs):
            return "This data has no classes, so there is no accuracy to train until."
        return ""
