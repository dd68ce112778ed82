"""What theory expects of a network's gradient before it has taken a step.

Each layer's pre-activations are taken for Gaussian, with the variance that the layer below and the
initialization give (Poole et al. 2016); squared gradients are multiplied on their way back by fan_out times
the weights' variance times E f'^2 (Schoenholz et al. 2017), divided by the variance where a layer is
normalized, which for batch normalization is that over independent samples (Yang et al. 2019), and a skip adds
what it passes by (Yang and Schoenholz 2017).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.engine.initialization import first_slope, gain_of
from vgviz.engine.norms import norms
from vgviz.engine.plan import LINEAR
from vgviz.engine.reference import function_and_derivative
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Experiment, Layer

FloatArray = NDArray[np.floating[Any]]

NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
SHARES = _WEIGHTS / _WEIGHTS.sum()
SAME = 1e-9  # share by which variances may differ whose moments count as the same
MARGIN = 10.0  # for all that the theory leaves out: the data, the batch, the output layer


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean squares of each layer's weights and biases."""

    weights: tuple[float, ...]
    biases: tuple[float, ...]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Spread":
        """As they are in a network."""

        def squares(kind: str) -> tuple[float, ...]:
            arrays = [snapshot.parameters[f"layers.{layer}.{kind}"] for layer in range(snapshot.layers)]
            sizes = np.array([array.size for array in arrays])
            with np.errstate(over="ignore"):  # an infinite mean square is the answer
                return tuple((np.square(norms(arrays)) / sizes).tolist())

        return cls(squares("weight"), squares("bias"))


@dataclass(slots=True)
class _LayerTheory:
    """Mean squares of one layer: of its inputs, of its weights, and of f'; and what it divides by."""

    inputs: float
    weights: float
    divisor: float
    slope: float
    skips: bool


def predicted_ratio(experiment: Experiment, widths: tuple[int, ...]) -> float:
    """Expected RMS gradient of the first layer's weights over that of the output layer's, at step 0.

    Parameters
    ----------
    widths : units of the input and of every layer, as in a snapshot; inputs count as standardized.
    """
    return float(_predicted(experiment, widths)[0][0])


def predicted_growth(experiment: Experiment, widths: tuple[int, ...]) -> float:
    """Expected RMS error of the first layer over that of the outputs, at step 0; see `predicted_ratio`."""
    return float(_predicted(experiment, widths)[1][0])


def predicted_profile(
    experiment: Experiment, widths: tuple[int, ...], spread: Spread | None = None
) -> FloatArray:
    """Expected RMS gradient of every layer's weights over that of the output layer's, shape (layers,).

    Parameters
    ----------
    spread : mean squares of the weights and of the biases, in place of those that the initialization gives.
    """
    return _predicted(experiment, widths, spread)[0]


def finite_width_deviation(widths: tuple[int, ...]) -> FloatArray:
    """Standard deviation of the logarithm of each layer's gradient around its prediction, shape (layers,).

    The variance of the squared gradient's logarithm grows by about 5 / width with every hidden layer on the
    way back (Hanin 2018), that of its root by a quarter of it; 0 at the output layer.
    """
    passed = np.cumsum([5.0 / width for width in widths[-2:0:-1]])[::-1]
    deviation: FloatArray = 0.5 * np.sqrt(np.append(passed, 0.0))
    return deviation


def finite_width_range(ratio: float, widths: tuple[int, ...]) -> tuple[float, float]:
    """Where a ratio should lie that theory expects to be ``ratio``, in a network of these widths.

    The narrower and deeper a network is, the more gradients differ from the expected one: their logarithm's
    variance grows with the sum of 5 / width over the hidden layers (Hanin 2018).
    """
    spread = MARGIN * exp(finite_width_deviation(widths)[0])
    return ratio / spread, ratio * spread


