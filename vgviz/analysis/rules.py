"""Rules that findings follow: names, thresholds and what they mean, for the user to read and change."""

from dataclasses import dataclass

from vgviz.analysis.verdict import EXPLODING_ABOVE, VANISHING_BELOW


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `dataclasses.replace` gives it another threshold.

    Attributes
    ----------
    name : by which `findings` knows it.
    label : for the window.
    threshold : the number beyond which there is a finding.
    meaning : what is compared with the threshold.
    """

    name: str
    label: str
    threshold: float
    meaning: str


DEFAULT_RULES = (
    Rule(
        "vanishing",
        "Vanishing gradient",
        VANISHING_BELOW,
        "The first layer’s RMS gradient over the output layer’s is below this, or its error is.",
    ),
    Rule(
        "exploding",
        "Exploding gradient",
        EXPLODING_ABOVE,
        "The first layer’s RMS gradient over the output layer’s is above this, or its error is.",
    ),
    Rule(
        "batch_norm_growth",
        "Batch normalization makes gradients grow",
        EXPLODING_ABOVE,
        "With batch normalization, the error that reaches layer 1 is more than this times the last hidden "
        "layer’s.",
    ),
    Rule(
        "poor_initialization",
        "Poor initialization",
        1.5,
        "Before training, weights and f′ multiply or divide the error by more than this in each layer, and "
        "it vanishes or explodes; or all units of a layer start equal.",
    ),
    Rule(
        "saturated",
        "Saturated units",
        0.5,
        "In a layer whose function saturates on both sides, f′ is below a tenth of its largest value for "
        "more than this share of units and samples.",
    ),
    Rule(
        "dead",
        "Dead units",
        0.9,
        "At least this share of a layer’s units has f′ = 0 on the whole batch.",
    ),
    Rule(
        "updates_too_large",
        "Updates too large",
        0.1,
        "From step 10 on, a step changes a layer’s weights by more than this share of their size.",
    ),
    Rule(
        "updates_too_small",
        "Updates too small",
        1e-6,
        "From step 10 on, a step changes a layer’s weights by less than this share of their size, although "
        "the output’s error is not small.",
    ),
    Rule(
        "unchanged",
        "Unchanged weights",
        0.95,
        "At least this share of a layer’s weights is exactly what it was at the oldest moment known.",
    ),
    Rule(
        "underflow",
        "Underflow",
        1.0,
        "A layer’s RMS gradient is below this many times the smallest full-precision number, although the "
        "output has an error.",
    ),
)
