"""A frame around what has the focus of the keyboard and does not show it itself."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

SHOW_IT_THEMSELVES = (QAbstractButton, QAbstractSlider, QComboBox, QLabel, QLineEdit, QTabBar)
WIDTH = 2  # px
_MOVED = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusFrame(QWidget):
    """Lies over a plot, a picture or a list that the Tab key leads to, until the focus goes on.

    It is the window's child and not theirs, so that their pictures are without it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._framed: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._let_go)

    def follow(self, focused: QWidget) -> None:
        """Lie around this, where it needs a frame."""
        if isinstance(focused, SHOW_IT_THEMSELVES):
            return
        self._framed = focused
        for each in self._line(focused):
            each.installEventFilter(self)
        self._place()
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay around it wherever it goes."""
        if event.type() in _MOVED:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line; the mask leaves no more of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Highlight))
        painter.end()

    def _place(self) -> None:
        """Around as much of it as is not cut off."""
        framed = self._framed
        if framed is None or not framed.isVisible():
            self.hide()
            return
        shown = self._window.rect()
        for each in self._line(framed):
            shown &= each.rect().translated(each.mapTo(self._window, QPoint()))
        self.setGeometry(shown)
        self.setMask(QRegion(self.rect()) - QRegion(self.rect().adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH)))
        self.show()

    def _let_go(self) -> None:
        if self._framed is not None:
            for each in self._line(self._framed):
                each.removeEventFilter(self)
            self._framed = None
            self.hide()

    def _line(self, framed: QWidget) -> Iterator[QWidget]:
        """It and all it lies in, below the window."""
        each: QWidget | None = framed
        while each is not None and each is not self._window:
            yield each
            each = each.parentWidget()
