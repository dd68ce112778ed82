"""Weight initializations: one entry each.

A scheme draws a pattern, mostly of variance 1, and scales it. The uniform and the normal form of a scheme
have the same variance. Schemes whose patterns come from the same distribution scale the same draws.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import erf, exp, pi, sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

CUT = 2.0  # standard deviations
KEPT_SHARE = 0.1


def _uniform(generator: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    return generator.uniform(-1.0, 1.0, (fan_in, fan_out)) * sqrt(3.0)


def _normal(generator: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    return generator.standard_normal((fan_in, fan_out))


def _truncated(generator: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    """The normal draws, those beyond the cut drawn anew."""
    draws = generator.standard_normal((fan_in, fan_out))
    beyond = np.abs(draws) > CUT
    while beyond.any():
        draws[beyond] = generator.standard_normal(np.count_nonzero(beyond))
        beyond = np.abs(draws) > CUT
    return draws


def _orthogonal(generator: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    """Orthonormal rows or columns, whichever are fewer; all such matrices are equally likely."""
    draws = generator.standard_normal((fan_in, fan_out))
    q, r = np.linalg.qr(draws if fan_in >= fan_out else draws.T)
    # Without the sign QR's own convention would favour some matrices (Mezzadri 2007).
    q *= np.where(np.diagonal(r) < 0, -1.0, 1.0)
    return q if fan_in >= fan_out else q.T


def _sparse(generator: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    """The normal draws, all but a tenth of them set to 0; no unit keeps two more than another."""
    draws = generator.standard_normal((fan_in, fan_out))
    places = np.broadcast_to(np.arange(fan_in)[:, np.newaxis], draws.shape)
    turns = generator.permuted(places, axis=0) * fan_out + generator.permutation(fan_out)
    return np.where(turns < _kept(fan_in, fan_out), draws, 0.0)


def _ones(_generator: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    return np.ones((fan_in, fan_out))


@dataclass(frozen=True, slots=True)
class Pattern:
    """Weights before they are scaled.

    Attributes
    ----------
    draw : weights of shape (fan_in, fan_out) from a generator.
    mean_square : what the mean of their squares is expected to be, from fan_in and fan_out.
    """

    draw: Callable[[np.random.Generator, int, int], FloatArray]
    mean_square: Callable[[int, int], float]


def _one(_fan_in: int, _fan_out: int) -> float:
    return 1.0


def _cut(_fan_in: int, _fan_out: int) -> float:
    """The variance of a normal distribution without what lies beyond the cut: 0.774."""
    return 1.0 - 2.0 * CUT * exp(-(CUT**2) / 2.0) / sqrt(2.0 * pi) / erf(CUT / sqrt(2.0))


def _orthonormal(fan_in: int, fan_out: int) -> float:
    """Each of the fewer rows or columns has length 1."""
    return 1.0 / max(fan_in, fan_out)


def _kept(fan_in: int, fan_out: int) -> int:
    return max(1, round(KEPT_SHARE * fan_in * fan_out))


def _share_kept(fan_in: int, fan_out: int) -> float:
    return _kept(fan_in, fan_out) / (fan_in * fan_out)


_UNIFORM, _NORMAL, _ONES = Pattern(_uniform, _one), Pattern(_normal, _one), Pattern(_ones, _one)
_TRUNCATED, _SPARSE = Pattern(_truncated, _cut), Pattern(_sparse, _share_kept)
_ORTHOGONAL = Pattern(_orthogonal, _orthonormal)


def _glorot(fan_in: int, fan_out: int) -> float:
    return sqrt(2.0 / (fan_in + fan_out))


def _he(fan_in: int, _fan_out: int) -> float:
    return sqrt(2.0 / fan_in)


def _lecun(fan_in: int, _fan_out: int) -> float:
    return sqrt(1.0 / fan_in)


def _plain(_fan_in: int, _fan_out: int) -> float:
    return 1.0


def _nothing(_fan_in: int, _fan_out: int) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Initializer:
    """One initialization scheme.

    Attributes
    ----------
    pattern : draws the weights.
    scale : what they are multiplied by besides the gain, from fan_in and fan_out.
    implied_gain : the gain that the scheme's own formula holds already: sqrt(2), for ReLU, in He's.
    fits_data : whether each layer is then scaled until its pre-activations on the data have variance gain^2.
    """

    name: str
    label: str
    pattern: Pattern
    scale: Callable[[int, int], float]
    equation: str
    source: str
    implied_gain: float = 1.0
    fits_data: bool = False

    def draw(self, generator: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> FloatArray:
        """Weights of shape (fan_in, fan_out)."""
        return self.pattern.draw(generator, fan_in, fan_out) * (gain * self.scale(fan_in, fan_out))

    def mean_square(self, fan_in: int, fan_out: int) -> float:
        """What the mean of the squared weights is expected to be at a gain of 1."""
        return self.pattern.mean_square(fan_in, fan_out) * self.scale(fan_in, fan_out) ** 2


_GLOROT = ("standard deviation = gain sqrt(2 / (fan_in + fan_out))", "Glorot and Bengio 2010")
_HE = ("standard deviation = gain sqrt(2 / fan_in)", "He et al. 2015", sqrt(2.0))
_LECUN = ("standard deviation = gain sqrt(1 / fan_in)", "LeCun et al. 1998, Efficient BackProp")

_ENTRIES = (
    Initializer("glorot_uniform", "Glorot uniform", _UNIFORM, _glorot, *_GLOROT),
    Initializer("glorot_normal", "Glorot normal", _NORMAL, _glorot, *_GLOROT),
    Initializer("he_uniform", "He uniform", _UNIFORM, _he, *_HE),
    Initializer("he_normal", "He normal", _NORMAL, _he, *_HE),
    Initializer("lecun_uniform", "LeCun uniform", _UNIFORM, _lecun, *_LECUN),
    Initializer("lecun_normal", "LeCun normal", _NORMAL, _lecun, *_LECUN),
    Initializer(
        "truncated_normal",
        "Truncated normal",
        _TRUNCATED,
        _lecun,
        "LeCun’s normal without what lies beyond 2 of its standard deviations, not widened again",
        "the cut leaves 0.88 of the standard deviation",
    ),
    Initializer(
        "orthogonal",
        "Orthogonal",
        _ORTHOGONAL,
        _plain,
        "gain times a matrix with orthonormal rows or columns",
        "Saxe, McClelland and Ganguli 2014",
    ),
    Initializer("normal", "Normal", _NORMAL, _plain, "standard deviation = gain", "no scaling with fan_in"),
    Initializer(
        "uniform", "Uniform", _UNIFORM, _plain, "standard deviation = gain", "no scaling with fan_in"
    ),
    Initializer(
        "constant",
        "Constant",
        _ONES,
        _plain,
        "every weight = gain",
        "all units of a layer stay the same",
    ),
    Initializer(
        "zeros", "Zeros", _ONES, _nothing, "every weight = 0", "no gradient gets through the weights"
    ),
    Initializer(
        "sparse",
        "Sparse",
        _SPARSE,
        _plain,
        "a tenth of the weights with standard deviation = gain, the others 0",
        "Martens 2010, with a share instead of a number of weights",
    ),
    Initializer(
        "lsuv",
        "LSUV",
        _ORTHOGONAL,
        _plain,
        "orthogonal, each layer scaled until the variance of W x + b on the data = gain^2",
        "Mishkin and Matas 2016, All You Need Is a Good Init",
        fits_data=True,
    ),
)

INITIALIZERS = MappingProxyType({entry.name: entry for entry in _ENTRIES})
