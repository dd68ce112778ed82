"""The compiled backend: puts the questions of `Backend` to the kernels, and keeps their buffers."""

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import kernel_cache
from vgviz.engine.backends import Descent, Trained
from vgviz.engine.blas import limit_compiled_blas
from vgviz.engine.kernels.evaluation import evaluate
from vgviz.engine.kernels.telemetry import measure
from vgviz.engine.kernels.training import train_steps
from vgviz.engine.losses import Targets
from vgviz.engine.plan import Plan
from vgviz.engine.telemetry import LAYER_FIELDS, UNIT_FIELDS, FloatArray, Measurement
from vgviz.engine.workspace import Workspace, as_samples, make_workspace, read_only

EVALUATED_AT_ONCE = 256


class NumbaBackend:
    """The compiled kernels of `vgviz.engine.kernels`."""

    name = "numba"

    def __init__(self) -> None:
        kernel_cache.load()
        limit_compiled_blas()
        self._workspace: Workspace | None = None

    def train_steps(
        self,
        plan: Plan,
        parameters: FloatArray,
        velocity: FloatArray,
        x: FloatArray,
        y: Targets,
        order: NDArray[np.int64],
        batch_size: int,
        steps: int,
        descent: Descent,
    ) -> Trained:
        """See `Backend`."""
        work = self._workspace_for(plan, min(batch_size, len(order)))
        return Trained(
            *train_steps(
                work.network,
                as_samples(plan, x, y),
                work.buffers,
                parameters,
                velocity,
                work.gradient,
                read_only(order),
                batch_size,
                steps,
                descent.learning_rate,
                descent.momentum,
            )
        )

    def measure(
        self,
        plan: Plan,
        parameters: FloatArray,
        velocity: FloatArray,
        learning_rate: float,
        x: FloatArray,
        y: Targets,
        gradient: FloatArray,
    ) -> Measurement:
        """See `Backend`."""
        work = self._workspace_for(plan, len(x))
        layers = np.empty((len(LAYER_FIELDS), plan.depth))
        units = np.empty((len(UNIT_FIELDS), plan.unit_count))
        loss, hits = measure(
            work.network,
            as_samples(plan, x, y),
            work.buffers,
            parameters,
            velocity,
            gradient,
            learning_rate,
            read_only(np.arange(len(x))),
            layers,
            units,
        )
        accuracy = hits / len(x) if plan.task == "classification" else float("nan")
        return Measurement(loss, accuracy, gradient, layers, units)

    def loss_and_gradient(
        self, plan: Plan, parameters: FloatArray, x: FloatArray, y: Targets
    ) -> tuple[float, FloatArray]:
        """See `Backend`."""
        rest, gradient = np.zeros_like(parameters), np.empty_like(parameters)
        measured = self.measure(plan, parameters, rest, 0.0, x, y, gradient)
        return measured.loss, measured.gradient

    def outputs(self, plan: Plan, parameters: FloatArray, x: FloatArray) -> FloatArray:
        """See `Backend`."""
        work = self._workspace_for(plan, min(len(x), EVALUATED_AT_ONCE))
        out = np.empty((len(x), plan.outputs))
        evaluate(work.network, read_only(x), work.buffers, parameters, work.capacity, out)
        return out

    def _workspace_for(self, plan: Plan, batch: int) -> Workspace:
        work = self._workspace
        if work is None or work.plan is not plan or work.capacity < batch:
            self._workspace = work = make_workspace(plan, batch)
        return work
