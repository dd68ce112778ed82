"""How the difference between what is measured and what is predicted shrinks with the step."""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from vgviz.analysis.nudge import LARGEST_STEP, SMALLEST_STEP, Nudge
from vgviz.views.plots.curve import Curve
from vgviz.views.plots.logarithms import logarithms
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.style import dress, edge_room, fill, line_pen, quiet_plot, set_ticks
from vgviz.views.plots.ticks import decade_ticks, power_of_ten
from vgviz.views.theme import Theme

MARGIN = 0.5  # decades beside the largest and the smallest step
TICK_ROOM, LINE = 40, 20  # px that a number takes
LEAST_SPAN = 6.0  # decades


class NudgePlot(QWidget):
    """abs(measured - predicted) of the loss over the step, both logarithmic.

    A straight line of slope 2 says that the gradient is right: a tenth of the step leaves a hundredth of the
    difference, until rounding takes over. A difference of exactly 0 is marked at the lower edge.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nudges: tuple[Nudge, ...] = ()
        self._exponent = SMALLEST_STEP
        self._plot = quiet_plot(48)
        self._guide, self._chosen = Curve(), Curve()
        self._curves = (Curve(), Curve())
        self._points = (Markers("o", 5.0), Markers("s", 5.0))
        self._kinks = (Markers("o", 5.0), Markers("s", 5.0))
        self._zeros = Markers("t", 7.0)
        for item in (self._guide, self._chosen, *self._curves, *self._points, *self._kinks, self._zeros):
            self._plot.addItem(item, ignoreBounds=True)
        self._plot.setLabel("bottom", "nudge")
        self._plot.setLabel("left", "off by")
        self._plot.setXRange(SMALLEST_STEP - MARGIN, LARGEST_STEP + MARGIN, padding=0.0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Difference of measured and predicted change over the size of the nudge")
        self.setToolTip(
            "<p>How far the measured change of the loss is from the predicted one. Along the dotted line a "
            "tenth of the nudge leaves a hundredth of the difference; at the end rounding takes over. Points "
            "are hollow where the nudge crosses a kink of the activation.</p>"
        )
        self._plot.getPlotItem().getViewBox().sigResized.connect(self._show_range)
        self.set_theme(theme)

    @property
    def points(self) -> tuple[NDArray[np.float64], ...]:
        """log10 of step and difference of each curve, shape (steps, 2)."""
        return tuple(curve.points for curve in self._curves)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        dress(self._plot, theme)
        colors = (theme.curve, theme.second_curve)
        for place, color in enumerate(colors):
            self._curves[place].set_pen(line_pen(color, 1.5, dashed=place == 1))
            self._points[place].set_colors(line_pen(color, 1.0), fill(color))
            self._kinks[place].set_colors(line_pen(color, 1.0), fill(theme.background))
        guide = line_pen(theme.muted, 1.0)
        guide.setDashPattern([1.0, 3.0])
        self._guide.set_pen(guide)
        self._chosen.set_pen(line_pen(theme.border, 1.5))
        self._zeros.set_colors(line_pen(theme.zero, 1.0), fill(theme.zero))

    def show_nudges(self, nudges: tuple[Nudge, ...], exponent: int) -> None:
        """Draw the differences of ``nudges``, and a line at the step 10 ** ``exponent``."""
        self._nudges, self._exponent = nudges, exponent
        for place, nudge in enumerate(nudges):
            x, y = logarithms(nudge.steps), logarithms(nudge.loss.difference)
            self._curves[place].set_points(x, y)
            self._points[place].set_points(x[~nudge.kinks], y[~nudge.kinks])
            self._kinks[place].set_points(x[nudge.kinks], y[nudge.kinks])
        self._show_range()

    def _show_range(self) -> None:
        if not self._nudges:
            return
        low, high = self._extent()
        self._plot.setYRange(low, high, padding=edge_room(self._plot))
        view = self._plot.getPlotItem().getViewBox()
        ticks = decade_ticks(low, high, min(max(int(view.height() / LINE), 2), 4))
        ends = [(end, power_of_ten(round(end))) for end in (low, high)]
        set_ticks(self._plot, "left", ticks if len(ticks) > 1 else ends)
        width = max(float(view.width()), TICK_ROOM)
        stride = ceil((LARGEST_STEP - SMALLEST_STEP + 2 * MARGIN) * TICK_ROOM / width)
        exponents = range(SMALLEST_STEP, LARGEST_STEP + 1, stride)
        set_ticks(self._plot, "bottom", [(float(each), power_of_ten(each)) for each in exponents])
        chosen = float(self._exponent)
        self._chosen.set_points(np.array([chosen, chosen]), np.array([low - 2.0, high + 2.0]))
        self._guide.set_points(*self._slope_of_two(low))
        zeros = [logarithms(each.steps)[each.loss.difference == 0] for each in self._nudges]
        places = np.concatenate(zeros)
        self._zeros.set_points(places, np.full(places.size, low))
        self._plot.viewport().update()

    def _extent(self) -> tuple[float, float]:
        heights = np.concatenate([logarithms(each.loss.difference) for each in self._nudges])
        heights = heights[np.isfinite(heights)]
        if not heights.size:
            return -LEAST_SPAN, 0.0
        low, high = float(np.floor(heights.min())), float(np.ceil(heights.max()))
        return min(low, high - LEAST_SPAN), high

    def _slope_of_two(self, low: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A line of slope 2 from the larger of the first differences down to the lower edge."""
        starts = [logarithms(each.loss.difference)[0] for each in self._nudges]
        starts = [start for start in starts if np.isfinite(start)]
        if not starts:
            return np.empty(0), np.empty(0)
        top = max(starts)
        return np.array([LARGEST_STEP, LARGEST_STEP - (top - low) / 2.0]), np.array([top, low])
