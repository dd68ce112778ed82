"""Units whose f' lets no gradient through: saturated ones and dead ones."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from vgviz.analysis.remedies import (
    Prediction,
    Remedy,
    as_long_again,
    tenth_of_the_learning_rate,
    use_batch_normalization,
    use_leaky_relu,
    use_relu,
    within,
)
from vgviz.analysis.sight import Sight
from vgviz.engine.initialization import first_slope
from vgviz.engine.plan import blended
from vgviz.engine.reference import function_and_derivative
from vgviz.engine.telemetry import SATURATED_BELOW, Snapshot
from vgviz.experiment import Activation
from vgviz.number_format import number, percent

History = Sequence[Snapshot]
NEAR = 0.5  # of u = steepness z, on both sides of 0: where a function that saturates far out is alive


def saturated(snapshot: Snapshot, _history: History, threshold: float) -> Sight | None:
    """Most of a layer's f' small, where the function saturates on both sides of a live middle."""
    hidden = snapshot.experiment.network.hidden
    judged = np.array([saturates_on_both_sides(layer.activation) for layer in hidden])
    share = np.where(judged, snapshot.saturated_fraction[:-1], 0.0)
    layer = int(np.argmax(share))
    small = float(share[layer])
    if not small > threshold:
        return None
    seen = f"In layer {layer + 1}, {percent(small, 0)} of all f′ are below a tenth of the function’s largest."
    spread = number(float(snapshot.pre_activation_std[layer]), 2)
    why = (
        f"Its inputs z are spread by {spread}, far into the flat ends of the function. "
        "What comes back is multiplied by these small f′."
    )
    remedies = (_normalized(snapshot, threshold), _rectified())
    return Sight(layer, small, seen, why, tuple(r for r in remedies if r is not None))


@lru_cache(maxsize=64)
def saturates_on_both_sides(activation: Activation) -> bool:
    """Whether f' goes to 0 on both sides but not near 0, so that small f' means inputs that are too large."""
    if any(kind.saturates != "both" for kind in blended(activation) if kind is not None):
        return False
    z = np.array([[0.0], [-NEAR], [NEAR]]) / activation.steepness
    grid = np.linspace(-4.0, 4.0, 81)[:, np.newaxis] / activation.steepness
    slope = np.full(1, first_slope(activation))
    near = np.abs(function_and_derivative(activation, z[1:], slope)[1])
    largest = np.abs(function_and_derivative(activation, grid, slope)[1]).max()
    return bool((near >= SATURATED_BELOW * largest).all())


def dead(snapshot: Snapshot, _history: History, threshold: float) -> Sight | None:
    """Nearly all units of a layer with f' = 0 on every sample."""
    share = snapshot.dead_fraction[:-1]
    layer = int(np.argmax(share >= threshold))
    dead_share = float(share[layer])
    if not dead_share >= threshold:
        return None
    units = round(dead_share * snapshot.widths[layer + 1])
    seen = f"In layer {layer + 1}, {units} of {snapshot.widths[layer + 1]} units have f′ = 0 on every sample."
    revival = "only layers before it that change" if layer else "nothing"
    why = (
        "Their z is on the flat side of the function for every sample, so no gradient reaches their weights "
        f"and {revival} can bring them back. A step that was too large, or weights and biases that started "
        "there, has put them there."
    )
    return Sight(
        layer, dead_share, seen, why, (_leaky(), _normalized_dead(threshold), _gentler(snapshot, threshold))
    )


def _most_saturated(snapshot: Snapshot) -> float:
    return float(snapshot.saturated_fraction[:-1].max())


def _mean_derivative(snapshot: Snapshot) -> float:
    return float(snapshot.derivative_mean[:-1].mean())


def _most_dead(snapshot: Snapshot) -> float:
    return float(snapshot.dead_fraction[:-1].max())


def _normalized(snapshot: Snapshot, threshold: float) -> Remedy | None:
    if all(layer.normalization != "none" for layer in snapshot.experiment.network.hidden):
        return None
    sentence = (
        f"Normalized inputs have a spread of 1, and less than {percent(threshold, 0)} of f′ should be small."
    )
    prediction = Prediction(sentence, 0.1, 0.0, threshold, _most_saturated)
    return Remedy("Batch normalization", use_batch_normalization, prediction)


def _rectified() -> Remedy:
    sentence = "ReLU has no flat end for positive z: about half of all f′ are 1."
    prediction = Prediction(sentence, 0.5, 0.2, 0.8, _mean_derivative)
    return Remedy("ReLU with He’s initialization", use_relu, prediction, restarts=True)


def _leaky() -> Remedy:
    sentence = "Leaky ReLU has a slope of 0.01 on the flat side: no unit is dead."
    return Remedy("Leaky ReLU", use_leaky_relu, Prediction(sentence, 0.0, 0.0, 0.0, _most_dead))


def _normalized_dead(threshold: float) -> Remedy:
    sentence = "Batch normalization puts about half of a unit’s samples on the live side."
    prediction = Prediction(sentence, 0.0, 0.0, threshold, _most_dead)
    return Remedy("Batch normalization", use_batch_normalization, prediction)


def _gentler(snapshot: Snapshot, threshold: float) -> Remedy:
    wait = as_long_again(snapshot)
    sentence = f"After a restart, smaller steps should leave more units alive {within(wait)}."
    return tenth_of_the_learning_rate(Prediction(sentence, threshold, 0.0, threshold, _most_dead, wait))
