"""What lies right of the diagram in a window that becomes narrow, and wide again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.views.window.resized_docks import NARROW, WIDE, resize, shown_deck, wide_window
from vgviz.engine.telemetry import Snapshot
from vgviz.views.panel import Panel
from vgviz.views.window.arrangement import INSPECTOR_WIDTH
from vgviz.views.window.deck import Deck
from vgviz.views.window.panels import Group, PanelKind

Maker = Callable[..., Snapshot]
KINDS = tuple(
    PanelKind(name, name, group, lambda _theme, _desk: Panel())
    for name, group in (("depth", Group.GRADIENT), ("lessons", Group.INSPECTOR))
)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    return wide_window(qtbot)


@pytest.fixture
def deck(window: QMainWindow, make_snapshot: Maker) -> Deck:
    return shown_deck(window, KINDS, make_snapshot())


def test_a_panel_at_the_side_has_its_width_back_where_the_window_is_wide_again(
    qtbot: QtBot, window: QMainWindow, deck: Deck
) -> None:
    lessons = deck.dock("lessons")
    resize(qtbot, window, NARROW)
    window.resizeDocks([lessons], [220], Qt.Orientation.Horizontal)
    resize(qtbot, window, WIDE)
    qtbot.waitUntil(lambda: lessons.width() == INSPECTOR_WIDTH)


def test_in_a_wide_window_the_width_is_what_a_person_has_chosen(
    qtbot: QtBot, window: QMainWindow, deck: Deck
) -> None:
    lessons = deck.dock("lessons")
    window.resizeDocks([lessons], [220], Qt.Orientation.Horizontal)
    resize(qtbot, window, WIDE + 100)
    assert lessons.width() == pytest.approx(220, abs=40)
    assert lessons.width() < INSPECTOR_WIDTH
