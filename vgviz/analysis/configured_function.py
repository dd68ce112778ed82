"""An activation as a layer has it: f, f' and the inputs at which f' lets a gradient through."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.initialization import first_slope
from vgviz.engine.plan import largest_derivative, values_of
from vgviz.engine.reference import function_and_derivative
from vgviz.engine.telemetry import SATURATED_BELOW
from vgviz.experiment import Activation

FloatArray = NDArray[np.floating[Any]]
Zone = tuple[float, float]

_PLACES = 2001  # at which f' is looked at first
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class ConfiguredFunction:
    """f(z) = (1 - blend) g(s z) + blend h(s z) with its parameter.

    Attributes
    ----------
    activation : as configured.
    slope : the learned slope of a PReLU; None is the one it starts from.
    """

    activation: Activation
    slope: float | None = None

    def value(self, z: FloatArray) -> FloatArray:
        """f(z)."""
        return self._both(z)[0]

    def derivative(self, z: FloatArray) -> FloatArray:
        """f'(z)."""
        return self._both(z)[1]

    @property
    def largest_derivative(self) -> float:
        """The largest abs(f'), or what it comes near to."""
        return _largest(self.activation, self._slope)

    @property
    def small_derivative(self) -> float:
        """A tenth of the largest abs(f'): below it a gradient hardly comes through."""
        return SATURATED_BELOW * self.largest_derivative

    def healthy_zones(self, reach: float) -> tuple[Zone, ...]:
        """Where from -reach to reach abs(f') is at least `small_derivative`, from left to right."""
        return _zones(self, reach)

    @property
    def _slope(self) -> float:
        return first_slope(self.activation) if self.slope is None else self.slope

    def _both(self, z: FloatArray) -> tuple[FloatArray, FloatArray]:
        with np.errstate(all="ignore"):
            return function_and_derivative(self.activation, z, np.full(1, self._slope))


@lru_cache(maxsize=256)
def _largest(activation: Activation, slope: float) -> float:
    return float(largest_derivative(values_of(activation), np.full(1, slope))[0])


@lru_cache(maxsize=256)
def _zones(function: ConfiguredFunction, reach: float) -> tuple[Zone, ...]:
    z = np.linspace(-reach, reach, _PLACES)
    healthy = _is_healthy(function, z)
    turns = np.flatnonzero(healthy[:-1] != healthy[1:])
    edges = _edges(function, z[turns], z[turns + 1]).tolist()
    if healthy[0]:
        edges.insert(0, -reach)
    if healthy[-1]:
        edges.append(reach)
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def _edges(function: ConfiguredFunction, low: FloatArray, high: FloatArray) -> FloatArray:
    """Where between ``low`` and ``high`` it turns from healthy to not, or back."""
    at_low = _is_healthy(function, low)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        like_low = _is_healthy(function, middle) == at_low
        low, high = np.where(like_low, middle, low), np.where(like_low, high, middle)
    return 0.5 * (low + high)


def _is_healthy(function: ConfiguredFunction, z: FloatArray) -> NDArray[np.bool_]:
    return np.asarray(np.abs(function.derivative(z)) >= function.small_derivative)
