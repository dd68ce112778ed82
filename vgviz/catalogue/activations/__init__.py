"""Activation functions: one entry each, with f and f' side by side, in files by family.

Every function takes z, an array of any shape, and the entry's parameter, and returns an array of that shape.
They are written for exactness and clarity; their compiled twins are in ``vgviz.engine.kernels``. Derivatives
come from z, not from f(z): sigmoid'(40) is 4.2e-18, while a (1 - a) would give 0. Conventions at kinks are
PyTorch's; values are those of exact arithmetic, also far out, where f and f' go to their limits.
"""

from dataclasses import replace
from types import MappingProxyType

from vgviz.catalogue.activations.exponential import EXPONENTIAL
from vgviz.catalogue.activations.kind import ActivationKind, Parameter, in_float64
from vgviz.catalogue.activations.linear_and_waves import LINEAR_AND_WAVES
from vgviz.catalogue.activations.rectifiers import RECTIFIERS
from vgviz.catalogue.activations.s_shaped import S_SHAPED
from vgviz.catalogue.activations.self_gated import SELF_GATED

__all__ = ["ACTIVATIONS", "TRACK", "ActivationKind", "Parameter"]

_ENTRIES = tuple(
    replace(
        entry,
        code=code,
        function=in_float64(entry.function),
        derivative=in_float64(entry.derivative),
    )
    for code, entry in enumerate((*S_SHAPED, *RECTIFIERS, *EXPONENTIAL, *SELF_GATED, *LINEAR_AND_WAVES))
)

ACTIVATIONS = MappingProxyType({entry.name: entry for entry in _ENTRIES})
TRACK = tuple(sorted((e for e in _ENTRIES if e.track is not None), key=lambda e: e.track or 0))
