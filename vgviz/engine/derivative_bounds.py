"""The largest abs(f') of an activation as configured, against which saturation is measured."""

from collections.abc import Callable
from functools import cache, lru_cache
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.activations import ACTIVATIONS, ActivationKind

FloatArray = NDArray[np.floating[Any]]
Slope = Callable[[FloatArray], FloatArray]
Kinds = tuple[ActivationKind, ActivationKind | None]
Pair = tuple[float, float]

# A peak is first found among `_places`, then looked at more closely.
_ROUNDS = 2
_LOOKS = 64
_MOST_PEAKS = 3
_HIDDEN_BY_STEPS = 1e-3  # more than a peak can rise between two places


@lru_cache(maxsize=4096)
def derivative_bounds(kinds: Kinds, shares: Pair, parameters: Pair) -> tuple[float, float, float, float]:
    """Four numbers (fixed, share, low, high) that give sup abs(f') at steepness 1 for any learned slope a.

    It is max(fixed, abs(share a + low), abs(share a + high)): ``fixed`` comes from where no learned slope
    acts, ``share`` is what the learned slope counts for, ``low`` and ``high`` bound what is added to it.
    Without a learned slope only ``fixed`` counts.
    """
    first, second = kinds
    if second is None and not first.learned:
        return first.supremum(parameters[0]), 0.0, 0.0, 0.0
    mixed = [
        (kind, share, 0.0 if kind.learned else parameter)  # a learned slope is added later
        for kind, share, parameter in zip(kinds, shares, parameters, strict=True)
        if kind is not None
    ]
    learned = sum(share for kind, share, _ in mixed if kind.learned)

    def slope(u: FloatArray) -> FloatArray:
        return np.asarray(sum(share * kind.derivative(u, parameter) for kind, share, parameter in mixed))

    values = np.asarray(sum(share * _slopes(kind, parameter) for kind, share, parameter in mixed))
    left, right = (_bounds(slope, side, values[side]) for side in (_places() < 0.0, _places() > 0.0))
    if learned == 0.0:
        return max(abs(bound) for bound in left + right), 0.0, 0.0, 0.0
    return max(abs(bound) for bound in right), learned, *left


@cache
def _places() -> FloatArray:
    """Where f' is looked at: evenly, closely around 0, far out, and on both sides of each kink."""
    kinks = np.array(sorted({kink for kind in ACTIVATIONS.values() for kink in kind.kinks}))
    beside = np.concatenate((np.nextafter(kinks, -np.inf), np.nextafter(kinks, np.inf)))
    even, around = np.linspace(0.02, 60.0, 3000), np.geomspace(1e-5, 1e4, 1800)
    waves = pi * np.concatenate((np.arange(1, 20), [10**6, 10**6 + 1]))  # where the sine is steepest
    one_side = np.concatenate((even, around, waves, [1e300]))
    return np.unique(np.concatenate((one_side, -one_side, beside)))


@lru_cache(maxsize=64)
def _slopes(kind: ActivationKind, parameter: float) -> FloatArray:
    """Values of f' at all `_places`."""
    return kind.derivative(_places(), parameter)


def _bounds(slope: Slope, side: NDArray[np.bool_], values: FloatArray) -> Pair:
    """Infimum and supremum of f' over one side of 0."""
    places = _places()[side]
    return -_supremum(lambda u: -slope(u), places, -values), _supremum(slope, places, values)


def _supremum(slope: Slope, places: FloatArray, values: FloatArray) -> float:
    """Supremum over ``places``, where ``values`` are known, and what lies between them."""
    inner, highest = values[1:-1], float(values.max())
    peaks = 1 + np.flatnonzero((inner >= values[:-2]) & (inner > values[2:]))
    peaks = peaks[values[peaks] > highest - _HIDDEN_BY_STEPS]
    for peak in peaks[np.argsort(values[peaks])[-_MOST_PEAKS:]]:
        highest = max(highest, _peak(slope, places[peak - 1], places[peak + 1]))
    return highest


def _peak(slope: Slope, low: float, high: float) -> float:
    """Highest value between ``low`` and ``high``, where there is one peak."""
    for _ in range(_ROUNDS):
        places = np.linspace(low, high, _LOOKS)
        values = slope(places)
        best = int(values.argmax())
        low, high = places[max(0, best - 1)], places[min(_LOOKS - 1, best + 1)]
    return float(values[best])
