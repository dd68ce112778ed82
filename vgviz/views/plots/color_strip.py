"""The upright bar beside a plot that says which colour is which value."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.drawing.color_scale import HIGHEST_CODE, LOWEST_CODE, ColorScale
from vgviz.views.diagram.colors import code_colors
from vgviz.views.plots.ticks import Tick, decade_ticks
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import Theme, font

WIDTH = 60
_THICKNESS = 9.0
_GAP = 6.0
_COLORS_APART = 6  # codes from one colour of the gradient to the next


class ColorStrip(QWidget):
    """Colours from the lowest value at the bottom to the highest at the top, and numbers beside them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colors: tuple[QColor, ...] = ()
        self._ticks: tuple[Tick, ...] = ()
        self._top, self._bottom = 0.0, 0.0
        TextWidth(self, WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def show_colors(self, colors: Sequence[QColor], ticks: Sequence[Tick]) -> None:
        """Show ``colors`` at equal distances, and numbers at places from 0 (bottom) to 1 (top)."""
        if (tuple(colors), tuple(ticks)) != (self._colors, self._ticks):
            self._colors, self._ticks = tuple(colors), tuple(ticks)
            self.update()

    def show_magnitudes(self, scale: ColorScale) -> None:
        """Show a scale of magnitudes with its decades."""
        colors = code_colors(scale)[LOWEST_CODE : HIGHEST_CODE + 1 : _COLORS_APART]
        low, high = scale.exponents
        ticks = [((place - low) / (high - low), text) for place, text in decade_ticks(low, high)]
        self.show_colors(colors, ticks)

    def set_span(self, top: float, bottom: float) -> None:
        """Reach as far as the plot beside it does, in pixels of this widget."""
        self._top, self._bottom = top, bottom
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar, then its numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0.0, self._top, _THICKNESS, max(self._bottom - self._top, 0.0))
        if self._colors:
            painter.fillRect(bar, self._gradient(bar))
        painter.setFont(font(self._theme.small))
        painter.setPen(QColor(self._theme.muted))
        height = QFontMetricsF(painter.font()).height()
        for place, text in self._ticks:
            middle = bar.bottom() - place * bar.height()
            top = min(max(middle - height / 2, bar.top() - height / 4), bar.bottom() - 3 * height / 4)
            room = QRectF(_THICKNESS + _GAP, top, WIDTH, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _gradient(self, bar: QRectF) -> QLinearGradient:
        gradient = QLinearGradient(QPointF(0.0, bar.bottom()), QPointF(0.0, bar.top()))
        last = max(len(self._colors) - 1, 1)
        for index, color in enumerate(self._colors):
            gradient.setColorAt(index / last, color)
        return gradient
