"""Schedules of the learning rate: by what factor it is multiplied at each step.

Steps t count from step 0 of the training, N is ``Training.schedule_steps``. Definitions equal PyTorch's
schedulers, called once a step, with the arguments in each entry's source.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
Steps = NDArray[np.int64]

DROP = 0.1  # what is left of the learning rate after N steps of a falling schedule


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule; ``factor(t, N)`` takes steps of any shape. ``numbers`` are its fields of ``Training``."""

    name: str
    label: str
    factor: Callable[[Steps, int], FloatArray]
    equation: str
    source: str
    numbers: tuple[str, ...] = ("schedule_steps",)


def _constant(t: Steps, _length: int) -> FloatArray:
    return np.ones(t.shape)


def _step(t: Steps, length: int) -> FloatArray:
    return np.asarray(DROP ** (t // length).astype(np.float64))


def _exponential(t: Steps, length: int) -> FloatArray:
    return np.asarray(DROP ** (t / length))


def _cosine(t: Steps, length: int) -> FloatArray:
    return np.asarray(0.5 * (1.0 + np.cos(np.pi * np.minimum(t, length) / length)))


def _warmup(t: Steps, length: int) -> FloatArray:
    return np.minimum(t + 1, length) / length


_ENTRIES = (
    Schedule("constant", "Constant", _constant, "lr", "the learning rate as it is", ()),
    Schedule("step", "Step", _step, "lr 0.1^⌊t / N⌋", "PyTorch’s StepLR(step_size=N, gamma=0.1)"),
    Schedule(
        "exponential",
        "Exponential",
        _exponential,
        "lr 0.1^(t / N)",
        "PyTorch’s ExponentialLR(gamma=0.1 ** (1 / N))",
    ),
    Schedule(
        "cosine",
        "Cosine",
        _cosine,
        "lr (1 + cos(π min(t, N) / N)) / 2",
        "Loshchilov and Hutter 2017; PyTorch’s CosineAnnealingLR(T_max=N), but staying at 0 from step N on",
    ),
    Schedule(
        "warmup",
        "Warm-up",
        _warmup,
        "lr min(t + 1, N) / N",
        "Goyal et al. 2017; PyTorch’s LinearLR(start_factor=1 / N, total_iters=N − 1)",
    ),
)

SCHEDULES = MappingProxyType({entry.name: entry for entry in _ENTRIES})
