"""Plots under a diagram that becomes narrow, and wide again."""

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from tests.views.window.docks import NARROW, WIDE, empty_panels, resize
from vgviz.views.window.deck import Deck
from vgviz.views.window.panels import Group, PanelKind
from vgviz.views.window.plot_room import TWO_PLOTS


@pytest.fixture
def kinds() -> list[PanelKind]:
    return empty_panels(
        {
            "depth": Group.GRADIENT,
            "time": Group.GRADIENT,
            "loss": Group.LEARNING,
            "speed": Group.LEARNING,
            "map": Group.LEARNING,
            "lessons": Group.INSPECTOR,
        },
        closed=["map"],
    )


def _room(window: QMainWindow) -> int:
    """Width of the centre, and of what lies under it."""
    center = window.centralWidget()
    assert center is not None
    return center.width()


def _neighbours(window: QMainWindow, deck: Deck, name: str) -> set[str]:
    return {dock.objectName() for dock in window.tabifiedDockWidgets(deck.dock(name))}


def _in_view(deck: Deck) -> list[str]:
    return [dock.kind.name for dock in deck.in_view]


def test_where_two_plots_would_be_too_narrow_they_share_one_place(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    assert _in_view(deck) == ["depth", "loss", "lessons"]
    resize(qtbot, dock_window, NARROW)
    assert _room(dock_window) < TWO_PLOTS
    assert _neighbours(dock_window, deck, "depth") == {"time", "loss", "speed"}
    assert _in_view(deck) == ["depth", "lessons"]
    assert deck.dock("map").isHidden()
    assert abs(deck.dock("depth").width() - _room(dock_window)) <= 2


def test_with_room_for_two_again_all_is_as_it_was(qtbot: QtBot, dock_window: QMainWindow, deck: Deck) -> None:
    deck.dock("speed").raise_()
    before = _in_view(deck)
    resize(qtbot, dock_window, NARROW)
    resize(qtbot, dock_window, WIDE)
    assert _neighbours(dock_window, deck, "depth") == {"time"}
    assert _neighbours(dock_window, deck, "loss") == {"speed"}
    assert deck.dock("map").isHidden()
    after = {dock.kind.name: dock.geometry() for dock in deck.in_view}
    assert list(after) == before == ["depth", "speed", "lessons"]
    assert after["depth"].width() == pytest.approx(after["speed"].width(), abs=2)
    assert after["speed"].left() > after["depth"].right()


def test_the_end_of_a_lesson_brings_the_second_plot_back(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    resize(qtbot, dock_window, NARROW)
    deck.dock("lessons").close()
    qtbot.waitUntil(lambda: _in_view(deck) == ["depth", "loss"])


def test_what_is_remembered_of_a_narrow_window_is_how_a_wide_one_looks(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    resize(qtbot, dock_window, NARROW)
    state: QByteArray = deck.state()
    QApplication.processEvents()
    assert _in_view(deck) == ["depth", "lessons"], "the dock_window itself stays as it is"
    assert deck.restore(state)
    resize(qtbot, dock_window, WIDE)
    assert _in_view(deck) == ["depth", "loss", "lessons"]


def test_plots_that_a_person_has_put_together_stay_so(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    for name in ("loss", "speed"):
        dock_window.tabifyDockWidget(deck.dock("depth"), deck.dock(name))
    resize(qtbot, dock_window, NARROW)
    resize(qtbot, dock_window, WIDE)
    assert _neighbours(dock_window, deck, "depth") >= {"time", "loss", "speed"}


def test_one_that_was_torn_off_meanwhile_stays_off(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    resize(qtbot, dock_window, NARROW)
    deck.dock("loss").setFloating(True)
    resize(qtbot, dock_window, WIDE)
    assert deck.dock("loss").isFloating()
    assert _neighbours(dock_window, deck, "depth") == {"time"}
    deck.dock("loss").setFloating(False)
