"""Losses in NumPy: value, delta of the output layer, accuracy and probabilities.

Outputs are logits or values z of shape (batch, outputs). Deltas are written so that they keep their precision
where the loss is almost 0: a probability minus 1 is minus the sum of the others.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.losses import LOSSES
from vgviz.engine.batch import Targets

FloatArray = NDArray[np.floating[Any]]

BINARY_CROSS_ENTROPY = LOSSES["binary_cross_entropy"].code
CROSS_ENTROPY = LOSSES["cross_entropy"].code
MSE = LOSSES["mse"].code


def loss_value(loss: int, z: FloatArray, y: Targets) -> float:
    """Mean loss of outputs ``z`` against labels or targets ``y``."""
    if loss == BINARY_CROSS_ENTROPY:
        logit = z[:, 0]
        return float(np.mean(np.maximum(logit, 0.0) - logit * y + np.log1p(np.exp(-np.abs(logit)))))
    if loss == CROSS_ENTROPY:
        shifted = z - z.max(axis=1, keepdims=True)
        chosen = shifted[np.arange(len(z)), y.astype(np.int64)]
        return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - chosen))
    return float(np.mean(np.square(z - _one_hot(z, y))))


def loss_delta(loss: int, z: FloatArray, y: Targets) -> FloatArray:
    """Derivative of `loss_value` by ``z``, shape (batch, outputs)."""
    batch, outputs = z.shape
    if loss == BINARY_CROSS_ENTROPY:
        sign = np.where(y == 1, -1.0, 1.0)[:, np.newaxis]
        return np.asarray(sign * _sigmoid(sign * z) / batch)
    if loss == CROSS_ENTROPY:
        return np.asarray(_softmax_delta(z, y.astype(np.int64)) / batch)
    return np.asarray(2.0 * (z - _one_hot(z, y)) / (batch * outputs))


def accuracy(loss: int, z: FloatArray, y: Targets) -> float:
    """Share of labels hit; NaN in a regression."""
    if y.ndim == 2:
        return float("nan")
    predicted = z[:, 0] > 0 if loss == BINARY_CROSS_ENTROPY else z.argmax(axis=1)
    return float(np.mean(predicted == y))


def predictions(loss: int, z: FloatArray) -> FloatArray:
    """Class probabilities, shape (batch, classes), or for squared error the outputs themselves."""
    if loss == BINARY_CROSS_ENTROPY:
        return np.concatenate((_sigmoid(-z), _sigmoid(z)), axis=1)
    if loss == CROSS_ENTROPY:
        return _softmax(z)
    return z


def _sigmoid(z: FloatArray) -> FloatArray:
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def _softmax(z: FloatArray) -> FloatArray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _softmax_delta(z: FloatArray, labels: NDArray[np.int64]) -> FloatArray:
    delta = _softmax(z)
    rows = np.arange(len(z))
    delta[rows, labels] = 0.0
    delta[rows, labels] = -delta.sum(axis=1)
    return delta


def _one_hot(z: FloatArray, y: Targets) -> FloatArray:
    if y.ndim == 2:
        return np.asarray(y, dtype=z.dtype)
    target = np.zeros_like(z)
    target[np.arange(len(z)), y.astype(np.int64)] = 1.0
    return target
