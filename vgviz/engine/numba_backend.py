"""The compiled backend: `Backend`'s questions put to the kernels, with buffers that are kept between calls."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import kernel_cache
from vgviz.engine.backends import Descent, Trained
from vgviz.engine.blas import limit_blas_threads
from vgviz.engine.kernels.arrays import Buffers, Network, Samples
from vgviz.engine.kernels.evaluation import evaluate
from vgviz.engine.kernels.passes import padded
from vgviz.engine.kernels.telemetry import measure
from vgviz.engine.kernels.training import train_steps
from vgviz.engine.losses import MSE, Targets
from vgviz.engine.plan import FAN_IN, FAN_OUT, Plan
from vgviz.engine.telemetry import LAYER_FIELDS, UNIT_FIELDS, FloatArray, Measurement

EVALUATED_AT_ONCE = 256
_CACHE_LINE = 64


@dataclass(frozen=True, eq=False)
class Workspace:
    """One plan's tables and buffers for batches of up to ``capacity`` samples."""

    plan: Plan
    capacity: int
    network: Network
    buffers: Buffers
    gradient: FloatArray


class NumbaBackend:
    """The compiled kernels of `vgviz.engine.kernels`."""

    name = "numba"

    def __init__(self) -> None:
        limit_blas_threads()
        kernel_cache.load()
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
                _samples(plan, x, y),
                work.buffers,
                parameters,
                velocity,
                work.gradient,
                _read_only(order),
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
    ) -> Measurement:
        """See `Backend`."""
        work = self._workspace_for(plan, len(x))
        layers = np.empty((len(LAYER_FIELDS), plan.depth))
        units = np.empty((len(UNIT_FIELDS), plan.unit_count))
        gradient = np.empty_like(parameters)
        loss, hits = measure(
            work.network,
            _samples(plan, x, y),
            work.buffers,
            parameters,
            velocity,
            gradient,
            learning_rate,
            _read_only(np.arange(len(x))),
            layers,
            units,
        )
        accuracy = hits / len(x) if plan.task == "classification" else float("nan")
        return Measurement(loss, accuracy, gradient, layers, units)

    def loss_and_gradient(
        self, plan: Plan, parameters: FloatArray, x: FloatArray, y: Targets
    ) -> tuple[float, FloatArray]:
        """See `Backend`."""
        measured = self.measure(plan, parameters, np.zeros_like(parameters), 0.0, x, y)
        return measured.loss, measured.gradient

    def outputs(self, plan: Plan, parameters: FloatArray, x: FloatArray) -> FloatArray:
        """See `Backend`."""
        work = self._workspace_for(plan, min(len(x), EVALUATED_AT_ONCE))
        out = np.empty((len(x), plan.outputs))
        evaluate(work.network, _read_only(x), work.buffers, parameters, work.capacity, out)
        return out

    def _workspace_for(self, plan: Plan, batch: int) -> Workspace:
        work = self._workspace
        if work is None or work.plan is not plan or work.capacity < batch:
            self._workspace = work = make_workspace(plan, batch)
        return work


def make_workspace(plan: Plan, capacity: int) -> Workspace:
    """Tables and buffers for batches of up to ``capacity`` samples."""
    stride = padded(capacity)
    widest = int(max(plan.layers[:, FAN_IN].max(), plan.layers[:, FAN_OUT].max()))
    targets = 0 if plan.task == "classification" and plan.loss != MSE else plan.outputs
    buffers = Buffers(
        activations=_aligned(plan.activation_rows * stride),
        deltas=_aligned(plan.unit_count * stride),
        z=_aligned(plan.z_rows * stride),
        incoming=_aligned(widest * stride),
        labels=np.zeros(stride, dtype=np.int64),
        targets=_aligned(targets * stride),
    )
    network = Network(
        _read_only(plan.layers), _read_only(plan.values), plan.loss, plan.features, plan.outputs
    )
    return Workspace(plan, capacity, network, buffers, np.zeros(plan.parameter_count))


def _aligned(size: int) -> NDArray[np.float64]:
    """Zeros that begin at a cache line, so that a vector never lies across two."""
    raw = np.zeros(size * 8 + _CACHE_LINE, dtype=np.uint8)
    start = -raw.ctypes.data % _CACHE_LINE
    return raw[start : start + size * 8].view(np.float64)


def _samples(plan: Plan, x: FloatArray, y: Targets) -> Samples:
    labels, targets = np.zeros(0, dtype=np.int64), np.zeros((0, plan.outputs))
    if plan.task == "classification":
        labels = y.astype(np.int64, copy=False)
    else:
        targets = y.astype(np.float64, copy=False)
    return Samples(_read_only(x), _read_only(labels), _read_only(targets))


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """A view with the one type under which kernels take what they do not change."""
    view = array.view()
    view.flags.writeable = False
    return view
