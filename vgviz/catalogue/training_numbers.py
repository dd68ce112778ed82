"""The numbers of a training: which values each takes, and which of them are worth a slider's length."""

from dataclasses import dataclass
from math import inf
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TrainingNumber:
    """One number of the ``Training`` record.

    It takes values from ``low`` to ``high``, without an end that is open; infinity is never taken; None, if
    ``optional``, means off. ``shown`` are the ends of a slider and ``logarithmic`` its scale, on which 0 and
    None are stops of their own.
    """

    name: str
    label: str
    low: float
    high: float
    shown: tuple[float, float]
    meaning: str
    open_low: bool = False
    open_high: bool = False
    logarithmic: bool = False
    whole: bool = False
    optional: bool = False


_ENTRIES = (
    TrainingNumber(
        "learning_rate",
        "Learning rate",
        0.0,
        inf,
        (1e-4, 10.0),
        "How far each step follows the gradient. It does not change the gradient itself: a layer whose "
        "gradient is a million times smaller learns a million times more slowly.",
        logarithmic=True,
    ),
    TrainingNumber(
        "momentum",
        "Momentum",
        0.0,
        1.0,
        (0.0, 0.99),
        "How much of the last step carries on into the next. It lengthens the steps of all layers alike.",
        open_high=True,
    ),
    TrainingNumber(
        "beta1",
        "β₁",
        0.0,
        1.0,
        (0.0, 0.999),
        "How much of the mean of past gradients each step keeps.",
        open_high=True,
    ),
    TrainingNumber(
        "beta2",
        "β₂",
        0.0,
        1.0,
        (0.0, 0.9999),
        "How much of the mean of past squared gradients each step keeps.",
        open_high=True,
    ),
    TrainingNumber(
        "epsilon",
        "ε",
        0.0,
        inf,
        (1e-12, 1e-2),
        "Added to the divisor. Gradients much smaller than this are not enlarged.",
        logarithmic=True,
    ),
    TrainingNumber(
        "weight_decay",
        "Weight decay",
        0.0,
        inf,
        (1e-6, 1.0),
        "Pulls every parameter, biases too, towards 0, the more the larger it is.",
        logarithmic=True,
    ),
    TrainingNumber(
        "l1",
        "L1",
        0.0,
        inf,
        (1e-6, 1.0),
        "Pulls every parameter, biases too, towards 0 with the same force, however small it is.",
        logarithmic=True,
    ),
    TrainingNumber(
        "label_smoothing",
        "Smoothing",
        0.0,
        1.0,
        (0.0, 0.5),
        "The share of each label that is spread evenly over all classes, so that no output has to become "
        "infinitely large.",
        open_high=True,
    ),
    TrainingNumber(
        "schedule_steps",
        "Steps N",
        1,
        1e12,
        (10, 1e5),
        "The schedule’s length N in training steps.",
        logarithmic=True,
        whole=True,
    ),
    TrainingNumber(
        "clip_value",
        "Clip value",
        0.0,
        inf,
        (1e-4, 1e3),
        "Entries of the gradient beyond ± this value are set to it, before the norm is clipped.",
        open_low=True,
        logarithmic=True,
        optional=True,
    ),
    TrainingNumber(
        "clip_norm",
        "Clip norm",
        0.0,
        inf,
        (1e-4, 1e3),
        "Where the norm of the whole network’s gradient is larger, the gradient is scaled down to it.",
        open_low=True,
        logarithmic=True,
        optional=True,
    ),
)

TRAINING_NUMBERS = MappingProxyType({entry.name: entry for entry in _ENTRIES})
