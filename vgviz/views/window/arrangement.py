"""How the docks lie around the diagram in a first window, and after "Reset layout"."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QTabWidget

from vgviz.views.window.dock import Dock, PanelDock
from vgviz.views.window.panels import Group

CONTROLS_WIDTH, INSPECTOR_WIDTH = 336, 320
ROOM_BESIDE = 1200  # px, width from which on there is room right of the diagram
PLOT_SHARE = 0.32  # of the window's height
INSPECTOR_SHARE = 0.6  # of the height beside the diagram: a chosen place has more to say than the findings
_LEFT, _RIGHT, _BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
_CORNERS = {
    Qt.Corner.TopLeftCorner: _LEFT,
    Qt.Corner.BottomLeftCorner: _LEFT,
    Qt.Corner.TopRightCorner: _RIGHT,
    Qt.Corner.BottomRightCorner: _RIGHT,
}


def prepare(window: QMainWindow) -> None:
    """Let docks at the sides take the whole height, and tabs lie above what they show."""
    for corner, area in _CORNERS.items():
        window.setCorner(corner, area)
    option = QMainWindow.DockOption
    # Not GroupedDragging: one panel is torn off at a time, and Qt restores floating groups wrongly.
    window.setDockOptions(option.AllowTabbedDocks | option.AllowNestedDocks)
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
    window.setDocumentMode(True)


def arrange(window: QMainWindow, controls: Dock, panels: Sequence[PanelDock]) -> None:
    """Put every dock in its first place, open or hidden as at first."""
    for dock in (controls, *panels):
        if dock.isFloating():  # Qt would hide and show all others for nothing
            dock.hide()  # before, else Qt lays the window out each time
            dock.setFloating(False)
        window.removeDockWidget(dock)
    window.addDockWidget(_LEFT, controls)
    groups = {group: [dock for dock in panels if dock.kind.group is group] for group in Group}
    lay_side_by_side(window, _BOTTOM, groups[Group.GRADIENT], groups[Group.LEARNING])
    lay_side_by_side(window, _RIGHT, groups[Group.INSPECTOR], groups[Group.FINDINGS])
    controls.show()
    for dock in panels:
        dock.setVisible(_opens(dock, window))
    for group in groups.values():
        for dock in [dock for dock in group if dock.kind.is_open][:1]:
            dock.raise_()
    share_room(window, controls, groups)


def _opens(dock: PanelDock, window: QMainWindow) -> bool:
    """Whether a first window has it: in a narrow one the network comes before what lies beside it."""
    beside = dock.kind.group in (Group.INSPECTOR, Group.FINDINGS)
    return dock.kind.is_open and (window.width() >= ROOM_BESIDE or not beside)


def share_room(window: QMainWindow, controls: Dock, groups: Mapping[Group, Sequence[PanelDock]]) -> None:
    """Give every group its share of the window."""
    fronts = {group: docks[0] for group, docks in groups.items() if docks}
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.resizeDocks([controls], [CONTROLS_WIDTH], across)
    bottom = [fronts[group] for group in (Group.GRADIENT, Group.LEARNING) if group in fronts]
    height = round(window.height() * PLOT_SHARE)
    window.resizeDocks(bottom, [height] * len(bottom), down)
    window.resizeDocks(bottom, [window.width()] * len(bottom), across)
    side = [fronts[group] for group in (Group.INSPECTOR, Group.FINDINGS) if group in fronts]
    window.resizeDocks(side, [INSPECTOR_WIDTH] * len(side), across)
    shares = (INSPECTOR_SHARE, 1 - INSPECTOR_SHARE)
    window.resizeDocks(side, [round(share * window.height()) for share in shares][: len(side)], down)


def lay_side_by_side(
    window: QMainWindow, area: Qt.DockWidgetArea, first: Sequence[PanelDock], second: Sequence[PanelDock]
) -> None:
    """Two groups of tabs in one area: beside each other at the bottom, one above the other at a side."""
    direction = Qt.Orientation.Horizontal if area is _BOTTOM else Qt.Orientation.Vertical
    for group in (first, second):
        for dock in group[:1]:
            window.addDockWidget(area, dock, direction)
        for before, dock in pairwise(group):
            window.addDockWidget(area, dock)
            window.tabifyDockWidget(before, dock)
