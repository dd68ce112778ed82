"""When training stops by itself."""

import math
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

    def steps_left(self, simulation: Simulation) -> int | None:
        """Steps after which to look again whether it is reached; None is any number."""
        if self.epoch is not None or self.accuracy is not None:
            to_look = simulation.steps_left_in_epoch
            return to_look if self.step is None else min(to_look, self.step - simulation.step)
        return None if self.step is None else self.step - simulation.step

    def is_reached(self, simulation: Simulation) -> bool:
        """Whether ``simulation`` is there."""
        if self.step is not None and simulation.step >= self.step:
            return True
        if self.epoch is not None and simulation.epoch >= self.epoch:
            return True
        at_epoch_end = simulation.steps_left_in_epoch == simulation.epoch_size
        return self.accuracy is not None and at_epoch_end and simulation.train_accuracy() >= self.accuracy

    def refusal(self, simulation: Simulation) -> str:
        """Why ``simulation`` can never get there, as a sentence; empty if it can."""
        if self.accuracy is not None and math.isnan(simulation.train_accuracy()):
            return "This data has no classes, so there is no accuracy to train until."
        return ""
