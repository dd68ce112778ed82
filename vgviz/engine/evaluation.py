"""What a network makes of samples, without gradients."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.backend import Backend
from vgviz.engine.batch import Batch
from vgviz.engine.losses import accuracy, loss_value
from vgviz.engine.plan import Plan
from vgviz.engine.training_state import TrainingState

FloatArray = NDArray[np.floating[Any]]

# Samples that go through the network at once.
CHUNK = 4096


def outputs(backend: Backend, plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
    """Outputs of the last layer, shape (samples, outputs), for any number of samples."""
    starts = range(0, len(x), CHUNK)
    return np.concatenate([backend.outputs(plan, state, x[start : start + CHUNK]) for start in starts])


def activations(backend: Backend, plan: Plan, state: TrainingState, x: FloatArray) -> tuple[FloatArray, ...]:
    """What every layer hands on, each of shape (samples, fan_out), for any number of samples."""
    starts = range(0, len(x), CHUNK)
    parts = [backend.activations(plan, state, x[start : start + CHUNK]) for start in starts]
    return tuple(np.concatenate(layer) for layer in zip(*parts, strict=True))


def loss_and_accuracy(
    backend: Backend, plan: Plan, state: TrainingState, batch: Batch
) -> tuple[float, float]:
    """Mean loss, and the share of labels hit, which is NaN in a regression."""
    return judged(plan, outputs(backend, plan, state, batch.x), batch)


def judged(plan: Plan, outputs_: FloatArray, batch: Batch) -> tuple[float, float]:
    """Mean loss and share of labels hit by these outputs of the last layer, shape (samples, outputs)."""
    z = outputs_.astype(np.float64, copy=False)
    with np.errstate(all="ignore"):
        return loss_value(plan.loss, z, batch.y), accuracy(plan.loss, z, batch.y)
