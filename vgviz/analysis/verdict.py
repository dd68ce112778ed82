"""The verdict: in one word and one sentence, how the gradient fares on its way back."""

from dataclasses import dataclass
from math import inf, isfinite, isnan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.layer_words import layer_in_words
from vgviz.engine.telemetry import FloatArray, Snapshot
from vgviz.number_format import number

Kind = Literal["healthy", "vanishing", "exploding", "dead", "not_a_number"]
VANISHING_BELOW = 1e-3
EXPLODING_ABOVE = 1e3
SMALLEST, LARGEST = 1e-323, 1e308  # that float64 can tell from 0 and from infinity


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to think of a snapshot.

    ``ratio`` is the first layer's RMS gradient over the output layer's; NaN where both are 0. The sentence
    says the kind in capitals, then the number.
    """

    kind: Kind
    ratio: float
    sentence: str


def verdict(
    snapshot: Snapshot, vanishing_below: float = VANISHING_BELOW, exploding_above: float = EXPLODING_ABOVE
) -> Verdict:
    """Judge a snapshot from its per-layer numbers; takes some microseconds.

    Not a number comes before all else, then a layer without a single live unit, then what the first
    layer's gradient is beside the output layer's: below ``vanishing_below``, 1e-3, it vanishes, above
    ``exploding_above``, 1e3, it explodes. A gradient that is exactly 0 although units are alive has vanished
    too, except where the output has no error left.

    dL/dW is the error that came back times the activation that went forward. Weights that are all too large
    (or too small) let both grow (or shrink), in opposite directions, and the products are alike in every
    layer. So where they are alike, the error itself, delta, is judged by the same bounds.
    """
    ratio = snapshot.vanishing_ratio
    broken = _first_not_finite(snapshot)
    if broken:
        return Verdict("not_a_number", ratio, f"NOT A NUMBER: {broken}")
    dead = _dead(snapshot)
    if dead:
        return Verdict("dead", ratio, f"DEAD: {dead}")
    if snapshot.delta_rms[-1] == 0:
        return Verdict("healthy", ratio, "HEALTHY: the output’s error is exactly 0, nothing is left to learn")
    if snapshot.grad_weight_rms[0] == 0:
        return Verdict("vanishing", ratio, f"VANISHING: {_exact_zero(snapshot)}")
    if snapshot.grad_weight_rms[-1] == 0:
        return Verdict("healthy", ratio, "HEALTHY: the output layer’s errors cancel exactly on this batch")
    bounds = vanishing_below, exploding_above
    return _from_ratio(ratio, *bounds) or _from_error(snapshot, *bounds) or _healthy(ratio)


def _from_ratio(ratio: float, vanishing_below: float, exploding_above: float) -> Verdict | None:
    sentence = f"layer 1 gets {_share(ratio)} the last layer’s gradient"
    if ratio < vanishing_below:
        return Verdict("vanishing", ratio, f"VANISHING: {sentence}")
    if ratio > exploding_above:
        return Verdict("exploding", ratio, f"EXPLODING: {sentence}")
    return None


def _from_error(snapshot: Snapshot, vanishing_below: float, exploding_above: float) -> Verdict | None:
    with np.errstate(over="ignore", under="ignore"):
        growth = float(snapshot.delta_rms[0] / snapshot.delta_rms[-1])
    sentence = f"the error that reaches layer 1 is {_share(growth)} the output’s"
    if growth < vanishing_below:
        return Verdict("vanishing", snapshot.vanishing_ratio, f"VANISHING: {sentence}")
    if growth > exploding_above:
        return Verdict("exploding", snapshot.vanishing_ratio, f"EXPLODING: {sentence}")
    return None


def _healthy(ratio: float) -> Verdict:
    return Verdict("healthy", ratio, f"HEALTHY: layer 1 gets {_share(ratio)} the last layer’s gradient")


def _share(ratio: float) -> str:
    if ratio == 0:
        return f"less than {number(SMALLEST, 1)} of"
    if ratio == inf:
        return f"more than {number(LARGEST, 1)} times"
    return f"{number(ratio, 2)} {'of' if ratio < 1 else 'times'}"


def _first_not_finite(snapshot: Snapshot) -> str:
    """Where a step first leaves the finite numbers: weights, forward pass, loss, then the way back.

    A spread of z too large for a number is no fault as long as loss and gradients are finite.
    """
    gradients = np.maximum(snapshot.grad_weight_norm, snapshot.grad_bias_norm)
    if isfinite(snapshot.loss) and np.isfinite(gradients).all() and np.isfinite(snapshot.weight_norm).all():
        return ""
    for values, what in (
        (snapshot.weight_norm, "weights"),
        (snapshot.pre_activation_std, "pre-activations z"),
    ):
        bad = _not_finite(values)
        if bad.size:
            return f"the {what} of {layer_in_words(int(bad[0]), snapshot.layers)} are {_name(values[bad[0]])}"
    if not isfinite(snapshot.loss):
        return f"the loss is {_name(snapshot.loss)}"
    bad = _not_finite(gradients)
    return f"the gradient of {layer_in_words(int(bad[-1]), snapshot.layers)} is {_name(gradients[bad[-1]])}"


def _not_finite(values: FloatArray) -> NDArray[np.intp]:
    return np.flatnonzero(~np.isfinite(values))


def _name(value: float) -> str:
    return "NaN" if isnan(value) else "infinite"


def _dead(snapshot: Snapshot) -> str:
    dead = np.flatnonzero(snapshot.dead_fraction[:-1] == 1)
    if dead.size == 1:
        return f"every unit of layer {dead[0] + 1} has f′ = 0 on every sample, so no gradient gets past it"
    if dead.size:
        # A layer that gives only zeros kills the ReLU layers after it, so the first one is the cause.
        return f"in {dead.size} layers, first in layer {dead[0] + 1}, every unit has f′ = 0 on every sample"
    silent = snapshot.activation_mean[-2] == 0 and snapshot.activation_std[-2] == 0
    if silent and snapshot.grad_weight_rms[-1] == 0 and snapshot.delta_rms[-1] > 0:
        return "the output layer’s inputs are all 0, so its weights get no gradient"
    return ""


def _exact_zero(snapshot: Snapshot) -> str:
    """Why the first layer's gradient is exactly 0 although no layer is dead."""
    severed = np.flatnonzero(snapshot.weight_norm[1:] == 0)
    if severed.size:
        where = layer_in_words(int(severed[-1]) + 1, snapshot.layers)
        return f"layer 1 gets exactly 0, because all weights of {where} are 0"
    precision = snapshot.experiment.precision
    # The product of two numbers above this one can still be written.
    if snapshot.delta_rms[0] > np.sqrt(np.finfo(precision).tiny):
        return "layer 1 gets exactly 0, because its inputs are all 0"
    zeros = int(np.argmax(snapshot.grad_weight_rms > 0))
    layers = "layer 1 gets" if zeros == 1 else f"layers 1 to {zeros} get"
    return f"{layers} exactly 0 (underflow: too small for {precision})"
