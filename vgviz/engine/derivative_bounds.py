"""The largest abs(f') of an activation as configured, against which saturation is measured."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.activations import ActivationKind

# Where f' of a blend is looked at, in units of the steepness: both sides of the kink, densely to 40, far out.
_POSITIVE = np.concatenate(([1e-300, 1e-9], np.linspace(1e-3, 40.0, 40_000), [1e3]))
_NO_BOUND = -np.inf

Kinds = tuple[ActivationKind, ActivationKind | None]
Pair = tuple[float, float]


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
    share = sum(part for kind, part in zip(kinds, shares, strict=True) if kind is not None and kind.learned)
    right = _mixed(kinds, shares, parameters, _POSITIVE)
    left = _mixed(kinds, shares, parameters, -_POSITIVE)
    if share == 0.0:
        return float(max(np.abs(right).max(), np.abs(left).max())), 0.0, 0.0, 0.0
    return float(np.abs(right).max()), share, float(left.min()), float(left.max())


def _mixed(kinds: Kinds, shares: Pair, parameters: Pair, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """The blend's f' at ``u``; a learned slope counts as 0, so that it can be added later."""
    total = np.zeros_like(u)
    for kind, share, parameter in zip(kinds, shares, parameters, strict=True):
        if kind is not None:
            total += share * kind.derivative(u, 0.0 if kind.learned else parameter)
    return total
