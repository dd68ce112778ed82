"""Tabs of docks that share a place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar

from tests.views.window.docks import empty_panels
from vgviz.engine.telemetry import Snapshot
from vgviz.views.window.deck import Deck
from vgviz.views.window.dock import TORN_OFF
from vgviz.views.window.panels import Group, PanelKind

LEFT = Qt.MouseButton.LeftButton
Maker = Callable[..., Snapshot]


@pytest.fixture
def kinds() -> list[PanelKind]:
    return empty_panels(dict.fromkeys("abc", Group.GRADIENT))


def _bar(window: QMainWindow) -> QTabBar:
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return next(bar for bar in bars if bar.isVisible() and bar.count() > 1)


def _drag(bar: QTabBar, tab: int, by: QPoint) -> None:
    """Drag a tab, and let go."""
    start = bar.tabRect(tab).center()
    QTest.mousePress(bar, LEFT, pos=start)
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        QTest.mouseMove(bar, start + by * share)
    QTest.mouseRelease(bar, LEFT, pos=start + by)
    QApplication.processEvents()


def test_a_panel_that_is_torn_off_lies_on_the_screen(window: QMainWindow, deck: Deck) -> None:
    window.move(window.screen().availableGeometry().bottomRight() - QPoint(300, 300))
    dock = deck.dock("a")
    dock.toggle_floating()
    assert dock.size() == dock.size().expandedTo(TORN_OFF)
    assert dock.screen().availableGeometry().contains(dock.geometry())
    dock.toggle_floating()


def test_a_tab_that_is_dragged_far_out_of_its_bar_is_torn_off_at_the_pointer(
    dock_window: QMainWindow, deck: Deck
) -> None:
    bar = _bar(dock_window)
    tab, by = bar.tabRect(1).center(), QPoint(120, -260)
    _drag(bar, 1, by)
    dock = deck.dock("b")
    assert dock.isFloating()
    assert dock.isVisible()
    assert dock.panel is not None
    assert not dock.panel.isHidden()
    assert dock.frameGeometry().adjusted(-2, -2, 2, 2).contains(bar.mapToGlobal(tab + by))
    assert not deck.dock("a").isFloating()
    assert not deck.dock("c").isFloating()


def test_a_tab_that_stays_near_its_bar_stays_in_it(dock_window: QMainWindow, deck: Deck) -> None:
    _drag(_bar(dock_window), 1, QPoint(10, -20))
    _drag(_bar(dock_window), 0, QPoint(120, 4))
    assert not any(dock.isFloating() for dock in deck.docks)


def test_a_panel_torn_off_so_goes_back_where_it_was(dock_window: QMainWindow, deck: Deck) -> None:
    _drag(_bar(dock_window), 2, QPoint(0, -300))
    dock = deck.dock("c")
    assert dock.isFloating()
    dock.toggle_floating()
    QApplication.processEvents()
    assert not dock.isFloating()
    assert _bar(dock_window).count() == 3


def test_docks_are_still_dragged_one_by_one(dock_window: QMainWindow, deck: Deck) -> None:
    _drag(_bar(dock_window), 1, QPoint(0, -300))
    assert not dock_window.dockOptions() & QMainWindow.DockOption.GroupedDragging
    _drag(_bar(dock_window), 1, QPoint(0, -200))
    assert [dock.kind.name for dock in deck.panels if dock.isFloating()] == ["b", "c"]
