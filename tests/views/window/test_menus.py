"""The menus, their keys, and the sheet of all keys."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from tests.views.frames import frame_of
from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import (
    EditTitles,
)
from vgviz.session.states import State
from vgviz.views import look
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.shortcut_sheet import by_menu, shortcuts

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(wired_window: MainWindow) -> MainWindow:
    return wired_window


def test_no_shortcut_is_given_twice(window: MainWindow) -> None:
    actions = window.findChildren(QAction)
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    keys = [key for key in keys if key]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+E", "Ctrl+Shift+C", "Ctrl+O", "Ctrl+Q", "F1"} <= set(keys)


def test_no_menu_is_empty_or_greyed(window: MainWindow, session: FakeSession) -> None:
    session.state_changed.emit(State.PAUSED)
    for menu in window.menuBar().actions():
        entries: list[Any] = [entry for entry in cast(Any, menu.menu()).actions() if not entry.isSeparator()]
        assert entries
        if menu.text() != "&Edit":  # without an edit there is nothing to undo; the place stays
            assert all(entry.isEnabled() for entry in entries if entry.isVisible())


def test_every_menu_fits_on_a_small_screen_with_the_largest_text(window: MainWindow) -> None:
    window.choose_look(look.Look(text_size="very large"))
    QApplication.processEvents()
    for action in window.menuBar().actions():
        menu = cast("QMenu", action.menu())
        assert menu.sizeHint().height() < 700 - 2 * window.menuBar().height()


def test_every_dock_can_be_put_away_and_brought_back_from_the_menu(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    for dock in window.workspace.deck.docks:
        action = window.menus.dock_actions[dock.objectName()]
        assert action.isChecked() != dock.isHidden()
        if not dock.is_in_view:
            action.trigger()  # behind another tab, it comes to the front first
        assert dock.is_in_view
        action.trigger()
        assert dock.isHidden()
        assert not action.isChecked()
    session.answer(frame_of(make_snapshot(step=5), state=State.RUNNING))
    assert not window.workspace.controls.isVisible()
    for dock in window.workspace.deck.docks:
        window.menus.dock_actions[dock.objectName()].trigger()
        assert dock.is_in_view
    assert len(window.desk.history.runs[0].losses.train) == 1


def test_the_sheet_names_every_key_of_every_action(window: MainWindow, session: FakeSession) -> None:
    session.edits_changed.emit(EditTitles("width 10 → 20"))
    rows = dict(shortcuts(window.findChildren(QAction)))
    assert rows["Ctrl+Z"] == "Undo"
    assert rows["Ctrl+Shift+Z, Ctrl+Y"] == "Redo"
    assert rows["F11"] == "Full screen"
    assert rows["F1, ?"] == "Keyboard shortcuts"
    assert rows["Ctrl+O"] == "Open data"


def test_the_sheet_follows_the_menus_and_leaves_out_no_key(window: MainWindow) -> None:
    actions = window.findChildren(QAction)
    groups = by_menu(window.menuBar(), actions)
    assert [title for title, _ in groups] == [
        "File", "Edit", "View", "Panels", "Run", "Help", "More",
    ]  # fmt: skip
    run = dict(shortcuts(dict(groups)["Run"]))
    assert list(run)[:3] == ["Ctrl+R", "Space", "S"]
    assert run["U"] == "Train until"
    rows = [row for _, group in groups for row in shortcuts(group)]
    assert sorted(rows) == sorted(shortcuts(actions))
