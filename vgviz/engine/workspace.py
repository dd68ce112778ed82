"""Workspace: a plan's tables and buffers in the form that kernels take."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.batch import Batch
from vgviz.engine.cache_lines import zeros
from vgviz.engine.kernels.arrays import Buffers, Network, Samples, Vectors
from vgviz.engine.kernels.passes import row_stride
from vgviz.engine.plan import FAN_IN, FAN_OUT, OUTPUT_ROW, SKIP, Plan
from vgviz.engine.training_state import TrainingState

EVALUATED_AT_ONCE = 256  # samples


@dataclass(frozen=True, eq=False)
class Workspace:
    """One plan's tables and buffers for batches of up to ``capacity`` samples."""

    plan: Plan
    capacity: int
    network: Network
    buffers: Buffers

    def handed_on(self, layer: int, batch: int) -> NDArray[np.floating[Any]]:
        """What a layer has made of the last batch that went forward, shape (batch, fan_out)."""
        stride, row = row_stride(batch), self.plan.layers[layer]
        start, fan_out = int(row[OUTPUT_ROW]) * stride, int(row[FAN_OUT])
        rows = self.buffers.activations[start : start + fan_out * stride].reshape(fan_out, stride)
        return rows[:, :batch].T


def make_workspace(plan: Plan, capacity: int, former: Workspace | None = None) -> Workspace:
    """Tables and buffers for batches of up to ``capacity`` samples.

    Parameters
    ----------
    former : one that is used no more, whose buffers are taken over where they fit. Those of a large network
        would be handed out page by page, which takes longer than to train it a step. For layers of the same
        widths its capacity is kept: what is measured on a few samples is soon evaluated on many again.
    """
    if former is not None and former.plan.widths == plan.widths:
        capacity = max(capacity, min(former.capacity, EVALUATED_AT_ONCE))
    stride = row_stride(capacity)
    widest = int(max(plan.layers[:, FAN_IN].max(), plan.layers[:, FAN_OUT].max()))
    targets = 0 if plan.task == "classification" and plan.loss.kind.classes == "label" else plan.outputs
    rows = {
        "activations": plan.activation_rows,
        "deltas": plan.unit_count,
        "z": plan.z_rows,
        "incoming": widest,
        "blended": widest,
        "targets": targets,
        "normalized": plan.normalized_rows,
        "sums": 2 if plan.normalized_rows else 0,
        "skipped": widest if plan.layers[:, SKIP].any() else 0,
    }
    sizes = {name: count * stride for name, count in rows.items()} | {"statistics": 2 * plan.running_units}
    arrays: dict[str, Any] = {} if former is None else former.buffers._asdict()
    for name, size in sizes.items():
        had = arrays.get(name)
        if had is None or (had.size, had.dtype) != (size, plan.dtype):
            arrays[name] = zeros(size, plan.dtype)
    arrays |= {"labels": np.zeros(stride, np.int64), "team": np.zeros(0, np.int64)}
    buffers = Buffers(**arrays)
    values = read_only(plan.values.astype(plan.dtype))
    loss = plan.loss.code, plan.loss.smoothing
    network = Network(read_only(plan.layers), values, *loss, plan.features, plan.outputs)
    return Workspace(plan, capacity, network, buffers)


def as_samples(plan: Plan, batch: Batch) -> Samples:
    """Inputs and what they should give, as kernels take them."""
    labels, targets = np.zeros(0, dtype=np.int64), np.zeros((0, plan.outputs), plan.dtype)
    if plan.task == "classification":
        labels = batch.y.astype(np.int64, copy=False)
    else:
        targets = batch.y.astype(plan.dtype, copy=False)
    return Samples(read_only(batch.x), read_only(labels), read_only(targets))


def as_vectors(state: TrainingState) -> Vectors:
    """The state's arrays, as kernels take them."""
    return Vectors(state.parameters, state.first_moment, state.second_moment, state.change, state.running)


def in_order(count: int) -> NDArray[np.int64]:
    """The numbers of all of ``count`` samples, for kernels that take chosen ones."""
    return read_only(np.arange(count))


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """A view with the one type under which kernels take what they do not change."""
    view = array.view()
    view.flags.writeable = False
    return view
