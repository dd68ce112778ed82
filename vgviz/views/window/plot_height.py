"""How high the plots under the diagram are: the share of the window that a person has given them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

from vgviz.views.window.dock import PanelDock

_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class PlotHeight(QObject):
    """Qt leaves docks as high as they are: the diagram alone would pay for a lower window."""

    def __init__(self, window: QMainWindow, panels: Sequence[PanelDock]) -> None:
        super().__init__(window)
        center = window.centralWidget()
        assert center is not None, "docks lie around something"
        self._window, self._center, self._panels = window, center, panels
        self._share = 0.0  # of the window's height
        self._window_height = self._plot_height = 0  # px, as they were followed last
        self._is_settling = False  # whether what comes next is only where this has led
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._follow)
        center.installEventFilter(self)

    def rest(self) -> None:
        """Leave all where it is."""
        self._following.stop()
        self._center.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The centre is as high as the window and the plots leave it."""
        if event.type() == QEvent.Type.Resize:
            self._following.start()
        return False

    def _follow(self) -> None:
        """Note the share where the plots have become higher or lower, keep it where the window has."""
        plots = [dock for dock in self._panels if self._is_below(dock)]
        if len({dock.height() for dock in plots}) != 1:  # none, or some lie one above the other
            return
        before, height = self._window_height, self._window.height()
        if before and height != before:
            self._window.resizeDocks([plots[0]], [round(self._share * height)], Qt.Orientation.Vertical)
            self._is_settling = True
            self._following.start()
        elif not self._is_settling and plots[0].height() != self._plot_height:
            self._share = plots[0].height() / height
        else:
            self._is_settling = False
        self._window_height, self._plot_height = height, plots[0].height()

    def _is_below(self, dock: PanelDock) -> bool:
        is_below = self._window.dockWidgetArea(dock) == _BOTTOM and not dock.isFloating()
        return is_below and dock.is_in_view
