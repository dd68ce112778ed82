"""A window with docks that becomes narrow, and wide again."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.telemetry import Snapshot
from vgviz.views.desk import Desk
from vgviz.views.theme import DARK
from vgviz.views.window.deck import Deck
from vgviz.views.window.panels import PanelKind

WIDE, NARROW, HIGH = 1400, 1000, 800


def wide_window(qtbot: QtBot) -> QMainWindow:
    """A window that has room for everything, not shown yet."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.resize(WIDE, HIGH)
    return window


def shown_deck(window: QMainWindow, kinds: Sequence[PanelKind], snapshot: Snapshot) -> Deck:
    """Its docks, with controls as wide as the real ones, while the window shows this."""
    controls = QWidget()
    controls.setMinimumWidth(328)
    deck = Deck(window, controls, DARK, Desk(), still=True, kinds=kinds)
    window.show()
    deck.show_frame(frame_of(snapshot))
    QApplication.processEvents()
    return deck


def resize(qtbot: QtBot, window: QMainWindow, width: int, height: int = HIGH) -> None:
    """Change the window's size, and let the docks follow."""
    window.resize(width, height)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == (width, height))
    for _ in range(3):
        QApplication.processEvents()
