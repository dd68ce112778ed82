"""Steps that are too large or too small, and weights that do not move at all."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.remedies import Prediction, Remedy, gradient_remedies, times_learning_rate
from vgviz.analysis.sight import Sight
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.number_format import number, percent

FloatArray = NDArray[np.floating[Any]]
History = Sequence[Snapshot]

SETTLED_STEP = 10  # the first steps of a run may be large
REMEMBERED = 9  # moments over which the median is taken
GOOD_UPDATE = 1e-3  # a rule of thumb for a step's change of the weights (Karpathy 2015, CS231n)
LEARNED_ERROR = 0.05  # below this RMS error of the outputs there is little left to learn


def updates_too_large(snapshot: Snapshot, history: History, threshold: float) -> Sight | None:
    """A step changes a layer's weights by more than ``threshold`` of their norm."""
    if snapshot.step < SETTLED_STEP:
        return None
    ratios = _update_ratios(snapshot, history)
    if ratios is None:
        return None
    layer = int(np.argmax(np.where(np.isfinite(ratios), ratios, 0.0)))
    ratio = float(ratios[layer])
    if not ratio > threshold:
        return None
    seen = f"A step changes the weights of layer {layer + 1} by {number(ratio, 2)} of their size."
    why = "Steps this long jump over what they aim at; about a thousandth of the weights’ size is usual."
    return Sight(layer, ratio, seen, why, (_scaled(ratio, 0.0, threshold),))


def updates_too_small(snapshot: Snapshot, history: History, threshold: float) -> Sight | None:
    """A step changes a layer's weights by less than ``threshold`` of their norm, while there is an error."""
    if snapshot.step < SETTLED_STEP or not snapshot.delta_rms[-1] > LEARNED_ERROR:
        return None
    ratios = _update_ratios(snapshot, history)
    if ratios is None:
        return None
    moving = np.where(ratios > 0.0, ratios, np.inf)
    layer = int(np.argmin(moving))
    ratio = float(moving[layer])
    others = float(np.max(np.where(np.isfinite(ratios), ratios, 0.0)))
    falling = snapshot.experiment.training.schedule != "constant"
    if not ratio < threshold or (falling and others < threshold):
        return None
    seen = f"A step changes the weights of layer {layer + 1} by only {number(ratio, 2)} of their size."
    if others < threshold:
        why = "No layer moves much: the learning rate is too small."
        return Sight(layer, ratio, seen, why, (_scaled(others, threshold, 1.0),))
    why = f"Other layers move by up to {number(others, 2)}: it is this layer’s gradient that is too small."
    return Sight(layer, ratio, seen, why, gradient_remedies(snapshot))


def unchanged(snapshot: Snapshot, history: History, threshold: float) -> Sight | None:
    """A layer of which at least ``threshold`` of the weights have not moved at all."""
    former = next((past for past in history if past.parameters and past.widths == snapshot.widths), None)
    if former is None or former.step >= snapshot.step or not snapshot.parameters:
        return None
    names = [f"layers.{layer}.weight" for layer in range(snapshot.layers)]
    shares = np.array([_share_alike(snapshot.parameters[name], former.parameters[name]) for name in names])
    layer = int(np.argmax(shares >= threshold))
    share = float(shares[layer])
    if not share >= threshold or not snapshot.delta_rms[-1] > 0:
        return None
    weights = f"{percent(share, 0)} of the weights of layer {layer + 1}"
    seen = f"{weights} are exactly as they were at step {former.step:,}."
    why = (
        "Its steps are 0, or too small to change a digit of the weights: "
        f"{snapshot.experiment.precision} rounds them away."
    )
    return Sight(layer, share, seen, why, gradient_remedies(snapshot))


def _share_alike(first: FloatArray, second: FloatArray) -> float:
    return np.count_nonzero(first == second) / first.size  # a mean would turn every answer into a number


def _update_ratios(snapshot: Snapshot, history: History) -> FloatArray | None:
    """Each layer's update ratio, the median over the last moments; None before a step of this network."""
    moments = [*history, snapshot]
    others = [place for place, moment in enumerate(moments) if not _is_of(moment, snapshot.experiment)]
    if others:  # the first moment after an edit still has the last step before it
        moments = moments[others[-1] + 2 :]
    moments = [moment for moment in moments if moment.step >= SETTLED_STEP][-REMEMBERED:]
    if not moments:
        return None
    with np.errstate(all="ignore"):
        return np.asarray(np.median([moment.update_ratio for moment in moments], axis=0))


def _is_of(moment: Snapshot, experiment: Experiment) -> bool:
    return moment.experiment is experiment or moment.experiment == experiment


def _scaled(largest: float, low: float, high: float) -> Remedy:
    """A learning rate that brings the largest update ratio closer to the usual one."""
    wanted = max(GOOD_UPDATE / max(largest, 1e-300), 1e-300)
    power = float(np.clip(np.round(np.log10(wanted)), -2, 2)) or (1.0 if wanted > 1.0 else -1.0)
    factor = 10.0**power
    expected = largest * factor
    sentence = f"The largest layer should then change by about {number(expected, 1)} of its size in a step."
    prediction = Prediction(
        sentence, expected, max(low, expected / 30), min(high, expected * 30), _largest_update, SETTLED_STEP
    )
    words = (
        f"{factor:g} times the learning rate"
        if factor > 1
        else f"The learning rate divided by {1 / factor:g}"
    )
    return Remedy(words, times_learning_rate(factor), prediction)


def _largest_update(snapshot: Snapshot) -> float:
    return float(np.max(snapshot.update_ratio))
