"""The product as a staircase: every factor a bar on a log axis, each beginning where the last one ended."""

from math import inf, isfinite, isnan

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.views.chain.columns import Bar, Column
from vgviz.views.chain.kinds import kind_color
from vgviz.views.chain.places import Places
from vgviz.views.plots.calm_range import CalmRange
from vgviz.views.plots.ticks import Tick, decade_ticks
from vgviz.views.theme import Theme, font

EDGE = 8.0  # px above and below the axis' range
GAP = 1.0  # px on either side of a column's bars
WIDEST_BAR = 26.0
THINNEST = 2.0  # px, a factor of exactly 1


class ChainBars(QWidget):
    """Bars that add up: the upper end of the first is the error at the output, the end of the last the total.

    A factor of exactly 0 falls to the bottom and an infinite one climbs to the top, each in its own colour;
    one that is not a number fills its place from top to bottom, and nothing can be drawn after it.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self._places: Places | None = None
        self._range = CalmRange(-4.0, 0.0, step=1.0, least_span=2.0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("The gradient as a product, on a logarithmic axis")

    @property
    def columns(self) -> tuple[Column, ...]:
        """What is drawn."""
        return self._columns

    @property
    def vertical_range(self) -> tuple[float, float]:
        """log10 of the smallest and the largest running product that fit."""
        return self._range.low, self._range.high

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def show_columns(self, columns: tuple[Column, ...], places: Places, *, anew: bool) -> None:
        """Draw ``columns``; ``anew`` fits the axis to another layer or network at once."""
        if columns == self._columns and places == self._places:
            return
        self._columns, self._places = columns, places
        ends = [bar.end for column in columns for bar in column.bars if isfinite(bar.end)]
        if ends:
            adapt = self._range.fit if anew else self._range.follow
            adapt(min(*ends, 0.0), max(*ends, 0.0))
        self.update()

    def level(self, height: float) -> float:
        """Where a running product of 10 ** ``height`` is drawn; beyond the range at the edge."""
        low, high = self.vertical_range
        room = self.height() - 2 * EDGE
        share = min(max((high - height) / (high - low), 0.0), 1.0)
        return EDGE + room * share

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The axis, then the bars, then a line at the total."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.background))
        if self._places is not None:
            self._paint_axis(painter, self._places)
            for sides, column in zip(self._places.all_sides(self._columns), self._columns, strict=True):
                self._paint_column(painter, column, *sides)
            self._paint_total(painter, self._places)
        painter.end()

    def _ticks(self) -> list[Tick]:
        return decade_ticks(*self.vertical_range, most=max(3, int(self.height() / 26)))

    def _paint_axis(self, painter: QPainter, places: Places) -> None:
        theme = self._theme
        painter.setFont(font(theme.small))
        height = QFontMetricsF(painter.font()).height()
        grid = QColor(theme.border)
        grid.setAlphaF(0.5)
        for exponent, text in self._ticks():
            y = self.level(exponent)
            painter.setPen(QPen(QColor(theme.border) if exponent == 0 else grid, 1.0))
            painter.drawLine(QLineF(places.left, y, places.right, y))
            painter.setPen(QColor(theme.muted))
            room = QRectF(0.0, y - height / 2, places.left - 6, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_column(self, painter: QPainter, column: Column, left: float, right: float) -> None:
        if not column.bars:
            return
        room = right - left - 2 * GAP
        width = min(room / len(column.bars), WIDEST_BAR)
        start = (left + right + width * len(column.bars)) / 2  # the way back goes to the left
        for bar in column.bars:
            start -= width
            self._paint_bar(painter, bar, start, width)

    def _paint_bar(self, painter: QPainter, bar: Bar, left: float, width: float) -> None:
        if isnan(bar.start):
            return
        ends = (-inf, inf) if isnan(bar.end) else (bar.start, bar.end)
        below, above = sorted(map(self.level, ends), reverse=True)
        height = max(below - above, THINNEST)
        gap = 1.0 if width > 6 else 0.0
        painter.fillRect(QRectF(left, above, width - gap, height), QColor(bar_color(bar, self._theme)))

    def _paint_total(self, painter: QPainter, places: Places) -> None:
        ends = [bar.end for column in self._columns for bar in column.bars]
        if not ends or not isfinite(ends[-1]):
            return
        y = self.level(ends[-1])
        pen = QPen(QColor(self._theme.text), 1.0)
        pen.setDashPattern([3.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(QLineF(places.left, y, places.input_sides[1], y))


def bar_color(bar: Bar, theme: Theme) -> str:
    """Colour of a bar: its kind's, or that of what has no logarithm."""
    if isfinite(bar.end):
        return kind_color(bar.kind, theme)
    return theme.not_a_number if isnan(bar.end) else theme.zero if bar.end < 0 else theme.overflow
