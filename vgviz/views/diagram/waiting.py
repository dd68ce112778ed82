"""A word where the first picture takes long to come, as that of a large network does."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from vgviz.views.theme import Theme, font

PATIENCE = 1000  # ms
WORDS = "Setting up the network…"


class Waiting(QObject):
    """Waits from the moment that ``view`` is shown until it is told that there is a picture."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._is_late = False
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(self._on_timeout)
        view.installEventFilter(self)

    def end(self) -> None:
        """There is a picture."""
        self._timer.stop()
        self._is_late = False
        self._view.removeEventFilter(self)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint what there is to see meanwhile."""
        painter.fillRect(self._view.rect(), QColor(theme.background))
        if self._is_late:
            painter.setPen(QColor(theme.muted))
            painter.setFont(font(theme.body))
            painter.drawText(self._view.rect(), Qt.AlignmentFlag.AlignCenter, WORDS)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait while the view is on show."""
        if event.type() == QEvent.Type.Show:
            self._timer.start()
        elif event.type() == QEvent.Type.Hide:
            self._timer.stop()
        return False

    def _on_timeout(self) -> None:
        self._is_late = True
        self._view.update()
