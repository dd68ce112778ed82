"""A window without a session, and what it would tell one."""

import pytest
from pytestqt.qtbot import QtBot

from vgviz.session.messages import Command
from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    commands: list[Command] = []
    monkeypatch.setattr(window, "send", commands.append)
    return commands
