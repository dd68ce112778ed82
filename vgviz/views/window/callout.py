"""A sentence under the part of the window that it speaks of."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vgviz.views.lessons.pointer import Pointer
from vgviz.views.theme import SPACING

_NOTCH = 7  # px, its height and half its width
_NOTCH_PLACE = 3.0 * SPACING  # px from the left
_ROUNDING = 6.0
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class Callout(QWidget):
    """Lies under ``above``, as wide, wherever there is room for it; in colours of its own, until a click.

    Signals
    -------
    dismissed
        A person has clicked it away.
    """

    dismissed = Signal()

    def __init__(self, words: str, above: Pointer) -> None:
        super().__init__(above.parentWidget())
        self._above = above
        self.label = QLabel(words, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.label.setForegroundRole(QPalette.ColorRole.HighlightedText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * SPACING // 2, SPACING + _NOTCH, 3 * SPACING // 2, SPACING)
        layout.addWidget(self.label)
        self.setToolTip("Click to close")
        above.installEventFilter(self)
        self._follow()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay under what it speaks of, and be seen only with it."""
        if event.type() in _MOVES:
            self._follow()
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Go away."""
        self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with a notch that points up."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0, _NOTCH, 0, 0), _ROUNDING, _ROUNDING)
        notch = QPainterPath(QPointF(_NOTCH_PLACE, 0))
        notch.lineTo(_NOTCH_PLACE - _NOTCH, _NOTCH + 1)
        notch.lineTo(_NOTCH_PLACE + _NOTCH, _NOTCH + 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().window())  # no slice of a row beside the notch
        painter.fillPath(path.united(notch), self.palette().highlight())
        painter.end()

    def _follow(self) -> None:
        place = self._above.geometry()
        self.setGeometry(place.left(), place.bottom() + 1, place.width(), self.heightForWidth(place.width()))
        self.setVisible(not self._above.isHidden() and self._above.room.contains(self.geometry()))
        self.raise_()
