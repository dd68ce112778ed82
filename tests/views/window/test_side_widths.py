"""Docks beside the diagram are wider only while they have to be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.views.window.docks import empty_panels
from vgviz.views.window.arrangement import CONTROLS_WIDTH, INSPECTOR_WIDTH
from vgviz.views.window.deck import Deck
from vgviz.views.window.dock import Dock
from vgviz.views.window.panels import Group, PanelKind

LARGE, USUAL = 460, 300


@pytest.fixture
def kinds() -> list[PanelKind]:
    return empty_panels({"depth": Group.GRADIENT, "lessons": Group.INSPECTOR})


def needs(qtbot: QtBot, dock: Dock, width: int) -> None:
    """Let what the dock holds need so much, as larger text does."""
    content = dock.widget()
    assert isinstance(content, QWidget)
    content.setMinimumWidth(width)
    qtbot.waitUntil(lambda: dock.minimumSizeHint().width() == width)
    for _ in range(4):
        QApplication.processEvents()


def choose(qtbot: QtBot, window: QMainWindow, dock: Dock, width: int) -> None:
    """Make it so wide, as a hand at the border does."""
    window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: dock.width() == width)
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize(("name", "first"), [("controls", CONTROLS_WIDTH), ("lessons", INSPECTOR_WIDTH)])
def test_what_had_to_be_wider_is_no_longer_when_the_reason_has_gone(
    qtbot: QtBot, deck: Deck, name: str, first: int
) -> None:
    dock = next(dock for dock in deck.docks if dock.objectName() == name)
    needs(qtbot, dock, LARGE)
    assert dock.width() == LARGE
    needs(qtbot, dock, USUAL)
    qtbot.waitUntil(lambda: dock.width() == first)


def test_it_goes_back_to_the_width_that_was_chosen_before(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    lessons = deck.dock("lessons")
    choose(qtbot, dock_window, lessons, 380)
    needs(qtbot, lessons, LARGE)
    needs(qtbot, lessons, USUAL)
    qtbot.waitUntil(lambda: lessons.width() == 380)


def test_a_width_chosen_since_stays(qtbot: QtBot, dock_window: QMainWindow, deck: Deck) -> None:
    lessons = deck.dock("lessons")
    needs(qtbot, lessons, LARGE)
    choose(qtbot, dock_window, lessons, LARGE + 60)
    needs(qtbot, lessons, USUAL)
    assert lessons.width() == LARGE + 60


def test_less_of_a_reason_leaves_as_much_as_it_takes(qtbot: QtBot, deck: Deck) -> None:
    lessons = deck.dock("lessons")
    needs(qtbot, lessons, LARGE)
    needs(qtbot, lessons, LARGE - 50)
    qtbot.waitUntil(lambda: lessons.width() == LARGE - 50)
