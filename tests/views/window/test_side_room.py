"""What lies right of the diagram in a window that becomes narrow, and wide again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.views.window.docks import NARROW, WIDE, empty_panels, resize
from vgviz.views.window.arrangement import INSPECTOR_WIDTH
from vgviz.views.window.deck import Deck
from vgviz.views.window.panels import Group, PanelKind


@pytest.fixture
def kinds() -> list[PanelKind]:
    return empty_panels({"depth": Group.GRADIENT, "lessons": Group.INSPECTOR})


def test_a_panel_at_the_side_has_its_width_back_where_the_window_is_wide_again(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    lessons = deck.dock("lessons")
    resize(qtbot, dock_window, NARROW)
    dock_window.resizeDocks([lessons], [220], Qt.Orientation.Horizontal)
    resize(qtbot, dock_window, WIDE)
    qtbot.waitUntil(lambda: lessons.width() == INSPECTOR_WIDTH)


def test_in_a_wide_window_the_width_is_what_a_person_has_chosen(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    lessons = deck.dock("lessons")
    dock_window.resizeDocks([lessons], [220], Qt.Orientation.Horizontal)
    resize(qtbot, dock_window, WIDE + 100)
    assert lessons.width() == pytest.approx(220, abs=40)
    assert lessons.width() < INSPECTOR_WIDTH
