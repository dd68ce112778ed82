"""The hint of a first sitting: it comes with the first picture and goes when it has been taken."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.session.conftest import FakePreparation
from vgviz.app import App
from vgviz.session import loop
from vgviz.views.window.callout import Callout
from vgviz.views.window.deck import SLOW_MODULE
from vgviz.views.window.first_hint import WORDS
from vgviz.views.window.main_window import LEAST_SIZE
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


def _callout(app: App) -> Callout | None:
    """The sentence, while it is on show."""
    shown = [callout for callout in app.window.findChildren(Callout) if not callout.isHidden()]
    return shown[0] if shown else None


def test_it_comes_with_the_first_picture_and_points_at_the_slider(qtbot: QtBot, opened: Opener) -> None:
    app = opened()
    window = app.window
    assert _callout(app) is None
    qtbot.waitUntil(lambda: bool(window.snapshots))
    callout = _callout(app)
    assert callout is not None
    assert callout.label.text() == WORDS
    assert window.guide.pointer.target is window.guide.places["activation"]


def test_it_goes_with_the_slider_where_the_controls_are_scrolled(qtbot: QtBot, opened: Opener) -> None:
    app = opened()
    window = app.window
    window.resize(LEAST_SIZE)
    qtbot.waitUntil(lambda: _callout(app) is not None)
    pointer, target = window.guide.pointer, window.guide.places["activation"]
    controls = window.workspace.controls
    bar = controls.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert target.mapTo(window, target.rect().bottomLeft()).y() < controls.mapTo(window, QPoint(0, 0)).y()
    assert _callout(app) is None
    assert pointer.isHidden()
    bar.setValue(0)
    assert _callout(app) is not None
    assert not pointer.isHidden()


def test_an_edit_ends_it_and_a_later_sitting_has_none(qtbot: QtBot, opened: Opener) -> None:
    app = opened()
    window = app.window
    qtbot.waitUntil(lambda: _callout(app) is not None)
    window.workspace.controls.network.residual.switch.click()
    assert _callout(app) is None
    assert window.guide.pointer.isHidden()
    later = opened()
    qtbot.waitUntil(lambda: bool(later.window.snapshots))
    assert _callout(later) is None


def test_a_click_ends_it_and_lessons_point_undisturbed(qtbot: QtBot, opened: Opener) -> None:
    app = opened()
    window = app.window
    qtbot.waitUntil(lambda: _callout(app) is not None)
    callout = _callout(app)
    assert callout is not None
    QTest.mouseClick(callout, Qt.MouseButton.LeftButton)
    assert window.guide.pointer.isHidden()
    window.guide.point_at("activation")
    window.workspace.controls.network.residual.switch.click()
    assert window.guide.pointer.target is window.guide.places["activation"]


def test_opening_the_lessons_ends_it(qtbot: QtBot, opened: Opener) -> None:
    app = opened()
    window = app.window
    qtbot.waitUntil(lambda: _callout(app) is not None)
    window.workspace.deck.dock("lessons").bring_to_front()
    assert _callout(app) is None
    assert window.guide.pointer.isHidden()


def test_it_covers_neither_the_network_nor_a_plot_nor_the_slider(qtbot: QtBot, opened: Opener) -> None:
    app = opened()
    window = app.window
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: _callout(app) is not None)
    callout, controls = _callout(app), window.workspace.deck.controls
    assert callout is not None
    assert controls.geometry().contains(callout.geometry())
    assert callout.geometry().top() > window.guide.pointer.geometry().bottom()
    needed = callout.label.heightForWidth(callout.label.width())
    assert callout.label.height() >= needed


def test_it_goes_and_comes_with_the_slider(qtbot: QtBot, opened: Opener) -> None:
    app = opened()
    qtbot.waitUntil(lambda: _callout(app) is not None)
    app.window.presentation.enter()
    assert _callout(app) is None
    app.window.presentation.leave()
    qtbot.waitUntil(lambda: _callout(app) is not None)
