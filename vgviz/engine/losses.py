"""Losses in NumPy: value, delta of the output layer, accuracy and probabilities.

Outputs are logits or values z of shape (batch, outputs). Deltas are written so that they keep their precision
where the loss is almost 0: a probability minus 1 is minus the sum of the others.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.losses import LOSSES, LossKind
from vgviz.engine.batch import Targets
from vgviz.experiment import Training

FloatArray = NDArray[np.floating[Any]]

BINARY_CROSS_ENTROPY = LOSSES["binary_cross_entropy"].code
CROSS_ENTROPY = LOSSES["cross_entropy"].code
MAE = LOSSES["mae"].code
HUBER = LOSSES["huber"].code
HINGE = LOSSES["hinge"].code


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss as configured; ``smoothing`` is the share of each label that is spread over all classes."""

    kind: LossKind
    smoothing: float

    @classmethod
    def of(cls, kind: LossKind, training: Training) -> "Loss":
        """``kind`` with the numbers of ``training`` that it uses."""
        return cls(kind, training.label_smoothing if "label_smoothing" in kind.numbers else 0.0)

    @property
    def code(self) -> int:
        """The kind's code."""
        return self.kind.code


def loss_value(loss: Loss, z: FloatArray, y: Targets) -> float:
    """Mean loss of outputs ``z`` against labels or targets ``y``."""
    return float(loss_values(loss, z, y))


def loss_values(loss: Loss, z: FloatArray, y: Targets) -> FloatArray:
    """The same for a stack of outputs, shape (…, batch, outputs): one mean loss each."""
    if loss.code == BINARY_CROSS_ENTROPY:
        logit, target = z[..., 0], y * (1.0 - loss.smoothing) + 0.5 * loss.smoothing
        lost = np.maximum(logit, 0.0) - logit * target + np.log1p(np.exp(-np.abs(logit)))
        return np.asarray(np.mean(lost, axis=-1))
    if loss.code == CROSS_ENTROPY:
        return _cross_entropy(z, y.astype(np.int64), loss.smoothing)
    return np.asarray(np.mean(_element_losses(loss, z, _targets(loss, z, y)), axis=(-2, -1)))


def _element_losses(loss: Loss, z: FloatArray, target: FloatArray) -> FloatArray:
    """Losses that are means over batch and outputs."""
    if loss.code == HINGE:
        return np.maximum(1.0 - target * z, 0.0)
    size = np.abs(z - target)
    if loss.code == MAE:
        return size
    if loss.code == HUBER:
        return np.where(size <= 1.0, 0.5 * np.square(size), size - 0.5)
    return np.square(size)


def loss_delta(loss: Loss, z: FloatArray, y: Targets) -> FloatArray:
    """Derivative of `loss_value` by ``z``, shape (batch, outputs)."""
    batch, outputs = z.shape
    if loss.code == BINARY_CROSS_ENTROPY:
        sign = np.where(y == 1, -1.0, 1.0)[:, np.newaxis].astype(z.dtype)
        return np.asarray(sign * (_sigmoid(sign * z) - 0.5 * loss.smoothing) / batch)
    if loss.code == CROSS_ENTROPY:
        return np.asarray(_softmax_delta(z, y.astype(np.int64), loss.smoothing) / batch)
    target = _targets(loss, z, y)
    if loss.code == HINGE:
        missing = 1.0 - target * z
        slope = np.where(missing > 0.0, -target, np.where(missing <= 0.0, 0.0, missing))
    elif loss.code == MAE:
        slope = np.sign(z - target)
    elif loss.code == HUBER:
        slope = np.clip(z - target, -1.0, 1.0)
    else:
        slope = 2.0 * (z - target)
    return np.asarray(slope / (batch * outputs))


def accuracy(loss: Loss, z: FloatArray, y: Targets) -> float:
    """Share of labels hit; NaN in a regression."""
    if y.ndim == 2:
        return float("nan")
    predicted = z[:, 0] > 0 if loss.code == BINARY_CROSS_ENTROPY else z.argmax(axis=1)
    return float(np.mean(predicted == y))


def predictions(loss: Loss, z: FloatArray) -> FloatArray:
    """Class probabilities, shape (batch, classes), or where a loss knows none the outputs themselves."""
    if loss.code == BINARY_CROSS_ENTROPY:
        return np.concatenate((_sigmoid(-z), _sigmoid(z)), axis=1)
    if loss.code == CROSS_ENTROPY:
        return _softmax(z)
    return z


def _sigmoid(z: FloatArray) -> FloatArray:
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def _softmax(z: FloatArray) -> FloatArray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _cross_entropy(z: FloatArray, labels: NDArray[np.int64], smoothing: float) -> FloatArray:
    shifted = z - z.max(axis=-1, keepdims=True)
    lost = np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted  # -log of each class's probability
    chosen = np.asarray(np.mean(lost[..., np.arange(labels.size), labels], axis=-1))
    if smoothing == 0.0:
        return chosen
    return np.asarray((1.0 - smoothing) * chosen + smoothing * np.mean(lost, axis=(-2, -1)))


def _softmax_delta(z: FloatArray, labels: NDArray[np.int64], smoothing: float) -> FloatArray:
    delta = _softmax(z)
    rows = np.arange(len(z))
    delta[rows, labels] = 0.0
    delta[rows, labels] = -delta.sum(axis=1)
    delta -= smoothing / z.shape[1]
    delta[rows, labels] += smoothing
    return delta


def _targets(loss: Loss, z: FloatArray, y: Targets) -> FloatArray:
    """Targets as they are; of labels 1 for the label's output, and 0 or -1 for the others."""
    if y.ndim == 2:
        return np.asarray(y, dtype=z.dtype)
    target = np.full(z.shape[-2:], -1.0 if loss.kind.classes == "signs" else 0.0, z.dtype)
    target[np.arange(len(y)), y.astype(np.int64)] = 1.0
    return target
