"""Inputs above, outputs below on the same scale: how an activation draws them together."""

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.experiment import Activation
from vgviz.views.plots.style import line_pen
from vgviz.views.squashing.push import Push, plain
from vgviz.views.theme import DARK, SPACING, Theme, font

REACH = 8.0  # of the axis, at least
THREADS = 33  # inputs at equal distances
MARGIN = 14.0  # px
HANDLE = 4.5  # px, radius
LEAST_HEIGHT = 64  # px at the normal size of text


class PushPicture(QWidget):
    """Equal steps of the input as threads to their outputs; the pushed input as a band.

    Signals
    -------
    dragged : bool, float
        A hand moves the end (True) or the start (False) to this input.
    """

    dragged = Signal(bool, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._push = Push(ConfiguredFunction(Activation()), -6.0, 6.0)
        self._held: bool | None = None
        self.setMinimumWidth(140)
        self.set_theme(theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName("Inputs above, outputs below, on the same scale")
        self.setToolTip("<p>Drag an end of the band. Both lines have the same scale.</p>")

    @property
    def reach(self) -> float:
        """Both axes go from minus this to this."""
        return max(REACH, abs(self._push.start), abs(self._push.end))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.setMinimumHeight(round(LEAST_HEIGHT * theme.small / DARK.small))
        self.update()

    def show_push(self, push: Push) -> None:
        """Draw this push."""
        if push != self._push:
            self._push = push
            self.setAccessibleDescription(f"in {push.words_in}, out {push.words_out}")
            self.update()

    def sizeHint(self) -> QSize:
        """Room for both lines and what is written at them."""
        return QSize(240, self.minimumHeight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer end."""
        if event.button() == Qt.MouseButton.LeftButton:
            z = self._input_at(event.position().x())
            self._held = abs(z - self._push.end) <= abs(z - self._push.start)
            self.dragged.emit(self._held, z)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if self._held is not None:
            self.dragged.emit(self._held, self._input_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self._held = None
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Threads, band, lines, ends, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(self._theme.small))
        line = QFontMetricsF(font(self._theme.small)).height()
        top, bottom = line + HANDLE + 2, self.height() - line - HANDLE - 2
        self._paint_threads(painter, top, bottom)
        self._paint_band(painter, top, bottom)
        for y, name in ((top, "in"), (bottom, "out")):
            painter.setPen(line_pen(self._theme.border, 1.0))
            painter.drawLine(QPointF(MARGIN, y), QPointF(self.width() - MARGIN, y))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(0, y + (line if y == bottom else -6)), name)
        self._paint_ends(painter, top, bottom)
        painter.end()

    def _x(self, value: float) -> float:
        share = (value + self.reach) / (2 * self.reach)
        return MARGIN + min(max(share, 0.0), 1.0) * (self.width() - 2 * MARGIN)

    def _input_at(self, x: float) -> float:
        share = (x - MARGIN) / max(self.width() - 2 * MARGIN, 1.0)
        return round((2 * min(max(share, 0.0), 1.0) - 1) * self.reach, 1)

    def _paint_threads(self, painter: QPainter, top: float, bottom: float) -> None:
        color = QColor(self._theme.muted)
        color.setAlphaF(0.35)
        pen = line_pen(self._theme.muted, 1.0)
        pen.setColor(color)
        painter.setPen(pen)
        inputs = np.linspace(-self.reach, self.reach, THREADS)
        for z, value in zip(inputs.tolist(), self._push.function.value(inputs).tolist(), strict=True):
            if abs(value) <= self.reach:
                painter.drawLine(QPointF(self._x(z), top), QPointF(self._x(value), bottom))

    def _paint_band(self, painter: QPainter, top: float, bottom: float) -> None:
        push = self._push
        first, last = push.outputs
        band = QColor(self._theme.curve)
        band.setAlphaF(0.3)
        painter.setBrush(band)
        painter.setPen(Qt.PenStyle.NoPen)
        corners = ((push.start, top), (push.end, top), (last, bottom), (first, bottom))
        painter.drawPolygon(QPolygonF([QPointF(self._x(value), y) for value, y in corners]))

    def _paint_ends(self, painter: QPainter, top: float, bottom: float) -> None:
        push = self._push
        first, last = push.outputs
        for values, y in (((push.start, push.end), top), ((first, last), bottom)):
            painter.setPen(line_pen(self._theme.curve, 3.0))
            painter.drawLine(QPointF(self._x(values[0]), y), QPointF(self._x(values[1]), y))
        painter.setPen(line_pen(self._theme.background, 1.0))
        painter.setBrush(QColor(self._theme.curve))
        for value in (push.start, push.end):
            painter.drawEllipse(QPointF(self._x(value), top), HANDLE, HANDLE)
        painter.setPen(QColor(self._theme.text))
        for value in dict.fromkeys((push.start, push.end)):
            self._write(painter, plain(value), self._x(value), 0.0)
        middle = (self._x(first) + self._x(last)) / 2
        height = QFontMetricsF(font(self._theme.small)).height()
        self._write(painter, push.words_out, middle, self.height() - height)

    def _write(self, painter: QPainter, text: str, center: float, top: float) -> None:
        metrics = QFontMetricsF(font(self._theme.small))
        width = metrics.horizontalAdvance(text)
        left = min(max(center - width / 2, 2 * SPACING), self.width() - width)
        painter.drawText(QPointF(left, top + metrics.ascent()), text)
