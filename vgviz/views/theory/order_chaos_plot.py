"""Weight variance against bias variance: order, chaos, the line between them, and the network as a dot."""

from math import log10

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.analysis.order_chaos import CriticalLine
from vgviz.views.plots.curve import Curve
from vgviz.views.plots.header import LegendEntry
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.style import dress, edge_room, fill, line_pen, name_axis, quiet_plot, set_ticks
from vgviz.views.plots.ticks import magnitude_ticks
from vgviz.views.theme import Theme
from vgviz.views.theory.region import Region

LEAST_WEIGHT, MOST_WEIGHT = 1e-2, 1e3  # sigma_w^2 that the hand can reach
BIAS_STEPS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)  # ends of the vertical axis
KEY_FACTOR, KEY_SHARE = 1.1, 0.05  # what an arrow key does to the weights, and of the axis to the biases
REGION_ALPHA = 0.16


class OrderChaosPlot(QWidget):
    """The dot is the network as its weights are; dragging it asks for a network that starts there.

    Signals
    -------
    wished : float, float
        The weight variance and the bias variance under the hand.
    """

    wished = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line: CriticalLine | None = None
        self._place: tuple[float, float] | None = None
        self._low, self._high, self._top = -1.0, 1.0, BIAS_STEPS[0]
        self._plot = quiet_plot(left_width=44)
        self._order, self._chaos, self._edge = Region(), Region(), Curve()
        self._dot = Markers("o", 11.0)
        for item in (self._order, self._chaos, self._edge, self._dot):
            self._plot.addItem(item, ignoreBounds=True)
        name_axis(self._plot, "bottom", "weight variance σ²w", "σ²w")
        name_axis(self._plot, "left", "bias variance σ²b", "σ²b")
        self._plot.viewport().installEventFilter(self)
        self._plot.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self._plot.getPlotItem().getViewBox().sigResized.connect(self._show_axes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Order and chaos: weight variance against bias variance")
        self.set_theme(theme)
        self._show_axes()

    @property
    def place(self) -> tuple[float, float] | None:
        """Weight variance and bias variance of the dot."""
        return self._place

    @property
    def legend(self) -> list[LegendEntry]:
        """What is what."""
        theme = self._theme
        return [
            LegendEntry("order: vanishes", theme.curve, "s", size=9, short="order"),
            LegendEntry("chaos: explodes", theme.danger, "s", size=9, short="chaos"),
        ]

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        dress(self._plot, theme)
        for region, name in ((self._order, theme.curve), (self._chaos, theme.danger)):
            color = QColor(name)
            color.setAlphaF(REGION_ALPHA)
            region.set_brush(QBrush(color))
        self._edge.set_pen(line_pen(theme.text, 1.5))
        self._dot.set_colors(line_pen(theme.background, 1.5), fill(theme.second_curve))
        self._plot.viewport().update()

    def show_line(self, line: CriticalLine | None) -> None:
        """Draw this line between order and chaos; None is not known yet."""
        self._line = line
        self._make_room()

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Put the dot at this weight variance and bias variance; None is nowhere."""
        self._place = place
        if place is None:
            self._dot.clear()
        else:
            self._make_room()
            seen = max(place[0], 10.0**self._low)
            self._dot.set_points(np.array([log10(seen)]), np.array([place[1]]))
        self._plot.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press and drag moves the dot."""
        if isinstance(event, QMouseEvent) and self._place is not None:
            moves = event.type() == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton
            presses = (
                event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton
            )
            if moves or presses:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self._wish_at(event.position())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the dot."""
        steps = {
            Qt.Key.Key_Left: (1.0 / KEY_FACTOR, 0.0),
            Qt.Key.Key_Right: (KEY_FACTOR, 0.0),
            Qt.Key.Key_Up: (1.0, KEY_SHARE * self._top),
            Qt.Key.Key_Down: (1.0, -KEY_SHARE * self._top),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._place is None:
            super().keyPressEvent(event)
            return
        self._wish(self._place[0] * step[0], self._place[1] + step[1])

    def _wish_at(self, point: QPointF) -> None:
        place = self._plot.getPlotItem().getViewBox().mapSceneToView(point)
        self._wish(10.0 ** place.x(), place.y())

    def _wish(self, weight_variance: float, bias_variance: float) -> None:
        weight = min(max(weight_variance, LEAST_WEIGHT), MOST_WEIGHT)
        self.wished.emit(weight, min(max(bias_variance, 0.0), self._top))

    def _make_room(self) -> None:
        """Whole decades around the dot and the critical line's foot, and biases up to the dot's at least."""
        weights = [] if self._place is None else [self._place[0]]
        if self._line is not None and self._line.weight_variance.size:
            weights.append(float(self._line.weight_variance[0]))
        logarithms = [log10(weight) for weight in weights if weight > 0.0] or [0.0]
        low, high = min(*logarithms, 0.0) - 0.5, max(*logarithms, 0.0) + 0.5
        bias = 0.0 if self._place is None else self._place[1]
        top = next((step for step in BIAS_STEPS if bias <= 0.95 * step), bias)
        self._low = min(np.floor(2 * low) / 2, log10(MOST_WEIGHT))
        self._high, self._top = np.ceil(2 * high) / 2, max(top, BIAS_STEPS[1])
        self._show_axes()

    def _show_axes(self) -> None:
        self._plot.setXRange(self._low, self._high, padding=0.0)
        self._plot.setYRange(0.0, self._top, padding=edge_room(self._plot))
        set_ticks(self._plot, "bottom", magnitude_ticks(self._low, self._high))
        set_ticks(
            self._plot, "left", [(share * self._top, f"{share * self._top:g}") for share in (0, 0.5, 1)]
        )
        self._show_regions()

    def _show_regions(self) -> None:
        line, ends = self._line, np.array([-0.1 * self._top, 1.1 * self._top])
        if line is None:
            return
        if line.weight_variance.size:
            x, y = np.log10(line.weight_variance).astype(np.float64), line.bias_variance.astype(np.float64)
            x, y = np.append(x[0], x), np.append(ends[0], y)
            if y[-1] < ends[1]:
                x, y = np.append(x, x[-1]), np.append(y, ends[1])
        else:  # gradients vanish everywhere
            x, y = np.full(2, self._high + 1.0), ends
        low, high = self._low - 1.0, self._high + 1.0
        self._edge.set_points(x, y)
        self._order.set_points(np.append(x, [low, low]), np.append(y, [y[-1], y[0]]))
        self._chaos.set_points(np.append(x, [high, high]), np.append(y, [y[-1], y[0]]))
        self._plot.viewport().update()
