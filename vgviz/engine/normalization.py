"""Normalization before the activation in plain NumPy, forward and backward side by side.

u, u_hat and their gradients are (batch, units), or a stack of such arrays, (…, batch, units). Statistics are
taken over the batch for each unit (batch normalization) or over the units for each sample (layer and RMS
normalization). The variance that divides is the biased one; running statistics take the unbiased one, as in
PyTorch.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.normalizations import BATCH, EPSILON, MOMENTUM, RMS

FloatArray = NDArray[np.floating[Any]]
Statistics = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True)
class Normalized:
    """u_hat, and the mean and variance it was made with; RMS normalization's mean is 0."""

    values: FloatArray
    mean: FloatArray
    variance: FloatArray

    @property
    def inverse_deviation(self) -> FloatArray:
        """1 / sqrt(variance + epsilon)."""
        return _inverse_deviation(self.variance)


def normalize(kind: int, u: FloatArray, running: Statistics | None = None) -> Normalized:
    """u_hat of ``u``; batch normalization takes ``running`` mean and variance where they are given."""
    mean, variance = running if running is not None and kind == BATCH else _statistics(kind, u)
    return Normalized((u - mean) * _inverse_deviation(variance), mean, variance)


def _inverse_deviation(variance: FloatArray) -> FloatArray:
    # An infinite variance gives no number, where 1 / deviation = 0 would turn an explosion into silence.
    return np.asarray(1.0 / np.sqrt(variance + EPSILON) + (variance - variance))


def normalize_backward(kind: int, normalized: Normalized, gradient: FloatArray) -> FloatArray:
    """dL/du from ``gradient`` = dL/du_hat, the dependence of the batch's own statistics on u included."""
    axis, u_hat = _axis(kind), normalized.values
    along = np.mean(gradient * u_hat, axis=axis, keepdims=True)
    level = 0.0 if kind == RMS else np.mean(gradient, axis=axis, keepdims=True)
    return np.asarray(normalized.inverse_deviation * (gradient - level - along * u_hat))


def _statistics(kind: int, u: FloatArray) -> Statistics:
    axis = _axis(kind)
    mean = np.mean(u, axis=axis, keepdims=True)
    if kind == RMS:
        mean = np.zeros_like(mean)
    return mean, np.mean(np.square(u - mean), axis=axis, keepdims=True)


def _axis(kind: int) -> int:
    return -2 if kind == BATCH else -1


def update_running(running: FloatArray, mean: FloatArray, variance: FloatArray, batch: int) -> None:
    """Move ``running``, shape (2, units), towards a batch's mean and unbiased variance, in place."""
    newest = np.stack((mean.ravel(), variance.ravel() * (batch / (batch - 1.0))))
    running += MOMENTUM * (newest - running)
