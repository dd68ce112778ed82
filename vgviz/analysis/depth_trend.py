"""How the gradient changes from layer to layer: the straight line through its logarithm over depth."""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import factor

FEWEST_LAYERS = 2


@dataclass(frozen=True, slots=True)
class DepthTrend:
    """The line ``intercept + slope * layer`` through log10 of the RMS gradient of dL/dW.

    Attributes
    ----------
    slope, intercept : of the line; layers count from 0, the first hidden layer. NaN where there is no line.
    first, last : the outermost layers that the line was fitted to, its ends in a drawing.
    """

    slope: float
    intercept: float
    first: int
    last: int

    @property
    def factor_per_layer(self) -> float:
        """What one step back from a layer to the one before it multiplies the gradient by."""
        with np.errstate(over="ignore", under="ignore"):
            return float(np.float64(10.0) ** -self.slope)

    @property
    def label(self) -> str:
        """The factor in words, such as "×0.21 per layer"; empty where there is no line."""
        return "" if isnan(self.slope) else f"{factor(self.factor_per_layer)} per layer"

    def at(self, layer: float) -> float:
        """log10 of the RMS gradient that the line gives for ``layer``."""
        return self.intercept + self.slope * layer


def depth_trend(snapshot: Snapshot) -> DepthTrend:
    """Fit the line by least squares to every weight layer whose RMS gradient has a logarithm.

    The output layer and the first one belong to it although their fan differs from the others': the line
    then runs through exactly the points that are drawn, and between the layers that the verdict compares.
    A gradient that is 0, NaN or infinite has no place on it; with fewer than two others there is no line.
    """
    rms = snapshot.grad_weight_rms
    layers = np.flatnonzero(np.isfinite(rms) & (rms > 0))
    if layers.size < FEWEST_LAYERS:
        return DepthTrend(nan, nan, 0, 0)
    heights = np.log10(rms[layers].astype(np.float64))
    offsets = layers - layers.mean()
    slope = float(offsets @ heights / (offsets @ offsets))
    return DepthTrend(slope, float(heights.mean() - slope * layers.mean()), int(layers[0]), int(layers[-1]))
