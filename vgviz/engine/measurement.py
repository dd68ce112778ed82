"""A network measured on one batch, in plain NumPy: the twin of the compiled telemetry."""

from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.batch import Batch
from vgviz.engine.losses import accuracy
from vgviz.engine.norms import norm, root_mean_square
from vgviz.engine.plan import (
    SKIP,
    UNIT_ROW,
    Plan,
    largest_derivative,
)
from vgviz.engine.reference import LayerPass, loss_and_gradient
from vgviz.engine.telemetry import LAYER_FIELDS, SATURATED_BELOW, UNIT_FIELDS, Measurement
from vgviz.engine.training_state import TrainingState

FloatArray = NDArray[np.floating[Any]]


def measure(plan: Plan, state: TrainingState, batch: Batch, gradient: FloatArray) -> Measurement:
    """Measure the network on one batch, filling ``gradient``."""
    loss, gradient[...], passes = loss_and_gradient(plan, state, batch)
    passes = [in_float64(layer) for layer in passes]
    parameters, start = state.parameters, plan.named(state.start)
    layers = np.full((len(LAYER_FIELDS), plan.depth), np.nan)
    units = np.empty((len(UNIT_FIELDS), plan.unit_count))
    with np.errstate(all="ignore"):
        for index, layer in enumerate(passes):
            above = passes[index + 1] if index + 1 < plan.depth else None
            row = _layer_statistics(plan, index, layer, above, parameters, gradient)
            row["update_ratio"] = _update_ratio(plan, index, state.change, row["weight_norm"])
            row["distance_from_start"] = _distance(plan.named(parameters), start, f"layers.{index}.weight")
            layers[:, index] = [row[field] for field in LAYER_FIELDS]
            first = int(plan.layers[index, UNIT_ROW])
            units[:, first : first + layer.z.shape[1]] = _unit_statistics(
                plan, index, layer, parameters, gradient
            )
    return Measurement(loss, accuracy(plan.loss, passes[-1].z, batch.y), gradient, layers, units)


def in_float64(layer: LayerPass) -> LayerPass:
    """A pass whose statistics do not depend on the order in which they are added up."""
    exact = replace(layer)
    for name in (entry.name for entry in fields(layer)):
        if isinstance(getattr(layer, name), np.ndarray):
            setattr(exact, name, getattr(layer, name).astype(np.float64, copy=False))
    return exact


def _layer_statistics(
    plan: Plan,
    index: int,
    layer: LayerPass,
    above: LayerPass | None,
    parameters: FloatArray,
    gradient: FloatArray,
) -> dict[str, float]:
    gradients = plan.named(gradient)
    weight_gradient = gradients[f"layers.{index}.weight"]
    delta = _delta(layer)
    return {
        "grad_weight_norm": norm(weight_gradient),
        "grad_weight_rms": float(root_mean_square(weight_gradient)),
        "grad_bias_norm": norm(delta.sum(axis=0)),
        "delta_rms": len(delta) * float(root_mean_square(delta)),
        **_factors(plan, index, layer, above),
        "activation_mean": float(np.mean(layer.activation)),
        "activation_std": float(np.std(layer.activation)),
        "pre_activation_std": float(np.std(layer.z)),
        "derivative_mean": float(np.mean(layer.derivative)),
        "saturated_fraction": float(np.mean(_saturated_in(plan, index, layer, parameters))),
        "dead_fraction": float(np.mean((layer.derivative == 0.0).all(axis=0))),
        "weight_norm": norm(plan.named(parameters)[f"layers.{index}.weight"]),
    }


def _factors(plan: Plan, index: int, layer: LayerPass, above: LayerPass | None) -> dict[str, float]:
    """The chain rule's factors from the layer above back to this one; NaN at the output layer."""
    names = ("normalization_factor", "weight_factor", "skip_factor", "derivative_factor")
    if above is None:
        return dict.fromkeys(names, float("nan"))
    way = (above.delta, above.linear_delta, layer.through_weights, layer.incoming, layer.delta)
    factors = {
        name: _ratio(after, before) for name, (before, after) in zip(names, pairwise(way), strict=True)
    }
    if above.normalized is None:
        factors["normalization_factor"] = 1.0
    if not plan.layers[index + 1, SKIP]:
        factors["skip_factor"] = 1.0
    return factors


def _ratio(after: FloatArray | None, before: FloatArray | None) -> float:
    assert after is not None, "measured before the backward pass"
    assert before is not None, "measured before the backward pass"
    return float(np.float64(norm(after)) / np.float64(norm(before)))


def _update_ratio(plan: Plan, index: int, change: FloatArray, weight_norm: float) -> float:
    return float(np.float64(norm(plan.named(change)[f"layers.{index}.weight"])) / np.float64(weight_norm))


def _distance(now: Mapping[str, FloatArray], start: Mapping[str, FloatArray], name: str) -> float:
    first = start[name].astype(np.float64)
    return float(np.float64(norm(now[name] - first)) / np.float64(norm(first)))


def _unit_statistics(
    plan: Plan, index: int, layer: LayerPass, parameters: FloatArray, gradient: FloatArray
) -> FloatArray:
    delta = _delta(layer)
    return np.stack(
        (
            layer.activation.mean(axis=0),
            len(delta) * root_mean_square(delta, axis=0),
            layer.derivative.mean(axis=0),
            _saturated_in(plan, index, layer, parameters).mean(axis=0),
            root_mean_square(plan.named(gradient)[f"layers.{index}.weight"], axis=0),
        )
    )


def saturated(plan: Plan, index: int, layer: LayerPass, slope: FloatArray | None) -> NDArray[np.bool_]:
    """Where abs(f') is below a tenth of its largest; ``slope`` are learned slopes, shape (units,)."""
    largest = largest_derivative(plan.values[index], np.zeros(1) if slope is None else slope)
    return np.asarray(np.abs(layer.derivative) < SATURATED_BELOW * largest)


def _saturated_in(plan: Plan, index: int, layer: LayerPass, parameters: FloatArray) -> NDArray[np.bool_]:
    return saturated(plan, index, layer, plan.named(parameters).get(f"layers.{index}.slope"))


def _delta(layer: LayerPass) -> FloatArray:
    assert layer.delta is not None, "measured before the backward pass"
    return layer.delta
