"""The plain backend: puts the questions of `Backend` to NumPy's passes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import reference
from vgviz.engine.backend import Burst, Trained
from vgviz.engine.batch import Batch
from vgviz.engine.blas import limit_numpy_blas
from vgviz.engine.descent import advance, make_descent
from vgviz.engine.histograms import HistogramCounts, count_values
from vgviz.engine.measurement import measure
from vgviz.engine.plan import Plan
from vgviz.engine.telemetry import Measurement
from vgviz.engine.training_state import TrainingState

FloatArray = NDArray[np.floating[Any]]


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

    def loss_and_gradient(
        self, plan: Plan, state: TrainingState, batch: Batch, gradient: FloatArray | None = None
    ) -> tuple[float, FloatArray]:
        """See `Backend`."""
        loss, computed, _ = reference.loss_and_gradient(plan, state, batch)
        if gradient is None:
            return loss, computed
        gradient[...] = computed
        return loss, gradient

    def outputs(self, plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
        """See `Backend`."""
        with np.errstate(all="ignore"):
            return reference.outputs(plan, state, x)

    def activations(self, plan: Plan, state: TrainingState, x: FloatArray) -> list[FloatArray]:
        """See `Backend`."""
        with np.errstate(all="ignore"):
            return reference.activations(plan, state, x)