@lru_cache(maxsize=64)
def _predicted(
    experiment: Experiment, widths: tuple[int, ...], spread: Spread | None = None
) -> tuple[FloatArray, FloatArray]:
    """Ratios of every layer to the last one: of the weights' gradients and of the errors."""
    with np.errstate(all="ignore"):
        return _backward(_forward(experiment.network.hidden, experiment, widths, spread), widths)


def _backward(layers: list[_LayerTheory], widths: tuple[int, ...]) -> tuple[FloatArray, FloatArray]:
    deltas = np.ones(len(layers))
    passed = np.float64(0.0)  # mean squared gradient of the activations above, for skips
    for index in range(len(layers) - 2, -1, -1):
        above = layers[index + 1]
        through = widths[index + 2] * above.weights * deltas[index + 1] / above.divisor
        passed = through + (passed if above.skips else 0.0)
        deltas[index] = layers[index].slope * passed
    inputs = np.array([layer.inputs for layer in layers]) / layers[-1].inputs
    divisors = np.array([layer.divisor for layer in layers])
    divisors[-1] = 1.0  # the output layer is not normalized
    return np.sqrt(deltas / divisors * inputs), np.sqrt(deltas)


def _forward(
    hidden: tuple[Layer, ...], experiment: Experiment, widths: tuple[int, ...], spread: Spread | None
) -> list[_LayerTheory]:
    init = experiment.network.init
    mean, square = 0.0, 1.0  # of the activations
    felt = square  # of them, what does not cancel over a batch of independent samples
    known, moments = (LINEAR, np.nan), (np.nan, np.nan, np.nan)  # those worked out last
    layers = []
    for index, layer in enumerate((*hidden, Layer(widths[-1], LINEAR))):
        if spread is None:
            weights = weight_square(experiment, layer.activation, widths[index], widths[index + 1], square)
            biases = init.bias_std**2
        else:
            weights, biases = spread.weights[index], spread.biases[index]
        q = widths[index] * weights * square + biases
        over_samples = q - widths[index] * weights * (mean * mean) - biases  # a power would raise
        divisor = {"none": 1.0, "batch": over_samples}.get(layer.normalization, q)
        entering = layer.activation, q if layer.normalization == "none" else 1.0
        if not _are_alike(entering, known):
            known, moments = entering, _moments(*entering)
        first, second, slope = moments
        skips = layer.residual and widths[index] == widths[index + 1]
        layers.append(_LayerTheory(felt, weights, divisor, slope, skips))
        square = second + (square + 2.0 * mean * first if skips else 0.0)
        mean = first + (mean if skips else 0.0)
        felt = square - (mean * mean if layer.normalization == "batch" else 0.0)
    return layers


def _are_alike(one: tuple[Activation, float], other: tuple[Activation, float]) -> bool:
    """Whether what enters two layers has the same moments: in a deep network most of them settle."""
    return one[0] == other[0] and abs(one[1] - other[1]) <= SAME * one[1]


def weight_square(
    experiment: Experiment, activation: Activation, fan_in: int, fan_out: int, inputs: float
) -> float:
    """Expected mean square of a layer's first weights.

    ``inputs`` is the mean square of what comes in, to which some schemes fit their weights.
    """
    init = experiment.network.init
    scheme, gain = INITIALIZERS[init.scheme], gain_of(init, activation)
    if scheme.fits_data:
        return gain**2 / (fan_in * inputs)
    return scheme.mean_square(fan_in, fan_out) * gain**2


@lru_cache(maxsize=512)
def _moments(activation: Activation, variance: float) -> tuple[float, float, float]:
    """E f, E f^2 and E f'^2 of z ~ N(0, variance); Gauss-Hermite quadrature is exact enough here."""
    z = (NODES * np.sqrt(variance))[:, np.newaxis]
    f, derivative = function_and_derivative(activation, z, np.full(1, first_slope(activation)))
    return (
        float(SHARES @ f[:, 0]),
        float(SHARES @ np.square(f[:, 0])),
        float(SHARES @ np.square(derivative[:, 0])),
    )
