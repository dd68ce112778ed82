"""The tabs of docks that share a place. Qt makes and destroys their bars as it needs them."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

from vgviz.views.theme import Theme
from vgviz.views.tint import paint_ground


class TabBars(QObject):
    """Quiet tabs on the canvas' ground, within reach of the keyboard; one that is dragged out is torn off.

    The latter Qt does itself, but only where docks may be dragged in groups. Here they may while a tab leaves
    its bar, and never else.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_held = False  # a tab, which is still in its bar

    def dress(self, theme: Theme) -> None:
        """Give all bars that there are now their look and their manners."""
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            paint_ground(bar, theme.background)
            bar.setDrawBase(False)
            bar.setExpanding(False)
            # Half a name says nothing: arrows lead to the others.
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setUsesScrollButtons(True)
            bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            bar.setAccessibleName("Panels")
            bar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a tab until it is torn off; from then on Qt does."""
        if not isinstance(watched, QTabBar) or not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._is_held = event.button() == Qt.MouseButton.LeftButton
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._is_held = False
        elif self._is_held and not watched.rect().contains(event.position().toPoint()):
            self._drag_out(watched, event)
            return True
        return False

    def _drag_out(self, bar: QTabBar, event: QMouseEvent) -> None:
        options, floating = self._window.dockOptions(), self._floating()
        self._window.setDockOptions(options | QMainWindow.DockOption.GroupedDragging)
        try:
            bar.event(event)
        finally:
            self._window.setDockOptions(options)
        self._is_held = self._floating() == floating

    def _floating(self) -> list[str]:
        docks = self._window.findChildren(QDockWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [dock.objectName() for dock in docks if dock.isFloating()]
