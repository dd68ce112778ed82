"""What theory expects of a network's gradient before it has taken a step.

Each layer's pre-activations are taken for Gaussian, with the variance that the layer below and the
initialization give (Poole et al. 2016); squared gradients are multiplied on their way back by fan_out times
the weights' variance times E f'^2 (Schoenholz et al. 2017), divided by the variance where a layer is
normalized, which for batch normalization is that over independent samples (Yang et al. 2019), and a skip adds
what it passes by (Yang and Schoenholz 2017).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt

import numpy as np

from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.engine.initialization import first_slope, gain_of
from vgviz.engine.plan import LINEAR
from vgviz.engine.reference import function_and_derivative
from vgviz.experiment import Activation, Experiment, Layer

NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
SHARES = _WEIGHTS / _WEIGHTS.sum()
MARGIN = 10.0  # for all that the theory leaves out: the data, the batch, the output layer


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
    return _predicted(experiment, widths)[0]


def predicted_growth(experiment: Experiment, widths: tuple[int, ...]) -> float:
    """Expected RMS error of the first layer over that of the outputs, at step 0; see `predicted_ratio`."""
    return _predicted(experiment, widths)[1]


def finite_width_range(ratio: float, widths: tuple[int, ...]) -> tuple[float, float]:
    """Where a ratio should lie that theory expects to be ``ratio``, in a network of these widths.

    The narrower and deeper a network is, the more gradients differ from the expected one: their logarithm's
    variance grows with the sum of 5 / width over the hidden layers (Hanin 2018).
    """
    spread = MARGIN * exp(0.5 * sqrt(sum(5.0 / width for width in widths[1:-1])))
    return ratio / spread, ratio * spread


@lru_cache(maxsize=64)
def _predicted(experiment: Experiment, widths: tuple[int, ...]) -> tuple[float, float]:
    """Ratios of the first layer to the last one: of the weights' gradients and of the errors."""
    with np.errstate(all="ignore"):
        return _backward(_forward(experiment.network.hidden, experiment, widths), widths)


def _backward(layers: list[_LayerTheory], widths: tuple[int, ...]) -> tuple[float, float]:
    delta = np.float64(1.0)
    passed = np.float64(0.0)  # mean squared gradient of the activations above, for skips
    for index in range(len(layers) - 2, -1, -1):
        above = layers[index + 1]
        through = widths[index + 2] * above.weights * delta / above.divisor
        passed = through + (passed if above.skips else 0.0)
        delta = layers[index].slope * passed
    inputs = np.float64(layers[0].inputs) / layers[-1].inputs
    return float(np.sqrt(delta / layers[0].divisor * inputs)), float(np.sqrt(delta))


def _forward(
    hidden: tuple[Layer, ...], experiment: Experiment, widths: tuple[int, ...]
) -> list[_LayerTheory]:
    init = experiment.network.init
    mean, square = 0.0, 1.0  # of the activations
    felt = square  # of them, what does not cancel over a batch of independent samples
    layers = []
    for index, layer in enumerate((*hidden, Layer(widths[-1], LINEAR))):
        weights = _weight_square(experiment, layer.activation, widths[index], widths[index + 1], square)
        q = widths[index] * weights * square + init.bias_std**2
        over_samples = q - widths[index] * weights * mean**2 - init.bias_std**2
        divisor = {"none": 1.0, "batch": over_samples}.get(layer.normalization, q)
        first, second, slope = _moments(layer.activation, q if layer.normalization == "none" else 1.0)
        skips = layer.residual and widths[index] == widths[index + 1]
        layers.append(_LayerTheory(felt, weights, divisor, slope, skips))
        square = second + (square + 2.0 * mean * first if skips else 0.0)
        mean = first + (mean if skips else 0.0)
        felt = square - (mean**2 if layer.normalization == "batch" else 0.0)
    return layers


def _weight_square(
    experiment: Experiment, activation: Activation, fan_in: int, fan_out: int, inputs: float
) -> float:
    """Mean square of a layer's first weights, from draws of the scheme itself."""
    init = experiment.network.init
    scheme, gain = INITIALIZERS[init.scheme], gain_of(init, activation)
    if scheme.fits_data:
        return gain**2 / (fan_in * inputs)
    return _unit_square(init.scheme, fan_in, fan_out) * gain**2


@lru_cache(maxsize=256)
def _unit_square(scheme: str, fan_in: int, fan_out: int) -> float:
    draws = INITIALIZERS[scheme].draw(np.random.default_rng(0), fan_in, fan_out, 1.0)
    return float(np.mean(np.square(draws)))


def _moments(activation: Activation, variance: float) -> tuple[float, float, float]:
    """E f, E f^2 and E f'^2 of z ~ N(0, variance); Gauss-Hermite quadrature is exact enough here."""
    z = (NODES * np.sqrt(variance))[:, np.newaxis]
    f, derivative = function_and_derivative(activation, z, np.full(1, first_slope(activation)))
    return (
        float(SHARES @ f[:, 0]),
        float(SHARES @ np.square(f[:, 0])),
        float(SHARES @ np.square(derivative[:, 0])),
    )
