"""A word on a coloured ground."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.views.theme import font

HEIGHT = 20
PADDING = 10.0


class Pill(QWidget):
    """One word in capitals, with a ground that is told apart by the word, not by colour alone."""

    def __init__(self, size: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._ground = self._ink = "#000000"
        self._font = font(size, bold=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word."""
        return self._text

    def set_size(self, size: float) -> None:
        """Write the word so large, in points."""
        self._font = font(size, bold=True)
        self.updateGeometry()
        self.update()

    def show_word(self, text: str, ground: str, ink: str) -> None:
        """Write ``text`` in the colour ``ink`` on ``ground``."""
        if (text, ground, ink) != (self._text, self._ground, self._ink):
            self._text, self._ground, self._ink = text, ground, ink
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Nothing without a word."""
        width = QFontMetricsF(self._font).horizontalAdvance(self._text)
        return QSize(round(width + 2 * PADDING) if self._text else 0, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded ground, the word in its middle."""
        if not self._text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()), HEIGHT / 2, HEIGHT / 2)
        painter.setFont(self._font)
        painter.setPen(QColor(self._ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
