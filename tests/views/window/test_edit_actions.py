"""Undo and redo in the menu and by their keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import (
    EditTitles,
    Redo,
    Undo,
)
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(wired_window: MainWindow) -> MainWindow:
    return wired_window


def test_undo_and_redo_say_what_they_would_do(window: MainWindow, session: FakeSession) -> None:
    actions = window.edit_actions
    assert [actions.undo.text(), actions.undo.isEnabled()] == ["&Undo", False]
    session.edits_changed.emit(EditTitles("width 10 → 20", "data a&b.csv → c.csv"))
    assert actions.undo.text() == "&Undo width 10 → 20"
    assert actions.redo.text() == "&Redo data a&&b.csv → c.csv"
    session.sent.clear()
    actions.undo.trigger()
    actions.redo.trigger()
    assert session.sent == [Undo(), Redo()]


def test_undo_keys_reach_the_window_from_a_field_in_which_nothing_is_typed(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    session.edits_changed.emit(EditTitles("width 10 → 20"))
    field = window.workspace.controls.network.width_row.field
    with qtbot.waitActive(window):
        window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    session.sent.clear()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.sent == [Undo()]
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.sent == [Undo()]
