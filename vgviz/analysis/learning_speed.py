"""Which layer learns last, and by how much (Nielsen 2015, chapter 5)."""

from dataclasses import dataclass
from math import nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import FloatArray, Snapshot
from vgviz.number_format import number

Quantity = Literal["gradient", "update", "distance"]
EQUAL_BELOW = 1.5  # times
FEWEST_LAYERS = 2

_WORDS: dict[str, tuple[str, str, str, str]] = {
    "gradient": (
        "learns {} times slower than",
        "learn about equally fast",
        "do not learn at all",
        "none learns",
    ),
    "update": (
        "changes {} times less in a step than",
        "change about equally much in a step",
        "do not change at all",
        "none changes",
    ),
    "distance": (
        "has moved {} times less than",
        "have moved about equally far",
        "have not moved at all",
        "none has moved",
    ),
}


@dataclass(frozen=True, slots=True)
class LearningSpeed:
    """How fast the hidden layers learn beside each other.

    Attributes
    ----------
    ratio : how many times slower the slowest is than the fastest; infinite where it does not learn at all.
    sentence, short : the same in words, layers counted from 1; "" (and NaN) where nothing compares.
    """

    ratio: float
    sentence: str
    short: str


def learning_speed(speeds: FloatArray, quantity: Quantity = "gradient") -> LearningSpeed:
    """Compare the hidden layers.

    Parameters
    ----------
    speeds : of each weight layer, the output layer last; `speed_figures` gives them.
    quantity : what they are, for the words.
    """
    hidden = np.asarray(speeds, dtype=np.float64)[:-1]
    if hidden.size < FEWEST_LAYERS or not np.isfinite(hidden).all():
        return LearningSpeed(nan, "", "")
    slowest, fastest = int(np.argmin(hidden)), int(np.argmax(hidden))
    slower, equal, still, none = _WORDS[quantity]
    if hidden[fastest] == 0:
        return LearningSpeed(nan, f"The hidden layers {still}", none)
    if hidden[slowest] == 0:
        zeros = np.flatnonzero(hidden == 0)
        sentence = f"{_layers(zeros)} {still if zeros.size > 1 else _singular(still)}"
        return LearningSpeed(np.inf, sentence, sentence)
    with np.errstate(over="ignore"):
        ratio = float(hidden[fastest] / hidden[slowest])
    if ratio < EQUAL_BELOW:
        return LearningSpeed(ratio, f"All hidden layers {equal}", "all about equal")
    times = number(float(f"{ratio:.2g}"), 1 if ratio >= 1e6 else 2)
    sentence = f"Layer {slowest + 1} {slower.format(times)} layer {fastest + 1}"
    return LearningSpeed(ratio, sentence, f"layer {slowest + 1}: {times}× slower")


def speed_figures(snapshot: Snapshot) -> dict[Quantity, NDArray[np.float64]]:
    """The three figures of each weight layer: norm(dL/db), update ratio, norm(W - W0) / norm(W0)."""
    return {
        "gradient": np.asarray(snapshot.grad_bias_norm, dtype=np.float64),
        "update": np.asarray(snapshot.update_ratio, dtype=np.float64),
        "distance": np.asarray(snapshot.distance_from_start, dtype=np.float64),
    }


def _layers(layers: NDArray[np.intp]) -> str:
    if layers.size == 1:
        return f"Layer {layers[0] + 1}"
    if layers[-1] - layers[0] == layers.size - 1:
        return f"Layers {layers[0] + 1} to {layers[-1] + 1}"
    return f"{layers.size} layers"


def _singular(words: str) -> str:
    return words.replace("do not", "does not").replace("have not", "has not")
