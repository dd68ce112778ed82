"""What lies right of the diagram gives way in a narrow window, and has its width back in a wide one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMainWindow

from vgviz.views.window.arrangement import INSPECTOR_WIDTH, ROOM_BESIDE
from vgviz.views.window.dock import PanelDock

_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


class SideRoom(QObject):
    """Follows the window's width: Qt makes a dock narrower where it must, but never wider again."""

    def __init__(self, window: QMainWindow, panels: Sequence[PanelDock]) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._widening = QTimer(self, singleShot=True, interval=0)
        self._widening.timeout.connect(self._widen)
        window.installEventFilter(self)

    def rest(self) -> None:
        """Leave all where it is."""
        self._widening.stop()
        self._window.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only where the window was narrow: in a wide one the width is what a person has chosen."""
        if isinstance(event, QResizeEvent) and self._window.isVisible():
            was_narrow = 0 < event.oldSize().width() < ROOM_BESIDE
            if was_narrow and event.size().width() >= ROOM_BESIDE:
                self._widening.start()
        return False

    def _widen(self) -> None:
        for dock in self._panels:
            is_beside = self._window.dockWidgetArea(dock) == _RIGHT and not dock.isFloating()
            if is_beside and dock.is_in_view and dock.width() < INSPECTOR_WIDTH:
                self._window.resizeDocks([dock], [INSPECTOR_WIDTH], Qt.Orientation.Horizontal)
