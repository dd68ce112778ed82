"""Weights as bars, the largest first, each with its gradient."""

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.number_format import MINUS, count, magnitude, number
from vgviz.views.elided_label import elided
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import SPACING, Theme, font

MOST_BARS = 8
NAME_SHARE = 0.24  # of the width
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One weight: the unit at its other end, its value, and its gradient."""

    unit: int
    name: str
    weight: float
    gradient: float


class WeightBars(QWidget):
    """Bars from a middle line, negative ones to the left; under each a thin one for |gradient|.

    Signals
    -------
    chosen : int
        A person wants the edge to this unit.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self._total = 0
        self._current = -1
        self._line = 0.0  # px, height of one
        self.set_theme(theme)
        self.setAccessibleName(accessible_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is on show, from the largest weight to the smallest."""
        return self._bars

    @property
    def caption(self) -> str:
        """How many of how many, and what full bars mean."""
        shown = f"{len(self._bars)} largest of {count(self._total)}" if len(self._bars) < self._total else ""
        gradient = max((abs(bar.gradient) for bar in self._bars), default=0.0)
        return " · ".join(part for part in (shown, f"thin: gradient ≤ {magnitude(gradient)}") if part)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._line = QFontMetricsF(font(theme.small)).height() + 3
        self.updateGeometry()
        self.update()

    def show_weights(self, weights: FloatArray, gradients: FloatArray, names: tuple[str, ...]) -> None:
        """Show the largest of these, each of shape (units,); ``names`` of the units may be empty."""
        order = np.argsort(-np.abs(weights), kind="stable")[:MOST_BARS].tolist()
        bars = tuple(
            Bar(unit, names[unit] if names else str(unit + 1), float(weights[unit]), float(gradients[unit]))
            for unit in order
        )
        if (bars, weights.size) == (self._bars, self._total):
            return
        resized = len(bars) != len(self._bars)
        self._bars, self._total = bars, int(weights.size)
        self._current = min(self._current, len(bars) - 1)
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all bars and the caption."""
        return QSize(220, round((len(self._bars) + 1) * self._line))

    def event(self, event: QEvent) -> bool:
        """Tell the exact numbers of the bar under the mouse."""
        return tells_of_spot(self, event, self._words_at) or super().event(event)

    def _words_at(self, place: QPoint) -> str:
        row = self._row_at(place.y())
        return _tip(self._bars[row]) if row >= 0 else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the bar under the mouse."""
        self._make_current(self._row_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        self._make_current(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the edge."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._row_at(event.position().y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move the mark, Return chooses."""
        move = MOVES.get(Qt.Key(event.key()))
        if move is not None and self._bars:
            self._make_current(min(max(self._current + move, 0), len(self._bars) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar, number; one line each, the caption last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(self._theme.small))
        largest = max((abs(bar.weight) for bar in self._bars if np.isfinite(bar.weight)), default=0.0)
        steepest = max((abs(bar.gradient) for bar in self._bars if np.isfinite(bar.gradient)), default=0.0)
        for row, bar in enumerate(self._bars):
            self._paint_bar(painter, row, bar, largest or 1.0, steepest or 1.0)
        painter.setPen(QColor(self._theme.muted))
        caption = QRectF(0, len(self._bars) * self._line, self.width(), self._line)
        text = elided(self.caption, QFontMetricsF(painter.font()), self.width())
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _paint_bar(self, painter: QPainter, row: int, bar: Bar, largest: float, steepest: float) -> None:
        theme, line = self._theme, self._line
        top, metrics = row * line, painter.fontMetrics()
        if row == self._current:
            painter.fillRect(QRectF(0, top, self.width(), line), QColor(theme.raised))
        room = metrics.horizontalAdvance("−1.2e−07") + SPACING / 2
        left, right = NAME_SHARE * self.width(), self.width() - room
        middle, half = (left + right) / 2, (right - left) / 2 - 2
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, int(left) - 4)
        center = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(0, top, left, line), center, name)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            QRectF(right, top, room, line), center | int(Qt.AlignmentFlag.AlignRight), number(bar.weight, 3)
        )
        painter.fillRect(QRectF(middle - 0.5, top, 1, line), QColor(theme.border))
        for value, color, offset, height in (
            (bar.weight / largest, theme.curve, 0.18 * line, 0.42 * line),
            (bar.gradient / steepest, theme.second_curve, 0.68 * line, 0.16 * line),
        ):
            if np.isfinite(value):
                start, end = sorted((middle, middle + half * float(value)))
                painter.fillRect(QRectF(start, top + offset, end - start, height), QColor(color))

    def _row_at(self, y: float) -> int:
        row = int(y // self._line)
        return row if 0 <= row < len(self._bars) else -1

    def _make_current(self, row: int) -> None:
        if row != self._current:
            self._current = row
            self.update()

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self._bars[row].unit)


def _tip(bar: Bar) -> str:
    numbers = f"weight {bar.weight!r}<br>gradient {bar.gradient!r}".replace("-", MINUS)
    return f"<p>{escape(bar.name)}</p><p>{numbers}</p><p>Click to look at this connection.</p>"
