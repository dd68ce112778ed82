"""When something was measured, and whether the network is still the same."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.number_format import count

SAME = 1e-9  # relative: backends round differently


@dataclass(frozen=True, eq=False)
class Moment:
    """A network at one step, told from others by the norms of its weights."""

    step: int
    epoch: int
    experiment: Experiment
    weight_norms: NDArray[np.floating]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Moment":
        """The moment of a snapshot."""
        return cls(snapshot.step, snapshot.epoch, snapshot.experiment, snapshot.weight_norm)

    @property
    def words(self) -> str:
        """``step 1,240``."""
        return f"step {count(self.step)}"

    def is_now(self, snapshot: Snapshot) -> bool:
        """Whether ``snapshot`` shows the same network, so that what was measured still holds."""
        then, now = self.experiment, snapshot.experiment
        same_task = (then.network, then.data, then.precision) == (now.network, now.data, now.precision)
        same_loss = (then.training.loss, then.training.label_smoothing) == (
            now.training.loss,
            now.training.label_smoothing,
        )
        return (
            same_task
            and same_loss
            and self.step == snapshot.step
            and np.allclose(self.weight_norms, snapshot.weight_norm, rtol=SAME, atol=0.0, equal_nan=True)
        )
