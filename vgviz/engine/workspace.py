"""Workspace: a plan's tables and buffers in the form that kernels take."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.kernels.arrays import Buffers, Network, Samples
from vgviz.engine.kernels.passes import row_stride
from vgviz.engine.losses import MSE, Targets
from vgviz.engine.plan import FAN_IN, FAN_OUT, Plan
from vgviz.engine.telemetry import FloatArray

_CACHE_LINE = 64


@dataclass(frozen=True, eq=False)
class Workspace:
    """One plan's tables and buffers for batches of up to ``capacity`` samples."""

    plan: Plan
    capacity: int
    network: Network
    buffers: Buffers
    gradient: FloatArray


def make_workspace(plan: Plan, capacity: int) -> Workspace:
    """Tables and buffers for batches of up to ``capacity`` samples."""
    stride = row_stride(capacity)
    widest = int(max(plan.layers[:, FAN_IN].max(), plan.layers[:, FAN_OUT].max()))
    targets = 0 if plan.task == "classification" and plan.loss != MSE else plan.outputs
    buffers = Buffers(
        activations=_aligned(plan.activation_rows * stride),
        deltas=_aligned(plan.unit_count * stride),
        z=_aligned(plan.z_rows * stride),
        incoming=_aligned(widest * stride),
        blended=_aligned(widest * stride),
        labels=np.zeros(stride, dtype=np.int64),
        targets=_aligned(targets * stride),
    )
    network = Network(read_only(plan.layers), read_only(plan.values), plan.loss, plan.features, plan.outputs)
    return Workspace(plan, capacity, network, buffers, np.zeros(plan.parameter_count))


def _aligned(size: int) -> NDArray[np.float64]:
    """Zeros that begin at a cache line, so that a vector never lies across two."""
    raw = np.zeros(size * 8 + _CACHE_LINE, dtype=np.uint8)
    start = -raw.ctypes.data % _CACHE_LINE
    return raw[start : start + size * 8].view(np.float64)


def as_samples(plan: Plan, x: FloatArray, y: Targets) -> Samples:
    """Inputs and what they should give, as kernels take them."""
    labels, targets = np.zeros(0, dtype=np.int64), np.zeros((0, plan.outputs))
    if plan.task == "classification":
        labels = y.astype(np.int64, copy=False)
    else:
        targets = y.astype(np.float64, copy=False)
    return Samples(read_only(x), read_only(labels), read_only(targets))


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """A view with the one type under which kernels take what they do not change."""
    view = array.view()
    view.flags.writeable = False
    return view
