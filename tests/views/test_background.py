"""Work beside the window's thread."""

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from vgviz.views.background import Background

PATIENCE = 10.0  # s


@pytest.fixture
def told() -> list[object]:
    return []


@pytest.fixture
def background(told: list[object]) -> Background:
    background = Background()
    background.done.connect(told.append)
    return background


def _after(event: Event, result: object) -> Callable[[], object]:
    def work() -> object:
        assert event.wait(PATIENCE)
        return result

    return work


def test_only_the_newest_work_is_told_of(qtbot: QtBot, background: Background, told: list[object]) -> None:
    first, second = Event(), Event()
    background.start(_after(first, 1))
    background.start(_after(second, 2))
    second.set()
    qtbot.waitUntil(lambda: told == [2])
    first.set()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert told == [2]


def test_forgotten_work_ends_unheard(qtbot: QtBot, background: Background, told: list[object]) -> None:
    go = Event()
    background.start(_after(go, 1))
    background.forget()
    go.set()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert not told


def test_an_error_is_raised_in_the_windows_thread(
    qtbot: QtBot, background: Background, told: list[object]
) -> None:
    def broken() -> object:
        raise ValueError("no answer")

    with qtbot.captureExceptions() as raised:
        background.start(broken)
        qtbot.waitUntil(lambda: bool(raised))
    assert str(raised[0][1]) == "no answer"
    assert not background.is_busy
    assert not told


def test_work_may_outlive_the_one_who_wanted_it(told: list[object]) -> None:
    owner, go = QObject(), Event()
    background = Background(owner)
    background.done.connect(told.append)
    background.start(_after(go, 1))
    delete(owner)
    go.set()
    assert QThreadPool.globalInstance().waitForDone(round(1000 * PATIENCE))
    assert not told
