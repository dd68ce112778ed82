"""The lowest part of the window, over its whole width."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStatusBar, QVBoxLayout, QWidget


class Foot(QStatusBar):
    """Rows under everything else, as high as they are; Qt would keep margins around what it lays out."""

    def __init__(self, *rows: QWidget) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._content = QWidget(self)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in rows:
            column.addWidget(row)
        self.setFixedHeight(self._content.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rows all there is."""
        super().resizeEvent(event)
        self._content.setGeometry(self.rect())
