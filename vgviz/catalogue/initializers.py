"""Weight initializations: one entry each.

The standard deviation of the weights is ``deviation(fan_in, fan_out)`` times the gain. The uniform and the
normal form of a scheme have the same variance. All of one form scale the same draws.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Initializer:
    """One initialization scheme."""

    name: str
    label: str
    distribution: Literal["uniform", "normal"]
    deviation: Callable[[int, int], float]
    equation: str
    source: str

    def draw(self, generator: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> FloatArray:
        """Weights of shape (fan_in, fan_out)."""
        deviation = gain * self.deviation(fan_in, fan_out)
        if self.distribution == "uniform":
            return generator.uniform(-1.0, 1.0, (fan_in, fan_out)) * (sqrt(3.0) * deviation)
        return generator.standard_normal((fan_in, fan_out)) * deviation


def _glorot(fan_in: int, fan_out: int) -> float:
    return sqrt(2.0 / (fan_in + fan_out))


def _he(fan_in: int, _fan_out: int) -> float:
    return sqrt(2.0 / fan_in)


def _lecun(fan_in: int, _fan_out: int) -> float:
    return sqrt(1.0 / fan_in)


def _plain(_fan_in: int, _fan_out: int) -> float:
    return 1.0


_GLOROT = ("standard deviation = gain sqrt(2 / (fan_in + fan_out))", "Glorot and Bengio 2010")
_HE = ("standard deviation = gain sqrt(2 / fan_in)", "He et al. 2015")
_LECUN = ("standard deviation = gain sqrt(1 / fan_in)", "LeCun et al. 1998, Efficient BackProp")

_ENTRIES = (
    Initializer("glorot_uniform", "Glorot uniform", "uniform", _glorot, *_GLOROT),
    Initializer("glorot_normal", "Glorot normal", "normal", _glorot, *_GLOROT),
    Initializer("he_uniform", "He uniform", "uniform", _he, *_HE),
    Initializer("he_normal", "He normal", "normal", _he, *_HE),
    Initializer("lecun_uniform", "LeCun uniform", "uniform", _lecun, *_LECUN),
    Initializer("lecun_normal", "LeCun normal", "normal", _lecun, *_LECUN),
    Initializer("normal", "Normal", "normal", _plain, "standard deviation = gain", "no scaling with fan_in"),
)

INITIALIZERS = MappingProxyType({entry.name: entry for entry in _ENTRIES})
