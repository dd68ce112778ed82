"""The network alone, with one slider."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Configure
from vgviz.session.session import Session
from vgviz.views.look import sized
from vgviz.views.theme import DARK, LIGHT, apply_theme
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.presentation import TEXT_FACTOR

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, session: FakeSession) -> Iterator[MainWindow]:
    apply_theme(qapp, DARK)
    window = MainWindow(cast(Session, session), DARK)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()
    apply_theme(qapp, DARK)


def test_only_the_network_and_one_slider_stay_in_larger_text(
    qtbot: QtBot, window: MainWindow, make_snapshot: Maker
) -> None:
    window.show_frame(frame_of(make_snapshot()))
    before = window.theme
    window.presentation.begin.trigger()
    qtbot.waitUntil(window.isFullScreen)
    parts = window.workspace
    assert not any(dock.isVisible() for dock in parts.deck.docks)
    assert not any(part.isVisible() for part in (window.menuBar(), window.transport, parts.status))
    assert window.presentation.stage is not None
    assert window.presentation.stage.track.isVisible()
    assert window.theme.body == pytest.approx(1.6 * before.body)
    qtbot.waitUntil(lambda: parts.diagram.width() > 0.9 * window.width())


def test_another_theme_leaves_the_text_large(window: MainWindow) -> None:
    window.presentation.begin.trigger()
    window.choose_look(replace(window.look, theme="light"))
    assert window.theme == sized(LIGHT, TEXT_FACTOR)
    window.presentation.end.trigger()
    assert window.theme == LIGHT


def test_text_and_slider_grow_with_a_screen_of_many_pixels(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.presentation.enter()
    usual = window.presentation.stage
    assert usual is not None
    heights = [usual.track.strip.height()]
    window.presentation.leave()

    class Screen:
        def size(self) -> QSize:
            return QSize(3840, 2160)

    monkeypatch.setattr(window, "screen", Screen)
    window.presentation.enter()
    assert window.theme == sized(DARK, 2 * TEXT_FACTOR)
    large = window.presentation.stage
    assert large is not None
    window.resize(3840, 2160)
    qtbot.waitUntil(lambda: large.track.strip.height() > 1.8 * heights[0])
    monkeypatch.undo()
    window.presentation.leave()
    assert window.theme == DARK


def test_escape_brings_everything_back(qtbot: QtBot, window: MainWindow) -> None:
    docks = [(dock.objectName(), dock.isHidden(), dock.is_in_view) for dock in window.workspace.deck.docks]
    look, size = window.look, window.size()
    window.presentation.begin.trigger()
    qtbot.waitUntil(window.isFullScreen)
    window.presentation.end.trigger()
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert not window.presentation.is_on
    assert window.presentation.stage is None
    assert window.menuBar().isVisible()
    assert window.transport.isVisible()
    back = [(dock.objectName(), dock.isHidden(), dock.is_in_view) for dock in window.workspace.deck.docks]
    assert back == docks
    assert window.look == look
    assert window.theme == look.made()
    qtbot.waitUntil(lambda: window.size() == size)


def test_its_slider_changes_the_run_and_follows_it(window: MainWindow, session: FakeSession) -> None:
    window.presentation.enter()
    stage = window.presentation.stage
    assert stage is not None
    session.sent.clear()
    QTest.keyClick(stage.track.strip, Qt.Key.Key_PageUp)
    (command,) = [command for command in session.sent if isinstance(command, Configure)]
    wished = command.experiment.network.hidden[0].activation
    assert wished.name != "sigmoid"
    assert stage.track.activation == wished


def test_training_can_be_started_and_stopped_by_key_while_presenting(window: MainWindow) -> None:
    window.presentation.enter()
    assert window.transport.play_pause in window.actions()
    window.presentation.leave()
    assert window.transport.play_pause not in window.actions()


def test_a_window_closed_amid_a_presentation_is_remembered_without_it(window: MainWindow) -> None:
    window.presentation.enter()
    window.close()
    assert not window.presentation.is_on
    assert not window.workspace.deck.controls.isHidden()
