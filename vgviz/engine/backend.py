"""Backend: what a `Simulation` asks of whoever computes, and what goes to and fro."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.batch import Batch
from vgviz.engine.histograms import HistogramCounts
from vgviz.engine.plan import Plan
from vgviz.engine.telemetry import Measurement
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import Training

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Burst:
    """Steps to do in one go, on batches of ``order`` in turn, from its start again after its end.

    Attributes
    ----------
    samples : all training samples; ``order`` counts in them.
    batch_size : samples a batch; the last batch of ``order`` may have fewer.
    """

    samples: Batch
    order: NDArray[np.int64]
    batch_size: int
    steps: int
    training: Training

    @property
    def largest_batch(self) -> int:
        """Most samples that a batch can have."""
        return min(self.batch_size, len(self.order))

    def batch(self, step: int) -> Batch:
        """The samples of one step."""
        size = self.batch_size
        start = step % -(-len(self.order) // size) * size
        return self.samples.chosen(self.order[start : start + size])


@dataclass(frozen=True, slots=True)
class Trained:
    """How a burst went: ``steps`` done, loss before the last one, whether all is still finite."""

    steps: int
    loss: float
    finite: bool


class Backend(Protocol):
    """What a `Simulation` asks of whoever computes."""

    name: str
    threads: int  # most that train; fewer where they would be no quicker

    def train_steps(self, plan: Plan, state: TrainingState, burst: Burst) -> Trained:
        """Train ``state`` in place, its step counter included.

        Stops at once when the loss or a parameter is no longer finite; a step whose loss is not finite
        counts, but changes no parameter.
        """
        ...

    def measure(
        self, plan: Plan, state: TrainingState, batch: Batch, gradient: FloatArray, *, counting: bool = False
    ) -> Measurement:
        """Everything a snapshot shows, on one batch; ``gradient`` is filled and becomes part of it.

        With ``counting`` what histograms show may be counted on the way, which takes a third of the time.
        """
        ...

    def count_values(
        self, plan: Plan, parameters: FloatArray, batch: Batch, gradient: FloatArray
    ) -> HistogramCounts:
        """Count what histograms show; any thread may ask, at any time."""
        ...

    def loss_and_gradient(
        self, plan: Plan, state: TrainingState, batch: Batch, gradient: FloatArray | None = None
    ) -> tuple[float, FloatArray]:
        """Loss and flat gradient on one batch; the gradient lies in ``gradient`` where that is given."""
        ...

    def outputs(self, plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
        """Outputs of the last layer in evaluation mode, shape (batch, outputs)."""
        ...

    def activations(self, plan: Plan, state: TrainingState, x: FloatArray) -> list[FloatArray]:
        """What every layer hands on in evaluation mode, each of shape (batch, fan_out)."""
        ...
