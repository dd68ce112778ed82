"""Windows with a session that does nothing and without one; windows with nothing but docks."""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from tests.views.window.docks import HIGH, WIDE
from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Command
from vgviz.session.session import Session
from vgviz.views.desk import Desk
from vgviz.views.theme import DARK
from vgviz.views.window.deck import Deck
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.panels import PanelKind

Maker = Callable[..., Snapshot]


@pytest.fixture
def session() -> FakeSession:
    """Nothing sent yet."""
    return FakeSession()


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """Without a session."""
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def wired_window(qtbot: QtBot, session: FakeSession) -> Iterator[MainWindow]:
    """With the session, which keeps what it is sent."""
    window = MainWindow(cast(Session, session), DARK)
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    yield window
    window.close()


@pytest.fixture
def sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    """What the window without a session would send."""
    commands: list[Command] = []
    monkeypatch.setattr(window, "send", commands.append)
    return commands


@pytest.fixture
def dock_window(qtbot: QtBot) -> QMainWindow:
    """A window for docks that has room for all of them, not shown yet."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.resize(WIDE, HIGH)
    return window


@pytest.fixture
def deck(dock_window: QMainWindow, kinds: Sequence[PanelKind], make_snapshot: Maker) -> Deck:
    """Its docks, with controls as wide as the real ones and panels of ``kinds``, once it shows a network."""
    controls = QWidget()
    controls.setMinimumWidth(328)
    deck = Deck(dock_window, controls, DARK, Desk(), still=True, kinds=kinds)
    dock_window.show()
    deck.show_frame(frame_of(make_snapshot()))
    QApplication.processEvents()
    return deck
