"""Where signals die out and where they grow chaotic: weight variance against bias variance.

Between the two lies the critical line, on which chi = 1 and gradients neither vanish nor explode with depth
(Schoenholz et al. 2017).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isclose, sqrt
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from vgviz.analysis.gaussian import derivative_of, function_of, mean_square
from vgviz.analysis.mean_field import fixed_variance
from vgviz.analysis.predicted_gradient import Spread, weight_square
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.engine.initialization import gain_of
from vgviz.experiment import Activation, Experiment, Init

FloatArray = NDArray[np.floating[Any]]

SMALLEST_Q, LARGEST_Q, POINTS = 1e-4, 1e4, 65
SAME = 1e-2  # share by which a fixed point that is found may differ from the one that was put in
HIGHEST = 1e6  # bias variance that stands for any
FIXED = ("constant", "zeros")  # schemes whose weights have no variance


_lines: dict[Activation, "CriticalLine"] = {}  # those that have been found


@dataclass(frozen=True, slots=True, eq=False)
class CriticalLine:
    """Points with chi = 1, bias variance growing; empty where gradients vanish whatever the weights.

    Attributes
    ----------
    weight_variance, bias_variance : sigma_w^2 and sigma_b^2, shape (points,).
    """

    weight_variance: FloatArray
    bias_variance: FloatArray

    def at(self, bias_variance: float) -> float:
        """sigma_w^2 where the line passes this height; NaN where it does not."""
        if not self.bias_variance.size:
            return float("nan")
        ends = {"left": np.nan, "right": np.nan}
        return float(np.interp(bias_variance, self.bias_variance, self.weight_variance, **ends))


def critical_line(
    activation: Activation, tell: Callable[[float], None] = lambda _share: None
) -> CriticalLine:
    """The line between order and chaos of a function.

    On it sigma_w^2 = 1 / E f'^2 and sigma_b^2 = q - sigma_w^2 E f^2, for z ~ N(0, q) and every q to which
    the variances lead. Where the function has no scale of its own, as ReLU, one weight variance is critical
    for all biases. It takes a second the first time; ``tell`` is told the share that is done.
    """
    if activation not in _lines:
        _lines[activation] = _found_line(activation, tell)
    return _lines[activation]


def _found_line(activation: Activation, tell: Callable[[float], None]) -> CriticalLine:
    f, derivative = function_of(activation), derivative_of(activation)
    q = np.geomspace(SMALLEST_Q, LARGEST_Q, POINTS)
    slopes, squares = np.empty(q.size), np.empty(q.size)
    for place, variance in enumerate(q.tolist()):
        tell(place / q.size / 2.0)
        slopes[place], squares[place] = mean_square(derivative, variance), mean_square(f, variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = 1.0 / slopes
        biases = q - weights * squares
    if np.all(np.abs(biases) <= 1e-6 * q):
        return CriticalLine(weights[[0, 0]], np.array([0.0, HIGHEST]))
    return _rising(*_from_zero(activation, q, weights, biases, tell))


def _from_zero(
    activation: Activation,
    q: FloatArray,
    weights: FloatArray,
    biases: FloatArray,
    tell: Callable[[float], None],
) -> tuple[FloatArray, FloatArray]:
    """The points that can be reached, from the one without biases on."""
    real = np.isfinite(weights) & (biases >= 0.0)
    for index in np.flatnonzero(real).tolist():
        tell(0.5 + index / q.size / 2.0)
        found = fixed_variance(activation, float(weights[index]), float(biases[index]))
        real[index] = isclose(found, q[index], rel_tol=SAME)
    places = np.flatnonzero(real)
    if not places.size:
        return np.empty(0), np.empty(0)
    first = int(places[0])
    ends: tuple[list[float], list[float]] = ([], [])
    if biases[first] > 0.0:  # where the line leaves the axis, between two points or below the first
        before = first - 1
        share = biases[first] / (biases[first] - biases[before]) if before >= 0 else 0.0
        below = weights[first] + share * (weights[before] - weights[first]) if before >= 0 else weights[first]
        ends = ([float(below)], [0.0])
    return np.append(ends[0], weights[places]), np.append(ends[1], biases[places])


def _rising(weights: FloatArray, biases: FloatArray) -> CriticalLine:
    """Leave out what turns back."""
    if not weights.size:
        return CriticalLine(weights, biases)
    rises = np.append(True, biases[1:] > np.maximum.accumulate(biases)[:-1])
    return CriticalLine(weights[rises], biases[rises])


def network_variances(widths: tuple[int, ...], spread: Spread) -> tuple[float, float]:
    """sigma_w^2 and sigma_b^2 of a network: means over its hidden layers.

    The first one counts only where it is alone: its inputs are the data, not a layer.
    """
    layers = range(1, len(widths) - 2) if len(widths) > 3 else range(len(widths) - 2)
    weights = [widths[layer] * spread.weights[layer] for layer in layers]
    return float(np.mean(weights)), float(np.mean([spread.biases[layer] for layer in layers]))


def with_variances(
    experiment: Experiment, widths: tuple[int, ...], weight_variance: float, bias_variance: float
) -> Experiment:
    """The experiment with the gain and the biases that let its network start with about these variances.

    Both get three digits, as many as a hand can aim at: settings are to be read.
    A scheme whose weights do not follow a gain gives way to LeCun's normal one.
    """
    init, width = experiment.network.init, widths[1]
    activation = experiment.network.hidden[0].activation
    gain, now = gain_of(init, activation), width * weight_square(experiment, activation, width, width, 1.0)
    bias_std = _three_digits(sqrt(bias_variance))
    if init.scheme in FIXED or INITIALIZERS[init.scheme].fits_data or not now > 0.0:
        changed = Init("lecun_normal", _three_digits(sqrt(weight_variance)), bias_std)
    else:
        changed = replace(init, gain=_three_digits(gain * sqrt(weight_variance / now)), bias_std=bias_std)
    return replace(experiment, network=replace(experiment.network, init=changed))


def _three_digits(value: float) -> float:
    return float(f"{value:.2e}")
