"""The variance map: what a layer makes of the variance of its pre-activations."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.views.plots.curve import Curve
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.style import dress, edge_room, fill, line_pen, name_axis, quiet_plot, set_ticks
from vgviz.views.plots.ticks import linear_ticks
from vgviz.views.theme import Theme


class VarianceMapPlot(QWidget):
    """V(q) over q with the diagonal; where they cross, the variance stays: q*."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = quiet_plot(left_width=44)
        self._diagonal, self._map, self._fixed = Curve(), Curve(), Markers("o", 8.0)
        for item in (self._diagonal, self._map, self._fixed):
            self._plot.addItem(item, ignoreBounds=True)
        name_axis(self._plot, "bottom", "variance q of a layer", "q")
        name_axis(self._plot, "left", "V(q), of the next", "V(q)")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setAccessibleName("Variance map")
        self.set_theme(theme)

    @property
    def points(self) -> NDArray[np.float64]:
        """The map as (q, V(q)), shape (points, 2)."""
        return self._map.points

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        dress(self._plot, theme)
        self._diagonal.set_pen(line_pen(theme.muted, 1.0, dashed=True))
        self._map.set_pen(line_pen(theme.second_curve))
        self._fixed.set_colors(line_pen(theme.text, 1.5), fill(theme.background))
        self._plot.viewport().update()

    def show_map(self, q: NDArray[np.float64], following: NDArray[np.float64], q_star: float) -> None:
        """Draw V at ``q``, and the fixed point where it lies among them."""
        top = float(q[-1])
        high = max(top, float(following.max()))
        self._plot.setXRange(0.0, top, padding=0.0)
        self._plot.setYRange(0.0, high, padding=edge_room(self._plot))
        set_ticks(self._plot, "bottom", linear_ticks(0.0, top, 3))
        set_ticks(self._plot, "left", linear_ticks(0.0, high, 3))
        self._diagonal.set_points(np.array([0.0, top]), np.array([0.0, top]))
        self._map.set_points(q, following)
        place = np.array([q_star]) if 0.0 <= q_star <= top else np.empty(0)
        self._fixed.set_points(place, place)
        self._plot.viewport().update()
