"""Losses: names, codes and which task each serves."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Task = Literal["classification", "regression"]


@dataclass(frozen=True, slots=True)
class LossKind:
    """One loss; means are over the batch and, where there are several outputs, over the outputs too."""

    name: str
    label: str
    code: int
    tasks: tuple[Task, ...]
    equation: str


_ENTRIES = (
    LossKind(
        "binary_cross_entropy",
        "Binary cross-entropy",
        0,
        ("classification",),
        "log(1 + e^z) - y z, on one logit z",
    ),
    LossKind(
        "cross_entropy",
        "Softmax cross-entropy",
        1,
        ("classification",),
        "log(sum e^z) - z[y], one logit a class",
    ),
    LossKind("mse", "Mean squared error", 2, ("classification", "regression"), "mean (z - y)^2"),
)

LOSSES = MappingProxyType({entry.name: entry for entry in _ENTRIES})


def resolve_loss(name: str, task: Task, classes: int) -> str:
    """Turn ``auto`` into the loss that fits the task; any other name stays."""
    if name != "auto":
        return name
    if task == "regression":
        return "mse"
    return "binary_cross_entropy" if classes == 2 else "cross_entropy"


def fitting_losses(task: Task, targets: int) -> tuple[str, ...]:
    """Losses for so many classes or regression targets, besides ``auto``."""
    fitting = [entry.name for entry in LOSSES.values() if task in entry.tasks]
    if task == "classification" and targets != 2:
        fitting.remove("binary_cross_entropy")
    return tuple(fitting)


def output_units(loss: str, task: Task, targets: int) -> int:
    """Units of the output layer: one for binary cross-entropy, else one a class or regression target."""
    return 1 if loss == "binary_cross_entropy" and task == "classification" else targets
