"""Edits are numbered: those of one drag, or of a key held down, are one gesture."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import (
    Configure,
)
from vgviz.session.states import State
from vgviz.views.inspector.panel import InspectorPanel
from vgviz.views.selection import Place
from vgviz.views.window.gesture import PAUSE, Gesture
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(wired_window: MainWindow) -> MainWindow:
    return wired_window


def _gestures(session: FakeSession) -> list[int | None]:
    return [command.gesture for command in session.sent if isinstance(command, Configure)]


def test_a_drag_however_slow_is_one_gesture_and_the_next_another(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    slider = window.workspace.controls.network.width_row.slider
    handle = window.windowHandle()
    gesture = window.findChild(Gesture)
    assert gesture is not None
    none = Qt.KeyboardModifier.NoModifier
    for start in (0.2, 0.7):
        at = slider.mapTo(window, QPoint(round(start * slider.width()), slider.height() // 2))
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, none, at)
        QTest.mouseMove(handle, at + QPoint(8, 0))
        qtbot.wait(2 * PAUSE)  # a hand that rests holds the slider still
        QTest.mouseMove(handle, at + QPoint(16, 0))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, none, at + QPoint(16, 0))
        qtbot.waitUntil(lambda: not gesture.goes_on)
    gestures = _gestures(session)
    assert len(gestures) >= 4
    assert set(gestures) == {1, 2}


def test_a_held_key_is_one_gesture(window: MainWindow, session: FakeSession) -> None:
    slider = window.workspace.controls.network.depth_row.slider
    for _ in range(5):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert set(_gestures(session)) == {1}


def test_edits_of_the_inspector_are_numbered_with_those_of_the_controls(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    panel = window.workspace.deck.panel("inspector")
    assert isinstance(panel, InspectorPanel)
    window.desk.selection.choose(Place(2))
    session.answer(frame_of(make_snapshot(), state=State.RUNNING))
    gesture = window.findChild(Gesture)
    assert gesture is not None
    QTest.keyClick(window.workspace.controls.network.width_row.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: not gesture.goes_on)
    QTest.keyClick(panel.settings.steepness.slider, Qt.Key.Key_Right)
    QTest.keyClick(panel.settings.steepness.slider, Qt.Key.Key_Right)
    assert _gestures(session) == [1, 2, 2]
    edit = session.sent[-1]
    assert isinstance(edit, Configure)
    steepness = [layer.activation.steepness for layer in edit.experiment.network.hidden]
    assert [layer for layer, steep in enumerate(steepness) if steep != 1.0] == [2]
