"""Arrays that a caller hands in, checked against the network before anything is computed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.engine.batch import Batch
from vgviz.engine.given_data import as_array
from vgviz.engine.listing import listed
from vgviz.engine.plan import Plan
from vgviz.experiment import ExperimentError

FloatArray = NDArray[np.floating[Any]]


def checked_inputs(plan: Plan, x: ArrayLike) -> FloatArray:
    """``x`` as network inputs, shape (batch, features).

    Raises
    ------
    ExperimentError
        If it is not that.
    """
    array = as_array("x", x)
    if array.ndim != 2 or array.shape[1] != plan.features or not len(array) or array.dtype.kind not in "fiub":
        raise ExperimentError(
            f"x: got {array.dtype} of shape {array.shape}, takes numbers of shape (batch, {plan.features})"
        )
    return _in_precision(plan, array)


def checked_batch(plan: Plan, x: ArrayLike, y: ArrayLike) -> Batch:
    """``x`` and ``y`` as one batch.

    Raises
    ------
    ExperimentError
        If they are not that.
    """
    inputs = checked_inputs(plan, x)
    targets = _checked_labels(plan, y) if plan.task == "classification" else _checked_targets(plan, y)
    if len(targets) != len(inputs):
        raise ExperimentError(f"y: got {len(targets)} rows for {len(inputs)} rows of x, takes as many")
    if plan.running_units and len(inputs) == 1:
        raise ExperimentError("x: got 1 sample, takes at least 2: batch normalization needs their variance")
    return Batch(inputs, targets)


def _checked_labels(plan: Plan, y: ArrayLike) -> NDArray[np.int64]:
    array = as_array("y", y)
    if array.ndim != 1 or not array.size or array.dtype.kind not in "iub":
        raise ExperimentError(
            f"y: got {array.dtype} of shape {array.shape}, takes whole class labels of shape (batch,)"
        )
    if array.min() < 0 or array.max() >= plan.targets:
        raise ExperimentError(
            f"y: got labels from {array.min()} to {array.max()}, takes 0 to {plan.targets - 1}"
        )
    return np.ascontiguousarray(array, dtype=np.int64)


def _checked_targets(plan: Plan, y: ArrayLike) -> FloatArray:
    array = as_array("y", y)
    if array.ndim != 2 or array.shape[1] != plan.targets or array.dtype.kind not in "fiub":
        raise ExperimentError(
            f"y: got {array.dtype} of shape {array.shape}, takes numbers of shape (batch, {plan.targets})"
        )
    return _in_precision(plan, array)


def _in_precision(plan: Plan, array: NDArray[Any]) -> FloatArray:
    """``array`` as the network computes; what is too large for its numbers becomes infinite."""
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(array, dtype=plan.dtype)


def checked_parameters(plan: Plan, mapping: Mapping[str, ArrayLike]) -> FloatArray:
    """``mapping`` of all parameters as one flat vector.

    Raises
    ------
    ExperimentError
        If it is no mapping, a name is unknown or missing, or a shape does not fit.
    """
    if not isinstance(mapping, Mapping):
        raise ExperimentError(f"parameters: got {type(mapping).__name__}, takes arrays by name")
    for kind, names, known in (("unknown", mapping, plan.slots), ("missing", plan.slots, mapping)):
        odd = [name for name in names if name not in known]
        if odd:
            raise ExperimentError(f"parameters: {kind}: {listed(odd)}; takes {listed(list(plan.slots))}")
    flat = np.empty(plan.parameter_count, plan.dtype)
    for name, slot in plan.slots.items():
        array = as_array(f"parameters: {name}", mapping[name])
        if array.shape != slot.shape or array.dtype.kind not in "fiub":
            raise ExperimentError(
                f"parameters: {name} got {array.dtype} of shape {array.shape}, "
                f"takes numbers of shape {slot.shape}"
            )
        flat[slot.start : slot.stop] = _in_precision(plan, array).ravel()
    return flat
