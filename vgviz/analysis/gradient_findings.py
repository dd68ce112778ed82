"""Gradients that vanish, explode, grow by batch normalization or underflow."""

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.predicted_gradient import predicted_ratio
from vgviz.analysis.remedies import (
    Prediction,
    Remedy,
    as_long_again,
    gradient_remedies,
    tenth_of_the_learning_rate,
    use_epsilon,
    use_float64,
    vanishing_ratio,
    within,
)
from vgviz.analysis.sight import Sight
from vgviz.analysis.verdict import VANISHING_BELOW, Verdict, verdict
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Training
from vgviz.number_format import TIMES, magnitude, number, setting

History = Sequence[Snapshot]


def vanishing(snapshot: Snapshot, _history: History, threshold: float) -> Sight | None:
    """The verdict's vanishing, below ``threshold``."""
    judged = verdict(snapshot, vanishing_below=threshold)
    if judged.kind != "vanishing":
        return None
    return Sight(0, judged.ratio, _said(judged), _product(snapshot), gradient_remedies(snapshot))


def exploding(snapshot: Snapshot, _history: History, threshold: float) -> Sight | None:
    """The verdict's exploding, above ``threshold``, and numbers that have been lost by it."""
    judged = verdict(snapshot, exploding_above=threshold)
    if judged.kind == "exploding":
        return Sight(0, judged.ratio, _said(judged), _product(snapshot), gradient_remedies(snapshot))
    if judged.kind == "not_a_number":
        why, remedies = _lost_numbers(snapshot)
        return Sight(0, judged.ratio, _said(judged), why, remedies)
    return None


def _lost_numbers(snapshot: Snapshot) -> tuple[str, tuple[Remedy, ...]]:
    """Why there are no numbers left, and what helps."""
    finite = _finite_loss(snapshot)
    if _divided_by_zero(snapshot):
        why = "With ε = 0, a parameter whose gradients have all been 0 moves by 0 / 0, which has no value."
        return why, (Remedy(f"ε = {setting(Training().epsilon)}", use_epsilon, finite, restarts=True),)
    why = "Numbers have grown beyond what can be written, and what is computed with them has no value."
    return why, (*gradient_remedies(snapshot), tenth_of_the_learning_rate(finite))


def _divided_by_zero(snapshot: Snapshot) -> bool:
    """Whether weights have become NaN, and none infinite, under an optimizer that divides by no ε."""
    training = snapshot.experiment.training
    if training.epsilon > 0.0 or "epsilon" not in OPTIMIZERS[training.optimizer].numbers:
        return False
    weights = snapshot.parameters.values()
    lost = any(np.isnan(array).any() for array in weights)
    return lost and not any(np.isinf(array).any() for array in weights)


def batch_norm_growth(snapshot: Snapshot, _history: History, threshold: float) -> Sight | None:
    """An error that grows by more than ``threshold`` through layers with batch normalization."""
    hidden = snapshot.experiment.network.hidden
    normalized = [layer.normalization == "batch" for layer in hidden]
    last = len(hidden) - 1
    if sum(normalized) <= last / 2 or last == 0:
        return None
    with np.errstate(all="ignore"):
        growth = float(snapshot.delta_rms[0] / snapshot.delta_rms[last])
    if not threshold < growth < inf:
        return None
    times, each = number(growth, 2), number(growth ** (1 / last))
    seen = f"From layer {last + 1} back to layer 1 the error grows {times} times, {TIMES}{each} a layer."
    why = (
        "Batch normalization divides by the spread over the batch, which f makes small. With ReLU, in "
        "wide networks, that multiplies the error by at least 1.21 a layer at any gain (Yang et al. 2019)."
    )
    return Sight(0, growth, seen, why, gradient_remedies(snapshot))


def underflow(snapshot: Snapshot, _history: History, threshold: float) -> Sight | None:
    """A gradient below ``threshold`` times the smallest normal number, with nothing else to cut it off."""
    precision = snapshot.experiment.precision
    smallest = float(np.finfo(precision).smallest_normal)
    rms = snapshot.grad_weight_rms
    if verdict(snapshot).kind != "vanishing" or (snapshot.weight_norm == 0).any():
        return None
    # A layer whose error is not tiny has a gradient of 0 for another reason, such as inputs of 0.
    low = (rms < threshold * smallest) & (snapshot.delta_rms < np.sqrt(smallest))
    if not low.any():
        return None
    layer = int(np.flatnonzero(low)[-1])
    first = "layer 1" if layer == 0 else f"layers 1 to {layer + 1}"
    seen = f"The gradients of {first} are 0 or lose digits: {precision} ends at {magnitude(smallest)}."
    why = "The product of the chain rule is smaller than the smallest number that can be written in full."
    remedies = gradient_remedies(snapshot)
    if precision == "float32":
        remedies = (*remedies, _double_precision(snapshot))
    return Sight(layer, float(rms[layer]), seen, why, remedies)


def _said(judged: Verdict) -> str:
    sentence = judged.sentence.partition(": ")[2]
    return f"{sentence[0].upper()}{sentence[1:]}."


def _product(snapshot: Snapshot) -> str:
    """The chain rule's typical factors in a sentence."""
    derivative = _typical(snapshot.derivative_factor)
    with np.errstate(all="ignore"):
        weights = _typical(snapshot.weight_factor * snapshot.normalization_factor * snapshot.skip_factor)
    return (
        "On its way back through a layer the error is typically multiplied by "
        f"{number(weights, 2)} (weights, normalization, skip) and by {number(derivative, 2)} (f′), "
        f"and the network has {snapshot.layers - 1} hidden layers."
    )


def _typical(factors: NDArray[np.floating[Any]]) -> float:
    usable = factors[np.isfinite(factors)]
    with np.errstate(over="ignore"):
        return float(np.median(usable)) if usable.size else float("nan")


def _finite_loss(snapshot: Snapshot) -> Prediction:
    wait = as_long_again(snapshot)
    sentence = f"After a restart the loss should stay a number {within(wait)}."
    largest = float(np.finfo(np.float64).max)
    return Prediction(sentence, 1.0, 0.0, largest, _loss, wait)


def _loss(snapshot: Snapshot) -> float:
    return snapshot.loss


def _double_precision(snapshot: Snapshot) -> Remedy:
    ratio = predicted_ratio(snapshot.experiment, snapshot.widths)
    sentence = (
        f"Layer 1 still gets only about {number(ratio, 1)} of the last layer’s gradient, but no longer 0."
    )
    low, high = np.finfo(np.float64).tiny, VANISHING_BELOW
    prediction = Prediction(sentence, ratio, float(low), high, vanishing_ratio)
    return Remedy("float64", use_float64, prediction, restarts=True)
