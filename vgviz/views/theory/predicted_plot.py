"""The gradient that theory expects of each layer, as a line with its band, behind the measured one."""

from math import isnan

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.analysis.predicted_gradient import Spread, finite_width_deviation, predicted_profile
from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.calm_range import CalmRange
from vgviz.views.plots.curve import Curve
from vgviz.views.plots.header import LegendEntry
from vgviz.views.plots.logarithms import logarithms
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.robust_range import full_extent
from vgviz.views.plots.style import dress, edge_room, fill, line_pen, name_axis, quiet_plot, set_ticks
from vgviz.views.plots.ticks import decade_ticks, layer_ticks
from vgviz.views.theme import Theme
from vgviz.views.theory.region import Region

BAND = 2.0  # standard deviations to either side: nineteen of twenty networks
BAND_ALPHA = 0.22
TICK_ROOM = 24.0  # px from one layer's number to the next


class PredictedPlot(QWidget):
    """log10 RMS of dL/dW over the layers: measured, and as weights of this size should give it.

    The prediction says how layers compare; it is tied to what is measured at the output layer.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layers = 0
        self._range = CalmRange(-8.0, 0.0, step=2.0, least_span=4.0)
        self._plot = quiet_plot()
        self._band, self._line = Region(), Curve()
        self._points = Markers("o", 6.0)
        for item in (self._band, self._line, self._points):
            self._plot.addItem(item, ignoreBounds=True)
        self._plot.setLabel("bottom", "layer")
        name_axis(self._plot, "left", "RMS of ∂L/∂W", "∂L/∂W")
        self._plot.getPlotItem().getViewBox().sigResized.connect(self._show_range)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setAccessibleName("Predicted and measured gradient by depth")
        self.set_theme(theme)

    @property
    def predicted(self) -> NDArray[np.float64]:
        """log10 of the prediction, shape (layers,)."""
        return self._line.points[:, 1]

    @property
    def measured(self) -> NDArray[np.float64]:
        """log10 of what is measured, shape (layers,); NaN where it is 0 or not finite."""
        return self._points.points[:, 1]

    @property
    def legend(self) -> list[LegendEntry]:
        """What is what."""
        return [
            LegendEntry("measured", self._theme.curve, "o"),
            LegendEntry("theory", self._theme.second_curve, line="solid"),
        ]

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        dress(self._plot, theme)
        band = QColor(theme.second_curve)
        band.setAlphaF(BAND_ALPHA)
        self._band.set_brush(QBrush(band))
        self._line.set_pen(line_pen(theme.second_curve))
        self._points.set_colors(line_pen(theme.curve, 1.5), fill(theme.curve))
        self._plot.viewport().update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the measured layers and the prediction for weights of their size."""
        layers = snapshot.layers
        if layers != self._layers:
            self._layers = layers
            margin = 0.5 + 0.015 * layers
            self._plot.setXRange(1 - margin, layers + margin, padding=0)
            self._show_range()
        number = np.arange(1.0, layers + 1)
        measured = logarithms(snapshot.grad_weight_rms)
        ratio = predicted_profile(snapshot.experiment, snapshot.widths, Spread.of(snapshot))
        predicted = measured[-1] + logarithms(ratio)
        half = BAND * finite_width_deviation(snapshot.widths) / np.log(10.0)
        self._points.set_points(number[np.isfinite(measured)], measured[np.isfinite(measured)])
        self._line.set_points(number, predicted)
        self._show_band(number, predicted, half)
        self._follow(np.concatenate([measured, predicted]))
        self._plot.viewport().update()

    def _show_band(
        self, number: NDArray[np.float64], predicted: NDArray[np.float64], half: NDArray[np.float64]
    ) -> None:
        known = np.isfinite(predicted)
        number, low, high = number[known], (predicted - half)[known], (predicted + half)[known]
        self._band.set_points(np.append(number, number[::-1]), np.append(low, high[::-1]))

    def _follow(self, values: NDArray[np.float64]) -> None:
        extent = full_extent(values)
        if not isnan(extent.low) and self._range.follow(extent.low, extent.high):
            self._show_range()

    def _show_range(self) -> None:
        low, high = self._range.low, self._range.high
        room = int(self._plot.getPlotItem().getViewBox().width() / TICK_ROOM)
        set_ticks(self._plot, "bottom", layer_ticks(max(self._layers, 1), max(room, 2)))
        self._plot.setYRange(low, high, padding=edge_room(self._plot))
        set_ticks(self._plot, "left", decade_ticks(low, high))
