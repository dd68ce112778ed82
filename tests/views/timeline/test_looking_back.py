"""Looking back in the whole window, with a real session behind it."""

from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.session.conftest import SMALL, FakePreparation
from vgviz.app import App
from vgviz.engine.simulation import Simulation
from vgviz.session import loop
from vgviz.session.messages import Configure, Reset, RunSteps, SetSpeed
from vgviz.session.states import State
from vgviz.views.controls.layer_edits import with_steepness
from vgviz.views.selection import Place
from vgviz.views.theme import DARK
from vgviz.views.timeline.bar import LIVE_WORDS
from vgviz.views.window.main_window import MainWindow


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[App]:  # noqa: ARG001 - brings the leak check
    """A started app on the reference backend."""
    ready = FakePreparation(is_ready=True)
    monkeypatch.setattr(loop, "KernelPreparation", lambda *_: ready)
    app = App(SMALL)
    app.start()
    yield app
    assert app.close()


def _train(qtbot: QtBot, app: App, steps: int) -> None:
    """Train so many steps from the start, then pause."""
    for command in (SetSpeed(None), Reset(), RunSteps(steps)):
        app.session.send(command)
    strip = app.window.workspace.timeline.strip
    qtbot.waitUntil(lambda: strip.scale.last == steps and app.session.state is State.PAUSED, timeout=20_000)


def _train_on(qtbot: QtBot, app: App, last: int) -> None:
    """Train on to this step."""
    app.session.send(RunSteps(last - _step(app)))
    qtbot.waitUntil(lambda: app.window.workspace.timeline.strip.scale.last == last)


def _step(app: App) -> int:
    return -1 if app.window.snapshot is None else app.window.snapshot.step


def test_the_window_shows_a_past_moment_exactly_and_returns(qtbot: QtBot, app: App) -> None:
    _train(qtbot, app, 300)
    bar, twin = app.window.workspace.timeline, Simulation(SMALL, "numpy")
    losses = app.window.desk.history.runs[0].losses
    bar.strip.wish(120)
    qtbot.waitUntil(lambda: _step(app) == 120)
    twin.run(steps=120)
    assert app.window.snapshot is not None
    shown = app.window.snapshot.parameters
    assert all(np.array_equal(shown[name], values) for name, values in twin.parameters.items())
    assert losses.train.rows[-1, 0] == 300
    qtbot.waitUntil(lambda: bar.words.text == "Step 120 of 300")
    qtbot.waitUntil(lambda: "120 step" in app.window.workspace.status.figures[0])
    QTest.keyClick(bar.strip, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: _step(app) == 300)
    qtbot.waitUntil(lambda: bar.words.text == LIVE_WORDS)


def test_the_controls_show_the_settings_of_the_moment_and_change_those_of_now(qtbot: QtBot, app: App) -> None:
    _train(qtbot, app, 100)
    controls, strip = app.window.workspace.controls, app.window.workspace.timeline.strip
    steeper = with_steepness(SMALL.network, 3.0)
    app.session.send(Configure(replace(SMALL, network=steeper)))
    app.session.send(RunSteps(50))
    qtbot.waitUntil(lambda: strip.scale.last == 150 and app.session.state is State.PAUSED, timeout=20_000)
    strip.wish(60)
    qtbot.waitUntil(lambda: controls.activation.steepness.value == 1.0)
    assert controls.past_note.isVisible()
    QTest.keyClick(controls.network.residual.switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: app.session.experiment.network.hidden[0].residual)
    assert app.session.experiment.network.hidden[0].activation.steepness == 3.0
    qtbot.waitUntil(lambda: strip.moment is None and _step(app) == 150)
    assert controls.activation.steepness.value == 3.0
    assert controls.past_note.isHidden()


def test_after_going_on_and_undo_the_curves_are_whole_again(qtbot: QtBot, app: App) -> None:
    _train(qtbot, app, 150)
    bar, losses = app.window.workspace.timeline, app.window.desk.history.runs[0].losses
    for last in (200, 250, 300):  # each end is a moment that the curves have
        _train_on(qtbot, app, last)
    bar.strip.wish(100)
    qtbot.waitUntil(lambda: _step(app) == 100)
    QTest.mouseClick(bar.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.strip.scale.last == 100)
    assert losses.train.rows[-1, 0] == 100
    app.window.edit_actions.undo.trigger()
    qtbot.waitUntil(lambda: bar.strip.scale.last == 300)
    qtbot.waitUntil(lambda: {150, 200, 250} <= set(losses.train.rows[:, 0]))


def test_before_a_branch_the_window_shows_the_first_run_alone(qtbot: QtBot, app: App) -> None:
    _train(qtbot, app, 60)
    bar = app.window.workspace.timeline
    bar.strip.wish(40)
    qtbot.waitUntil(lambda: _step(app) == 40)
    QTest.mouseClick(bar.branch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(app.session.experiments) == 2 and len(app.window.desk.history.runs) == 2)
    app.window.desk.selection.choose(Place(1, 2, run=1))
    app.session.send(RunSteps(20))
    qtbot.waitUntil(lambda: _step(app) == 60)
    bar.strip.wish(10)
    qtbot.waitUntil(lambda: _step(app) == 10)
    assert len(app.window.desk.history.runs) == 2
    assert app.window.desk.selection.place is None or app.window.desk.selection.place.run == 0
    bar.strip.wish(50)
    qtbot.waitUntil(lambda: _step(app) == 50)


def test_scrubbing_wildly_while_training_then_closing(qtbot: QtBot, app: App) -> None:
    qtbot.waitUntil(lambda: _step(app) > 30)
    strip, generator = app.window.workspace.timeline.strip, np.random.default_rng(3)
    keys = (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
    seen: set[int] = set()
    app.window.clock.frame_taken.connect(lambda frame: seen.add(frame.step))  # type: ignore[union-attr]

    def has_seen_much() -> bool:
        QTest.mouseMove(strip, QPoint(int(generator.integers(0, strip.width())), 15))
        return len(seen) > 8

    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 2, 15))
    qtbot.waitUntil(has_seen_much)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 3, 15))
    for key in generator.choice(np.array(keys, dtype=object), 30):
        QTest.keyClick(strip, key)
    assert app.session.state is State.RUNNING
    strip.wish(7)
    app.window.close()
    assert not app.window.isVisible()


def test_a_still_picture_has_no_timeline(qtbot: QtBot) -> None:
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.show()
    assert window.workspace.status.isVisible()
    assert not window.workspace.timeline.isVisible()
    assert window.statusBar().height() == window.workspace.status.height()
