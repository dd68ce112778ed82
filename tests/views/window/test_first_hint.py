"""The hint of a first sitting: it comes with the first picture and goes when it has been taken."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.session.conftest import FakePreparation
from vgviz.app import App
from vgviz.session import loop
from vgviz.views.window.deck import SLOW_MODULE
from vgviz.views.window.first_hint import WORDS
from vgviz.views.window.memory import Memory

Opener = Callable[[], App]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Opener]:
    """Opens the app as a new process would, after ending the one before."""
    monkeypatch.setattr(loop, "KernelPreparation", lambda *_: FakePreparation("numba", is_ready=True))
    importlib.import_module(SLOW_MODULE)  # else a thread that imports it may outlive a short test
    path = str(tmp_path / "vgviz.ini")
    apps: list[App] = []

    def open_app() -> App:
        if apps:
            apps[-1].close()
        apps.append(App(memory=Memory(QSettings(path, QSettings.Format.IniFormat))))
        apps[-1].start()
        return apps[-1]

    yield open_app
    qtbot.waitUntil(apps[-1].close, timeout=60_000)


def test_it_comes_with_the_first_picture_and_points_at_the_slider(qtbot: QtBot, opened: Opener) -> None:
    window = opened().window
    assert window.workspace.notice.text == ""
    qtbot.waitUntil(lambda: bool(window.snapshots))
    assert window.workspace.notice.text == WORDS
    assert window.guide.pointer.target is window.guide.places["activation"]


def test_an_edit_ends_it_and_a_later_sitting_has_none(qtbot: QtBot, opened: Opener) -> None:
    window = opened().window
    qtbot.waitUntil(lambda: window.workspace.notice.text == WORDS)
    window.workspace.controls.network.residual.switch.click()
    assert window.workspace.notice.isHidden()
    assert window.guide.pointer.isHidden()
    window = opened().window
    qtbot.waitUntil(lambda: bool(window.snapshots))
    assert window.workspace.notice.text == ""


def test_a_click_ends_it_and_lessons_point_undisturbed(qtbot: QtBot, opened: Opener) -> None:
    window = opened().window
    qtbot.waitUntil(lambda: window.workspace.notice.text == WORDS)
    QTest.mouseClick(window.workspace.notice, Qt.MouseButton.LeftButton)
    assert window.guide.pointer.isHidden()
    window.guide.point_at("activation")
    window.workspace.controls.network.residual.switch.click()
    assert window.guide.pointer.target is window.guide.places["activation"]


def test_opening_the_lessons_ends_it(qtbot: QtBot, opened: Opener) -> None:
    window = opened().window
    qtbot.waitUntil(lambda: window.workspace.notice.text == WORDS)
    window.workspace.deck.dock("lessons").bring_to_front()
    assert window.workspace.notice.isHidden()
    assert window.guide.pointer.isHidden()
