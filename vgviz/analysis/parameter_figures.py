"""A layer's parameters in figures: now, at the start, and how far they have come."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.checked_index import checked_index
from vgviz.engine.norms import norm
from vgviz.engine.plan import LEARNED_PARTS
from vgviz.engine.simulation import Simulation

FloatArray = NDArray[np.floating[Any]]

SAFE = (1e-280, 1e300)  # a sum of squares within it has neither lost terms nor overflowed
# What a layer may have, in the order of the parameter vector.
PARTS = ("weight", "bias", *LEARNED_PARTS)


@dataclass(frozen=True, slots=True)
class ParameterFigures:
    """Figures of one parameter array.

    Attributes
    ----------
    norm, start_norm, change_norm : L2 norms of the values now, at the start, and of now - start.
    mean, std, low, high : of the values now.
    """

    norm: float
    start_norm: float
    change_norm: float
    mean: float
    std: float
    low: float
    high: float


def parameter_figures(simulation: Simulation, layer: int) -> Mapping[str, ParameterFigures]:
    """Figures of every part that ``layer`` has, by its name (``weight``, ``bias``, ...).

    Raises
    ------
    ExperimentError
        If there is no such layer.
    """
    index = checked_index("layer", layer, simulation.plan.depth)
    parameters, start = simulation.live_parameters, simulation.start
    names = {part: f"layers.{index}.{part}" for part in PARTS if f"layers.{index}.{part}" in parameters}
    return {part: _figures(parameters[name], start[name]) for part, name in names.items()}


def _length(values: FloatArray) -> float:
    """L2 norm of float64 numbers; a large array is worth the quick way, where nothing is lost by it."""
    square = float(np.vdot(values, values))
    return math.sqrt(square) if SAFE[0] < square < SAFE[1] else norm(values)


def _figures(now: FloatArray, start: FloatArray) -> ParameterFigures:
    exact = now.astype(np.float64, copy=False)
    with np.errstate(all="ignore"):
        return ParameterFigures(
            _length(exact),
            _length(start.astype(np.float64, copy=False)),
            _length(exact - start),
            float(exact.mean()),
            float(exact.std()),
            float(exact.min()),
            float(exact.max()),
        )
