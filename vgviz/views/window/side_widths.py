"""How wide what lies beside the diagram is: as a person has chosen it, and wider only while it has to be."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

from vgviz.views.window.arrangement import CONTROLS_WIDTH, INSPECTOR_WIDTH
from vgviz.views.window.dock import Dock

_FIRST_WIDTHS = {
    Qt.DockWidgetArea.LeftDockWidgetArea: CONTROLS_WIDTH,
    Qt.DockWidgetArea.RightDockWidgetArea: INSPECTOR_WIDTH,
}


class SideWidths(QObject):
    """Qt makes docks wider for large text or wide content, but never narrower again when that has gone."""

    def __init__(self, window: QMainWindow, docks: Sequence[Dock]) -> None:
        super().__init__(window)
        center = window.centralWidget()
        assert center is not None, "docks lie around something"
        self._window, self._center = window, center
        self._columns = {area: SideColumn(window, docks, area) for area in _FIRST_WIDTHS}
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._follow)
        window.installEventFilter(self)
        center.installEventFilter(self)

    def rest(self) -> None:
        """Leave all where it is."""
        self._following.stop()
        self._window.removeEventFilter(self)
        self._center.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What lies at a side is as wide as the centre leaves it, and says when it has to be wider."""
        kind = QEvent.Type.Resize if watched is self._center else QEvent.Type.LayoutRequest
        if event.type() == kind:
            self._following.start()
        return False

    def _follow(self) -> None:
        for column in self._columns.values():
            column.follow()


class SideColumn:
    """The docks at one side, one above the other or in tabs."""

    def __init__(self, window: QMainWindow, docks: Sequence[Dock], area: Qt.DockWidgetArea) -> None:
        self._window, self._docks, self._area = window, docks, area
        self._chosen = _FIRST_WIDTHS[area]
        self._least = 0
        self._has_to_be = False

    def follow(self) -> None:
        """Note a width that was chosen, and go back to it where there is no more need for another."""
        docks = [dock for dock in self._docks if self._has(dock)]
        in_view = [dock for dock in docks if dock.is_in_view]
        if len({dock.width() for dock in in_view}) != 1:  # none, or some lie side by side
            return
        width, least = in_view[0].width(), max(map(_least_width, docks))
        is_free, self._least = self._has_to_be and least < self._least, least
        self._has_to_be = width <= least
        if is_free or width < least:
            wanted = max(self._chosen, least) if is_free else least
            self._window.resizeDocks([in_view[0]], [wanted], Qt.Orientation.Horizontal)
        elif width > least:
            self._chosen = width

    def _has(self, dock: Dock) -> bool:
        is_here = self._window.dockWidgetArea(dock) == self._area
        return is_here and not (dock.isFloating() or dock.isHidden())


def _least_width(dock: Dock) -> int:
    return max(dock.minimumSizeHint().width(), dock.minimumWidth())
