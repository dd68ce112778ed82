"""What lies right of the diagram in a window that becomes narrow, and wide again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.telemetry import Snapshot
from vgviz.views.desk import Desk
from vgviz.views.panel import Panel
from vgviz.views.theme import DARK
from vgviz.views.window.arrangement import INSPECTOR_WIDTH
from vgviz.views.window.deck import Deck
from vgviz.views.window.panels import Group, PanelKind

Maker = Callable[..., Snapshot]
WIDE, NARROW = 1400, 1000
KINDS = tuple(
    PanelKind(name, name, group, lambda _theme, _desk: Panel())
    for name, group in (("depth", Group.GRADIENT), ("lessons", Group.INSPECTOR))
)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.resize(WIDE, 800)
    return window


@pytest.fixture
def deck(window: QMainWindow, make_snapshot: Maker) -> Deck:
    controls = QWidget()
    controls.setMinimumWidth(328)
    deck = Deck(window, controls, DARK, Desk(), still=True, kinds=KINDS)
    window.show()
    deck.show_frame(frame_of(make_snapshot()))
    QApplication.processEvents()
    return deck


def _resize(qtbot: QtBot, window: QMainWindow, width: int) -> None:
    """Change the window's width, and let the docks follow."""
    window.resize(width, 800)
    qtbot.waitUntil(lambda: window.width() == width)
    for _ in range(3):
        QApplication.processEvents()


def test_a_panel_at_the_side_has_its_width_back_where_the_window_is_wide_again(
    qtbot: QtBot, window: QMainWindow, deck: Deck
) -> None:
    lessons = deck.dock("lessons")
    _resize(qtbot, window, NARROW)
    window.resizeDocks([lessons], [220], Qt.Orientation.Horizontal)
    _resize(qtbot, window, WIDE)
    qtbot.waitUntil(lambda: lessons.width() == INSPECTOR_WIDTH)


def test_in_a_wide_window_the_width_is_what_a_person_has_chosen(
    qtbot: QtBot, window: QMainWindow, deck: Deck
) -> None:
    lessons = deck.dock("lessons")
    window.resizeDocks([lessons], [220], Qt.Orientation.Horizontal)
    _resize(qtbot, window, WIDE + 100)
    assert lessons.width() == pytest.approx(220, abs=40)
    assert lessons.width() < INSPECTOR_WIDTH
