"""What a profile over the layers looked like earlier in the run, fading out with age."""

from math import nan

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from vgviz.views.plots.curve import Curve
from vgviz.views.plots.gradient_history import GradientHistory
from vgviz.views.plots.logarithms import logarithms
from vgviz.views.plots.robust_range import Extent, full_extent
from vgviz.views.plots.style import line_pen
from vgviz.views.plots.ticks import step_ticks
from vgviz.views.theme import Theme, mixed

MOST_TRACES = 6
NOWHERE = Extent(nan, nan)
OLDEST, NEWEST = 0.16, 0.5  # share of the curve's colour in the ground's


class Traces:
    """The profiles at a few round steps before the present one; another one comes where a step is passed."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._curves = [Curve() for _ in range(MOST_TRACES)]
        self._steps: tuple[float, ...] = ()
        self._theme: Theme | None = None
        self._extent = NOWHERE
        for curve in self._curves:
            plot.addItem(curve, ignoreBounds=True)

    @property
    def steps(self) -> tuple[float, ...]:
        """Steps of the profiles on show, growing."""
        return self._steps

    @property
    def profiles(self) -> list[NDArray[np.float64]]:
        """Points (layer, log10 gradient) of each, in the order of `steps`."""
        return [curve.points for curve in self._curves[: len(self._steps)]]

    @property
    def extent(self) -> Extent:
        """log10 of the smallest and the largest gradient on show, NaN where there are none."""
        return self._extent

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self._color()

    def show_before(self, step: float, history: GradientHistory) -> None:
        """Show what was before ``step``."""
        moments = _moments_before(step, history)
        steps = tuple(history.steps[moments].tolist())
        if steps == self._steps and all(len(points) == history.layers for points in self.profiles):
            return
        self._steps = steps
        numbers = np.arange(1.0, history.layers + 1)
        for curve, moment in zip(self._curves, moments, strict=False):
            curve.set_points(numbers, logarithms(history.gradients[moment]))
        for curve in self._curves[len(moments) :]:
            curve.clear()
        self._extent = full_extent(logarithms(history.gradients[moments])) if len(moments) else NOWHERE
        self._color()

    def clear(self) -> None:
        """Show none."""
        for curve in self._curves[: len(self._steps)]:
            curve.clear()
        self._steps = ()
        self._extent = NOWHERE

    def _color(self) -> None:
        theme = self._theme
        if theme is None:
            return
        shares = np.linspace(NEWEST, OLDEST, MOST_TRACES)
        for curve, share in zip(reversed(self._curves[: len(self._steps)]), shares, strict=False):
            curve.set_pen(line_pen(mixed(theme.background, theme.curve, float(share)).name(), 1.25))


def _moments_before(step: float, history: GradientHistory) -> NDArray[np.intp]:
    """Indices of the moments that stand for round steps before this one, at most `MOST_TRACES`."""
    places = np.array([place for place, _text in step_ticks(step, MOST_TRACES - 1) if place < step])
    moments = history.moments_at(places)
    return np.array(sorted({int(moment) for moment in moments if moment >= 0}), dtype=np.intp)[-MOST_TRACES:]
