"""Losses: names, codes, equations and which task each serves.

z are the outputs of the linear output layer, y the label or target. Means are over the batch and, where there
are several outputs, over the outputs too; conventions at kinks are PyTorch's.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Task = Literal["classification", "regression"]


@dataclass(frozen=True, slots=True)
class LossKind:
    """One loss.

    ``classes`` says what the outputs are compared with in a classification: the label itself, 1 for the
    label's output and 0 for the others (one-hot), or 1 and -1 (signs). ``numbers`` are the fields of
    ``Training`` that it uses.
    """

    name: str
    label: str
    code: int
    tasks: tuple[Task, ...]
    classes: Literal["label", "one-hot", "signs"]
    equation: str
    source: str
    numbers: tuple[str, ...] = ()


_BOTH: tuple[Task, ...] = ("classification", "regression")

# Losses on labels have the first codes.
_ENTRIES = (
    LossKind(
        "binary_cross_entropy",
        "Binary cross-entropy",
        0,
        ("classification",),
        "label",
        "log(1 + e^z) - y z, on one logit z",
        "PyTorch’s BCEWithLogitsLoss; smoothing s turns the target into y (1 − s) + s / 2",
        ("label_smoothing",),
    ),
    LossKind(
        "cross_entropy",
        "Softmax cross-entropy",
        1,
        ("classification",),
        "label",
        "log(sum e^z) - z[y], one logit a class",
        "PyTorch’s CrossEntropyLoss; smoothing s spreads s evenly over all classes: Szegedy et al. 2016",
        ("label_smoothing",),
    ),
    LossKind("mse", "Mean squared error", 2, _BOTH, "one-hot", "mean (z - y)^2", "PyTorch’s MSELoss"),
    LossKind("mae", "Mean absolute error", 3, _BOTH, "one-hot", "mean |z - y|", "PyTorch’s L1Loss"),
    LossKind(
        "huber",
        "Huber loss",
        4,
        _BOTH,
        "one-hot",
        "mean of (z - y)^2 / 2 where |z - y| ≤ 1, else |z - y| - 1/2",
        "Huber 1964; PyTorch’s HuberLoss(delta=1)",
    ),
    LossKind(
        "hinge",
        "Hinge loss",
        5,
        ("classification",),
        "signs",
        "mean max(0, 1 - y z), with y = 1 for the output of the label and −1 for the others",
        "Cortes and Vapnik 1995",
    ),
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
