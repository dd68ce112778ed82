"""Thin lines between the parts of the window."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

GRIP = 7  # px that the mouse can take hold of


class HairlineHandle(QSplitterHandle):
    """One line in the border's colour, the accent's under the mouse."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go quiet."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground of the canvas, the line in its middle."""
        role = QPalette.ColorRole.Highlight if self.underMouse() else QPalette.ColorRole.Mid
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        line = self.rect()
        if self.orientation() == Qt.Orientation.Horizontal:
            line.setLeft(self.width() // 2)
            line.setWidth(1)
        else:
            line.setTop(self.height() // 2)
            line.setHeight(1)
        painter.fillRect(line, self.palette().color(role))
        painter.end()


class HairlineSplitter(QSplitter):
    """Splitter whose handles are hairlines and whose parts cannot be dragged away."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Qt asks for a handle for every part."""
        return HairlineHandle(self.orientation(), self)
