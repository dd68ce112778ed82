"""The line above a plot: its title, its legend, its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.views.elided_label import elided
from vgviz.views.picture_scale import ALONE
from vgviz.views.plots.run_pen import run_pen
from vgviz.views.plots.style import fill, line_pen, marker_path
from vgviz.views.theme import SPACING, Theme, font

SWATCH = 16.0  # px, width of a legend entry's picture
AFTER_SWATCH = 4  # px from it to the entry's text
BEFORE_ENTRY = 1.25 * SPACING
HEIGHT = 30
LINES = ("solid", "dashed", "dotted", "dash and dot")  # also of the compared runs, in their order
NARROW = 480  # px, below it the short form of the number is written


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One kind of mark in a plot; a ``symbol`` is pyqtgraph's, ``line`` is one of `LINES` or none.

    ``short`` is written instead of the text where the legend has no room for all of it.
    """

    text: str
    color: str
    symbol: str = ""
    line: str = ""
    hollow: bool = False
    size: float = 7.0
    short: str = ""


class PlotHeader(QWidget):
    """Title at the left, then buttons, then the legend, the plot's number in words at the right.

    Where the room gets narrow the legend is shortened, then its last entries go, then words of the number;
    the title stays. Under a tab that has it already it is left out, but not from a picture without the tab.
    """

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._theme = theme
        self._entries: tuple[LegendEntry, ...] = ()
        self._value = ""
        self._short_value = ""
        self._value_swatch: LegendEntry | None = None
        self._shows_title = True
        self._buttons: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> str:
        """The number in words at the right."""
        return self._value

    @property
    def entries(self) -> tuple[LegendEntry, ...]:
        """The legend."""
        return self._entries

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._place_buttons()
        self.update()

    def show_title(self, shown: bool) -> None:
        """Whether the title is to be written on screen."""
        if shown != self._shows_title:
            self._shows_title = shown
            self._place_buttons()
            self.update()

    def take_buttons(self, buttons: QWidget) -> None:
        """Let these stand in the line while they are shown; a picture has them in place of the title."""
        self._buttons = buttons
        buttons.setParent(self)
        self._place_buttons()

    def set_value(self, value: str, *, short: str = "", swatch: LegendEntry | None = None) -> None:
        """Write the plot's number; ``short`` is for narrow plots, ``swatch`` the mark it belongs to."""
        if (value, short, swatch) != (self._value, self._short_value, self._value_swatch):
            self._value, self._short_value, self._value_swatch = value, short, swatch
            self.update()

    def set_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Replace the legend."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.setAccessibleDescription(", ".join(entry.text for entry in entries))
            self.update()

    def sizeHint(self) -> QSize:
        """Height of one line."""
        return QSize(320, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons are as high."""
        super().resizeEvent(event)
        self._place_buttons()

    def event(self, event: QEvent) -> bool:
        """The buttons may need another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_buttons()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, number, then as much of the legend as fits between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.background))
        left = 0.25 * SPACING
        buttons = self._buttons if self._buttons is not None and self._buttons.isVisible() else None
        if self._shows_title or (ALONE.get() and buttons is None):
            left = self._paint_text(painter, 1.5 * SPACING, self._title, self._theme.text, bold=True)
        left = left if buttons is None else buttons.geometry().right()
        right = self._paint_value(painter, left + SPACING)
        for entry, text in zip(self._entries, self.legend_in(right - SPACING - left), strict=True):
            left = self._paint_entry(painter, entry, text, left + BEFORE_ENTRY, right - SPACING)
        painter.end()

    def _place_buttons(self) -> None:
        if self._buttons is not None:
            metrics = QFontMetricsF(font(self._theme.body, bold=True))
            left = 1.5 * SPACING + metrics.horizontalAdvance(self._title) if self._shows_title else 0.0
            self._buttons.setGeometry(round(left), 0, self._buttons.sizeHint().width(), self.height())

    def _paint_value(self, painter: QPainter, after: float) -> float:
        metrics = QFontMetricsF(font(self._theme.body, bold=True))
        right = self.width() - 1.5 * SPACING
        value = self.value_in(right - after)
        left = right - metrics.horizontalAdvance(value)
        self._paint_text(painter, left, value, self._theme.text, bold=True)
        if self._value_swatch and value and left - SWATCH - 6 >= after:
            left -= SWATCH + 6
            self._paint_swatch(painter, self._value_swatch, QPointF(left + SWATCH / 2, self.height() / 2))
        return left

    def value_in(self, room: float) -> str:
        """The number in words as it fits into ``room`` px: whole, in its short form, or cut off."""
        metrics = QFontMetricsF(font(self._theme.body, bold=True))
        short = self._short_value or self._value
        if self.width() >= NARROW and metrics.horizontalAdvance(self._value) <= room:
            return self._value
        return elided(short, metrics, room)

    def legend_in(self, room: float) -> list[str]:
        """The legend's words: whole where ``room`` px are enough for all of them, else short."""
        metrics = QFontMetricsF(font(self._theme.small))
        whole = [entry.text for entry in self._entries]
        needed = sum(BEFORE_ENTRY + SWATCH + AFTER_SWATCH + metrics.horizontalAdvance(text) for text in whole)
        return whole if needed <= room else [entry.short or entry.text for entry in self._entries]

    def _paint_text(
        self, painter: QPainter, left: float, text: str, color: str, *, bold: bool = False
    ) -> float:
        face = font(self._theme.body if bold else self._theme.small, bold=bold)
        painter.setFont(face)
        painter.setPen(QColor(color))
        width = QFontMetricsF(face).horizontalAdvance(text)
        room = QRectF(left, 0, width + 1, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        return left + width

    def _paint_entry(
        self, painter: QPainter, entry: LegendEntry, text: str, left: float, right: float
    ) -> float:
        width = QFontMetricsF(font(self._theme.small)).horizontalAdvance(text)
        if left + SWATCH + AFTER_SWATCH + width > right:
            return right
        self._paint_swatch(painter, entry, QPointF(left + SWATCH / 2, self.height() / 2))
        return self._paint_text(painter, left + SWATCH + AFTER_SWATCH, text, self._theme.muted)

    def _paint_swatch(self, painter: QPainter, entry: LegendEntry, center: QPointF) -> None:
        if entry.line:
            painter.setPen(run_pen(entry.color, LINES.index(entry.line)))
            half = QPointF(SWATCH / 2, 0)
            painter.drawLine(center - half, center + half)
        if entry.symbol:
            painter.setPen(line_pen(entry.color, 1.5))
            painter.setBrush(fill(self._theme.background if entry.hollow else entry.color))
            painter.drawPath(marker_path(entry.symbol, entry.size).translated(center))
