"""Where the Tab key leads."""

from collections.abc import Callable, Iterator

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.telemetry import Snapshot
from vgviz.views.theme import DARK
from vgviz.views.window.focus_frame import FocusFrame
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.tab_order import stops

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(qtbot: QtBot, make_snapshot: Maker) -> Iterator[MainWindow]:
    """A window with a network, as it opens first."""
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    snapshot = make_snapshot(step=30)
    window.show_experiments((snapshot.experiment,))
    window.show_frame(frame_of(snapshot))
    window.show_text(frame_of(snapshot))
    QApplication.processEvents()
    yield window
    window.close()


def _press_tab(presses: int, *, back: bool = False) -> list[QWidget]:
    """What has the focus after each press."""
    shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    met = []
    for _ in range(presses):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, shift)
        after = QApplication.focusWidget()
        assert after is not None
        met.append(after)
    return met


def test_it_meets_every_stop_once_and_comes_back(window: MainWindow) -> None:
    start = window.workspace.diagram
    start.setFocus()
    ways = stops(window)
    met = _press_tab(len(ways))
    assert met[-1] is start
    assert set(met) == set(ways)


def test_it_meets_the_first_controls_before_the_activation_track(window: MainWindow) -> None:
    controls = window.workspace.controls
    names = [stop.accessibleName() for stop in stops(window) if controls.isAncestorOf(stop)]
    assert names[:2] == ["Depth", "Depth, exact number"]
    assert names.index("Residual") < names.index("Activation function")


def test_it_passes_by_what_lies_behind_other_tabs(window: MainWindow) -> None:
    deck = window.workspace.deck
    hidden = [dock for dock in deck.panels if not dock.is_in_view]
    assert hidden
    assert not [stop for dock in hidden for stop in stops(window) if dock.isAncestorOf(stop)]


def test_it_goes_from_the_toolbar_over_the_columns_to_the_foot(window: MainWindow) -> None:
    parts = window.workspace
    ways = stops(window)
    rooms: list[QWidget] = [
        window.transport,
        parts.controls,
        parts.diagrams,
        parts.deck.dock("depth_profile"),
        parts.deck.dock("learning"),
    ]
    first = [[room.isAncestorOf(stop) for stop in ways].index(True) for room in rooms]
    assert first == sorted(first)
    assert window.statusBar().isAncestorOf(ways[-1])


def test_backwards_is_the_same_way(window: MainWindow) -> None:
    window.workspace.diagram.setFocus()
    there = _press_tab(20)
    back = _press_tab(19, back=True)
    assert back == there[-2::-1]


def test_scrolling_does_not_change_the_way(window: MainWindow) -> None:
    window.resize(1024, 700)
    QApplication.processEvents()
    before = stops(window)
    for area in window.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert any(area.verticalScrollBar().value() for area in window.findChildren(QScrollArea))
    assert stops(window) == before


def test_what_it_leads_to_is_scrolled_into_view(window: MainWindow) -> None:
    controls = window.workspace.controls
    window.resize(1440, 900)
    assert controls.seed.visibleRegion().isEmpty()
    window.workspace.diagram.setFocus()
    last = _press_tab(1, back=True)[0]
    assert controls.seed.isAncestorOf(last)
    assert last.visibleRegion().boundingRect() == last.rect()


def _frame(window: MainWindow) -> FocusFrame:
    return window.findChildren(FocusFrame)[0]


def test_a_plot_that_it_leads_to_gets_a_frame_until_it_leads_on(window: MainWindow) -> None:
    plot = window.workspace.deck.panel("depth_profile").findChildren(pg.PlotWidget)[0]
    ways = stops(window)
    ways[ways.index(plot) - 1].setFocus()
    frame = _frame(window)
    assert frame.isHidden()
    _press_tab(1)
    assert frame.isVisible()
    assert frame.geometry() == plot.rect().translated(plot.mapTo(window, QPoint()))
    _press_tab(1)
    assert frame.isHidden()


def test_the_frame_follows_what_it_is_around(window: MainWindow) -> None:
    diagram = window.workspace.diagram
    ways = stops(window)
    ways[ways.index(diagram) - 1].setFocus()
    _press_tab(1)
    frame = _frame(window)
    window.resize(1500, 900)
    QApplication.processEvents()
    assert frame.geometry() == diagram.rect().translated(diagram.mapTo(window, QPoint()))


def test_a_click_draws_no_frame(window: MainWindow) -> None:
    window.workspace.controls.network.depth_row.setFocus()
    QTest.mouseClick(window.workspace.diagram, Qt.MouseButton.LeftButton)
    assert _frame(window).isHidden()


def test_what_is_hidden_leaves_the_focus_to_its_neighbour_without_a_frame(window: MainWindow) -> None:
    network = window.workspace.controls.network
    network.width_row.slider.setFocus()
    network.width_row.hide()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert network.isAncestorOf(focused)
    assert _frame(window).isHidden()


def test_what_is_disabled_leaves_the_focus_to_its_neighbour_without_a_frame(window: MainWindow) -> None:
    timeline, badge = stops(window)[-2:]
    timeline.setFocus()
    timeline.setEnabled(False)
    assert badge.hasFocus()
    assert _frame(window).isHidden()


def test_a_dock_that_is_hidden_leaves_the_focus_to_the_diagram(window: MainWindow) -> None:
    window.workspace.controls.network.width_row.slider.setFocus()
    window.workspace.deck.controls.close()
    assert QApplication.focusWidget() is window.workspace.diagram
    assert _frame(window).isHidden()
