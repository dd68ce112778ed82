"""What is said where the inspector is hidden and a person chooses something in the network."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.window.fake_session import FakeSession
from vgviz.session.session import Session
from vgviz.views.selection import Place
from vgviz.views.theme import DARK
from vgviz.views.window.inspector_hint import WORDS
from vgviz.views.window.main_window import MainWindow

SAID = WORDS.format("Ctrl+5")
Opener = Callable[[int], MainWindow]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opener]:
    """Opens a first window of this width."""
    windows: list[MainWindow] = []

    def open_window(width: int) -> MainWindow:
        window = MainWindow(cast(Session, FakeSession()), DARK)
        qtbot.addWidget(window)
        window.resize(width, 700)
        window.workspace.deck.reset()
        window.show()
        QApplication.processEvents()
        windows.append(window)
        return window

    yield open_window
    for window in windows:
        window.close()


def test_a_choice_in_a_narrow_window_says_once_where_the_inspector_is(opened: Opener) -> None:
    window = opened(1024)
    notice = window.workspace.notice
    window.desk.selection.choose(Place(2, 3))
    assert notice.isVisible()
    assert notice.text == SAID
    notice.dismiss()
    window.desk.selection.choose(Place(1))
    assert not notice.isVisible()


def test_the_key_and_the_menu_that_are_named_bring_the_inspector(opened: Opener) -> None:
    window = opened(1024)
    action = window.menus.dock_actions["inspector"]
    assert action.text() == "Inspector"
    assert action.shortcut().toString() == "Ctrl+5"
    action.trigger()
    assert window.workspace.deck.dock("inspector").is_in_view


def test_nothing_is_said_where_the_inspector_is_in_view_or_its_place_is_taken(opened: Opener) -> None:
    wide, narrow = opened(1440), opened(1024)
    narrow.workspace.deck.dock("lessons").show()
    for window in (wide, narrow):
        window.desk.selection.choose(Place(2, 3))
        assert not window.workspace.notice.isVisible()
    narrow.workspace.deck.dock("lessons").hide()
    narrow.desk.selection.choose(Place(1))
    assert narrow.workspace.notice.text == SAID


def test_who_has_seen_the_inspector_knows_where_it_is(opened: Opener) -> None:
    window = opened(1440)
    window.workspace.deck.panel("inspector")
    window.workspace.deck.dock("inspector").close()
    window.desk.selection.choose(Place(2, 3))
    assert not window.workspace.notice.isVisible()


def test_a_presentation_is_not_disturbed(opened: Opener) -> None:
    window = opened(1024)
    window.presentation.enter()
    window.desk.selection.choose(Place(2, 3))
    assert not window.workspace.notice.isVisible()
    window.presentation.leave()
