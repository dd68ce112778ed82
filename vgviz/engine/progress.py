"""Progress: how far a run has come."""

from dataclasses import dataclass, replace

from vgviz.engine.batch_order import BatchOrder
from vgviz.engine.setup import Setup

NOT_MEASURED = float("nan")


@dataclass(frozen=True, slots=True)
class Progress:
    """A place in the data, and what is known there; immutable, so that it can be kept and gone back to.

    Attributes
    ----------
    epoch : epochs completed.
    is_finite : whether all parameters and the last loss are finite; None where nobody has looked yet.
    test_loss, test_accuracy : of the last completed epoch that was tested.
    tested_step : the step at which it ended; 0 before there is any.
    """

    batches: BatchOrder
    epoch: int
    is_finite: bool | None = None
    test_loss: float = NOT_MEASURED
    test_accuracy: float = NOT_MEASURED
    tested_step: int = 0

    @classmethod
    def at_start(cls, setup: Setup) -> "Progress":
        """Step 0."""
        return cls(setup.first_batches(), 0)

    def in_an_epoch(self) -> "Progress":
        """The same place; a finished epoch as the next one's beginning."""
        if self.batches.is_finished and not self.batches.is_full_batch:
            return replace(self, batches=self.batches.next_epoch())
        return self

    def after(self, steps: int, is_finite: bool) -> "Progress":
        """The place ``steps`` further in the same epoch, or in epochs of one step each."""
        batches = self.batches.advanced(steps)
        epochs = steps if self.batches.is_full_batch else int(batches.is_finished and steps > 0)
        return replace(self, batches=batches, epoch=self.epoch + epochs, is_finite=is_finite)

    def tested(self, loss: float, accuracy: float, step: int) -> "Progress":
        """The same place, with the figures of the test part as the network was at ``step``."""
        return replace(self, test_loss=loss, test_accuracy=accuracy, tested_step=step)

    def in_changed(self, old: Setup, new: Setup, step: int) -> "Progress":
        """The place from which a changed experiment goes on."""
        changed_data = new.dataset is not old.dataset
        here = replace(self, is_finite=None)
        if not old.tests_alike(new):
            here = here.tested(NOT_MEASURED, NOT_MEASURED, 0)
        if changed_data or step == 0:
            return replace(here, batches=new.first_batches())
        batches = self.batches.going_on(new.experiment.training.batch_size, new.drops_single)
        # The one sample that was left of the epoch may be left out now.
        ended = batches.is_finished and not self.batches.is_finished
        return replace(here, batches=batches, epoch=self.epoch + int(ended))
