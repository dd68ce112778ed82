"""Words that change several times a second, without having their panel laid out anew each time."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

USUAL_WIDTH, LEAST_WIDTH = 240, 40  # px
_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class LiveText(QWidget):
    """Plain text in as many lines as it takes; a label would ask for a new layout at every change.

    This one does only when it needs another number of lines.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """What is written."""
        return self._text

    def set_text(self, text: str) -> None:
        """Write ``text``."""
        if text == self._text:
            return
        before, self._text = self.heightForWidth(self.width()), text
        self.setAccessibleName(text)
        if self.heightForWidth(self.width()) != before:
            self.updateGeometry()
        self.update()

    def set_look(self, font: QFont, color: str | None = None) -> None:
        """Write in this font, and in this colour instead of that of all text."""
        self.setFont(font)
        if color is not None:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, QColor(color))
            self.setPalette(palette)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Narrower is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for all lines; that of one where there are no words."""
        return self._bounds(width).height()

    def sizeHint(self) -> QSize:
        """One line where that is not too wide."""
        bounds = self._bounds(USUAL_WIDTH)
        return QSize(bounds.width() + 1, bounds.height())

    def minimumSizeHint(self) -> QSize:
        """Lines can be broken."""
        return QSize(LEAST_WIDTH, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write all lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), int(_FLAGS), self._text)
        painter.end()

    def _bounds(self, width: int) -> QRect:
        """The text broken at ``width``, margins included."""
        margins = self.contentsMargins()
        room = QRect(0, 0, max(width - margins.left() - margins.right(), LEAST_WIDTH), 1 << 20)
        bounds = self.fontMetrics().boundingRect(room, int(_FLAGS), self._text or " ")
        return bounds.marginsAdded(margins)
