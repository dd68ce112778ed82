"""Normalizations of a layer's pre-activations: names, what each learns, equations and sources.

u = W x + b comes in, z = scale u_hat + shift goes on to the activation, one scale and shift a unit.
"""

from dataclasses import dataclass
from types import MappingProxyType

EPSILON = 1e-5  # added to the variance
MOMENTUM = 0.1  # share of the newest batch in the running statistics


@dataclass(frozen=True, slots=True)
class NormalizationKind:
    """One normalization; ``over_batch`` means over the batch for each unit, else over units for each sample.

    What goes over the batch keeps running statistics for evaluation. ``has_scale`` and ``has_shift`` say what
    is learned.
    """

    name: str
    label: str
    code: int
    has_scale: bool
    has_shift: bool
    over_batch: bool
    equation: str
    source: str


_ENTRIES = (
    NormalizationKind("none", "None", 0, False, False, False, "z = u", "no normalization"),
    NormalizationKind(
        "batch",
        "Batch",
        1,
        True,
        True,
        True,
        "u_hat = (u - mean) / sqrt(variance + 1e-5) over the batch, for each unit",
        "Ioffe and Szegedy 2015, Batch Normalization",
    ),
    NormalizationKind(
        "layer",
        "Layer",
        2,
        True,
        True,
        False,
        "u_hat = (u - mean) / sqrt(variance + 1e-5) over the units, for each sample",
        "Ba, Kiros and Hinton 2016, Layer Normalization",
    ),
    NormalizationKind(
        "rms",
        "RMS",
        3,
        True,
        False,
        False,
        "u_hat = u / sqrt(mean u^2 + 1e-5) over the units, for each sample",
        "Zhang and Sennrich 2019, Root Mean Square Layer Normalization",
    ),
)

NORMALIZATIONS = MappingProxyType({entry.name: entry for entry in _ENTRIES})
NONE, BATCH, LAYER, RMS = (NORMALIZATIONS[name].code for name in ("none", "batch", "layer", "rms"))
