"""Layer-sequential unit variance: weights scaled, layer after layer, by what the data make of them."""

from collections.abc import Collection
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.plan import Plan
from vgviz.engine.reference import layer_forward

FloatArray = NDArray[np.floating[Any]]

MOST_SAMPLES = 1024
ROUNDING = 1e-12  # of the mean square; a smaller variance is mostly rounding error


def scale_to_variance(
    plan: Plan, flat: FloatArray, x: FloatArray, gains: Collection[float], layers: Collection[int]
) -> None:
    """Scale the weights of ``layers`` so that x W + b has the variance gain^2 over batch and units.

    The variance is a quadratic function of the scale, so it is met at once where Mishkin and Matas (2016)
    iterate. Where the biases alone exceed it, the weights' own share is brought to gain^2. Weights whose
    outputs do not vary at all stay as they are.

    Parameters
    ----------
    flat : the parameter vector, changed in place.
    x : training samples, shape (samples, features); the first 1,024 are used.
    gains : one a layer of the plan.
    """
    named = plan.named(flat)
    x = x[:MOST_SAMPLES]
    last = max(layers, default=-1)
    with np.errstate(all="ignore"):
        for index, gain in enumerate(gains):
            if index in layers:
                weight = named[f"layers.{index}.weight"]
                weight *= _scale(x @ weight, named[f"layers.{index}.bias"], gain)
            if index >= last:
                return
            x = layer_forward(plan, named, index, x).activation


def _scale(u: FloatArray, bias: FloatArray, gain: float) -> float:
    """The s for which s u + bias has the variance gain^2; ``u`` of shape (batch, units)."""
    means = u.mean(axis=0)
    variance = float(u.var())
    if not (np.isfinite(variance) and variance > ROUNDING * float(np.mean(u * u))):
        return 1.0
    covariance = float(np.mean((means - means.mean()) * bias))
    missing = gain**2 - float(bias.var())
    scale = (sqrt(max(covariance**2 + variance * missing, 0.0)) - covariance) / variance
    return scale if missing >= 0.0 else gain / sqrt(variance)
