"""The colour bar as a widget of its own, for diagrams that share it."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.views.diagram import color_bar
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.scene import MARGIN
from vgviz.views.theme import Theme

PADDING = 6.0


class ColorBarView(QWidget):
    """Says which colour is which number in all diagrams.

    Signals
    -------
    menu_requested : QPoint on the screen
    """

    menu_requested = Signal(object)

    def __init__(self, theme: Theme, coloring: Coloring, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._coloring = theme, coloring
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colour bar")
        coloring.changed.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the bar, its quantity and its numbers."""
        return QSize(480, math.ceil(color_bar.height(self._theme) + 2 * PADDING))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens the scale's menu."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.menu_requested.emit(event.globalPosition().toPoint())
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar as a diagram alone has it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.background))
        box = QRectF(self.rect()).adjusted(MARGIN, PADDING, -MARGIN, -PADDING)
        color_bar.paint_color_bar(painter, box, self._coloring.key(self._theme), self._theme)
        painter.end()
