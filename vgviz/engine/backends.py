"""Backends: who computes. The same questions to NumPy's plain passes or to the compiled kernels."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import reference
from vgviz.engine.batch import Batch
from vgviz.engine.blas import limit_numpy_blas
from vgviz.engine.descent import advance, make_descent
from vgviz.engine.histograms import HistogramCounts, count_values
from vgviz.engine.measurement import measure
from vgviz.engine.plan import Plan
from vgviz.engine.telemetry import Measurement
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import ExperimentError, Training

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

    def loss_and_gradient(self, plan: Plan, state: TrainingState, batch: Batch) -> tuple[float, FloatArray]:
        """Loss and flat gradient on one batch."""
        ...

    def outputs(self, plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
        """Outputs of the last layer in evaluation mode, shape (batch, outputs)."""
        ...

    def activations(self, plan: Plan, state: TrainingState, x: FloatArray) -> list[FloatArray]:
        """What every layer hands on in evaluation mode, each of shape (batch, fan_out)."""
        ...


class NumpyBackend:
    """The plain NumPy passes of `vgviz.engine.reference`."""

    name = "numpy"

    def __init__(self, threads: int = 2) -> None:
        self.threads = threads
        limit_numpy_blas()

    def train_steps(self, plan: Plan, state: TrainingState, burst: Burst) -> Trained:
        """See `Backend`."""
        trained = Trained(0, float("nan"), True)
        descent = make_descent(burst.training, state, burst.steps)
        for step in range(burst.steps):
            loss, finite = reference.train_step(plan, state, burst.batch(step), descent, step)
            trained = Trained(step + 1, loss, finite)
            if not finite:
                break
        advance(burst.training, state, trained.steps)
        return trained

    def measure(
        self, plan: Plan, state: TrainingState, batch: Batch, gradient: FloatArray, *, counting: bool = False
    ) -> Measurement:
        """See `Backend`."""
        del counting  # no quicker here than later
        return measure(plan, state, batch, gradient)

    @staticmethod
    def count_values(
        plan: Plan, parameters: FloatArray, batch: Batch, gradient: FloatArray
    ) -> HistogramCounts:
        """See `Backend`."""
        return count_values(plan, parameters, batch, gradient)

    def loss_and_gradient(self, plan: Plan, state: TrainingState, batch: Batch) -> tuple[float, FloatArray]:
        """See `Backend`."""
        loss, gradient, _ = reference.loss_and_gradient(plan, state, batch)
        return loss, gradient

    def outputs(self, plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
        """See `Backend`."""
        with np.errstate(all="ignore"):
            return reference.outputs(plan, state, x)

    def activations(self, plan: Plan, state: TrainingState, x: FloatArray) -> list[FloatArray]:
        """See `Backend`."""
        with np.errstate(all="ignore"):
            return reference.activations(plan, state, x)


def checked_threads(threads: int) -> int:
    """``threads``, which is refused with an `ExperimentError` where it is not 1 or 2."""
    if threads not in (1, 2):
        raise ExperimentError(f"threads: got {threads!r}, takes 1 or 2")
    return threads


def make_backend(name: str, threads: int = 2) -> Backend:
    """The backend called ``name``: "numba" or "numpy", which trains in one thread whatever it may.

    Raises
    ------
    ExperimentError
        If there is no such backend, or it cannot have so many threads.
    """
    checked_threads(threads)
    if name == "numpy":
        return NumpyBackend(threads)
    if name == "numba":
        # Numba takes half a second to import; whoever only wants NumPy does not pay for it.
        from vgviz.engine.numba_backend import NumbaBackend

        return NumbaBackend(threads)
    raise ExperimentError(f"backend: got {name!r}, takes one of numba, numpy")
