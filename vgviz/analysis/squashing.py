"""How much of what enters a layer's activation falls where f' lets a gradient through."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.checked_index import checked_index
from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.catalogue.normalizations import BATCH
from vgviz.engine.histograms import Histogram, histogram
from vgviz.engine.measurement import in_float64, saturated
from vgviz.engine.normalization import normalize
from vgviz.engine.reference import LayerPass, function_and_derivative, layer_forward
from vgviz.engine.simulation import Simulation

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """How the inputs of an activation are spread, and what f' makes of them.

    Attributes
    ----------
    histogram : of the inputs.
    mean, std : of the inputs.
    healthy_fraction : share of them at which abs(f') is at least a tenth of its largest.
    derivative_mean : mean f'.
    """

    histogram: Histogram
    mean: float
    std: float
    healthy_fraction: float
    derivative_mean: float


@dataclass(frozen=True, slots=True, eq=False)
class Squashing:
    """What enters the activation of a layer, or of one unit, on one batch.

    Attributes
    ----------
    layer, unit : where; unit None is the whole layer.
    function : the activation as configured; a layer's learned slopes are stood for by their mean.
    before : of W x + b, before any normalization.
    after : of what the layer's normalization makes of it or, where it has none, of what batch normalization
        with scale 1 and shift 0 would make of the same numbers.
    has_normalization : whether the layer normalizes, so that ``after`` is what enters its activation.
    """

    layer: int
    unit: int | None
    function: ConfiguredFunction
    before: Density
    after: Density
    has_normalization: bool

    @property
    def entering(self) -> Density:
        """Of z, which enters the activation."""
        return self.after if self.has_normalization else self.before


def squashing(
    simulation: Simulation, layer: int, unit: int | None = None, x: FloatArray | None = None
) -> Squashing:
    """Measure one layer, or one unit of it.

    Parameters
    ----------
    x : inputs to measure on, shape (batch, features); by default those of `Simulation.probe`.

    Raises
    ------
    ExperimentError
        If there is no such layer or unit.
    """
    plan, parameters = simulation.plan, simulation.live_parameters
    index = checked_index("layer", layer, plan.depth)
    units = slice(None)
    if unit is not None:
        unit = checked_index("unit", unit, plan.widths[index + 1])
        units = slice(unit, unit + 1)
    x = simulation.probe[0] if x is None else x
    with np.errstate(all="ignore"):
        for below in range(index):
            x = layer_forward(plan, parameters, below, x).activation
        there = in_float64(layer_forward(plan, parameters, index, x))
        linear = (x @ parameters[f"layers.{index}.weight"] + parameters[f"layers.{index}.bias"]).astype(float)
        normalized = there.z if there.normalized else normalize(BATCH, linear).values
        slope = parameters.get(f"layers.{index}.slope")

        def density(z: FloatArray) -> Density:
            derivative = function_and_derivative(plan.activations[index], z, slope)[1]
            passed = replace(there, z=z, derivative=derivative)
            return _density(passed, saturated(plan, index, passed, slope), units)

        before, after = density(linear), density(normalized)
    mean_slope = None if slope is None else float(np.mean(slope[units]))
    function = ConfiguredFunction(plan.activations[index], mean_slope)
    return Squashing(index, unit, function, before, after, there.normalized is not None)


def _density(layer: LayerPass, is_saturated: NDArray[np.bool_], units: slice) -> Density:
    z = layer.z[:, units]
    return Density(
        histogram(z),
        float(np.mean(z)),
        float(np.std(z)),
        1.0 - float(np.mean(is_saturated[:, units])),
        float(np.mean(layer.derivative[:, units])),
    )
