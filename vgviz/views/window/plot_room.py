"""The plots under a narrow diagram: two places side by side become one with tabs, and two again."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

from vgviz.views.window.arrangement import lay_side_by_side
from vgviz.views.window.dock import PanelDock
from vgviz.views.window.panels import Group

TWO_PLOTS = 520  # px under which two plots side by side are too narrow to be read
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class PlotRoom(QObject):
    """Follows the width of the window's centre, such as a lesson or the inspector beside it leaves.

    Only plots that lie side by side are joined, and only those that it has joined come apart again.
    """

    def __init__(
        self,
        window: QMainWindow,
        panels: Sequence[PanelDock],
        rearranging: Callable[[], AbstractContextManager[None]],
    ) -> None:
        super().__init__(window)
        center = window.centralWidget()
        assert center is not None, "docks lie around something"
        self._window, self._center = window, center
        self._panels, self._rearranging = panels, rearranging
        self._joined: list[PanelDock] = []
        self._fronts: list[PanelDock] = []  # of the two places, when they were joined
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        center.installEventFilter(self)

    def forget(self) -> None:
        """All plots have a new place, whatever was done with them before."""
        self._joined = []
        self.fit_soon()

    def fit_soon(self) -> None:
        """Join or part them as the room is then."""
        self._fitting.start()

    def rest(self) -> None:
        """Leave all where it is."""
        self._fitting.stop()
        self._center.removeEventFilter(self)

    def part(self) -> None:
        """Two places again."""
        apart = [dock for dock in self._joined if self._is_in_place(dock)]
        stay = self._plots(Group.GRADIENT)
        self._joined = []
        if not (apart and stay):
            return
        fronts = self._fronts + [dock for dock in (*apart, *stay) if dock.is_in_view]
        hidden = [dock.isHidden() for dock in apart]
        lay_side_by_side(self._window, _BOTTOM, (), apart)
        for dock, is_hidden in zip(apart, hidden, strict=True):
            dock.setHidden(is_hidden)
        half = self._center.width() // 2
        self._window.resizeDocks([stay[0], apart[0]], [half, half], Qt.Orientation.Horizontal)
        for dock in fronts:
            self._raise(dock)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The centre is as wide as the room below it."""
        if event.type() == QEvent.Type.Resize:
            self.fit_soon()
        return False

    def _fit(self) -> None:
        is_narrow = self._center.width() < TWO_PLOTS
        if bool(self._joined) != is_narrow:
            with self._rearranging():
                self._join() if is_narrow else self.part()

    def _join(self) -> None:
        stay, come = self._plots(Group.GRADIENT), self._plots(Group.LEARNING)
        fronts = [dock for dock in (*stay, *come) if dock.is_in_view]
        lines = {dock.geometry().top() for dock in fronts}
        if len(fronts) != 2 or len(lines) != 1 or fronts[0] not in stay or fronts[1] not in come:
            return
        self._joined, self._fronts = come, fronts
        for dock in come:
            is_hidden = dock.isHidden()
            self._window.tabifyDockWidget(stay[-1], dock)
            dock.setHidden(is_hidden)
            stay = [*stay, dock]
        self._raise(fronts[0])

    def _plots(self, group: Group) -> list[PanelDock]:
        return [dock for dock in self._panels if dock.kind.group is group and self._is_in_place(dock)]

    def _is_in_place(self, dock: PanelDock) -> bool:
        return not dock.isFloating() and self._window.dockWidgetArea(dock) == _BOTTOM

    def _raise(self, dock: PanelDock) -> None:
        if self._is_in_place(dock) and not dock.isHidden():
            dock.raise_()
