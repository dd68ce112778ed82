"""Every lesson is walked through in the whole window: the hand does what is asked, and the lesson notices."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.session.conftest import FakePreparation
from vgviz.app import App
from vgviz.catalogue.activations import TRACK
from vgviz.experiment import Experiment
from vgviz.lessons import Lesson, lessons
from vgviz.session import loop
from vgviz.session.messages import SetSpeed
from vgviz.session.states import State
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.number_slider import NumberSlider
from vgviz.views.lessons.language import ENGLISH, language, translated
from vgviz.views.lessons.panel import DONE, LessonsPanel

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 60_000  # ms for a step that trains
STOPS = [kind.name for kind in TRACK]
Act = Callable[[App], None]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[App]:
    """A started app whose kernels are ready."""
    monkeypatch.setattr(loop, "KernelPreparation", lambda *_: FakePreparation("numba", is_ready=True))
    app = App(Experiment())
    app.start()
    app.session.send(SetSpeed(None))
    yield app
    qtbot.waitUntil(app.close, timeout=PATIENCE)  # theory that is being worked out ends where it looks up


def _press(name: str) -> Act:
    return lambda app: getattr(app.window.transport, name).trigger()


def _step_three_times(app: App, qtbot: QtBot) -> None:
    for step in (1, 2, 3):
        app.window.transport.step.trigger()
        qtbot.waitUntil(partial(_has_trained, app, step), timeout=PATIENCE)


def _has_trained(app: App, steps: int) -> bool:
    return app.window.snapshots[0].step == steps


def _select_next_layer(app: App) -> None:
    QTest.keyClick(app.window.workspace.diagram, Qt.Key.Key_Right)


def _drag_activation(name: str) -> Act:
    def act(app: App) -> None:
        strip = app.window.workspace.controls.activation.track.strip
        start = STOPS.index(app.session.experiments[0].network.hidden[0].activation.name)
        places = [strip.tile(stop).center().toPoint().x() for stop in (start, STOPS.index(name))]
        groove = strip.height() // 8
        QTest.mousePress(strip, LEFT, pos=QPoint(places[0], groove))
        for share in (0.3, 0.6, 1.0):
            QTest.mouseMove(strip, QPoint(round(places[0] + share * (places[1] - places[0])), groove))
        QTest.mouseRelease(strip, LEFT, pos=QPoint(places[1], groove))

    return act


def _number(place: str, value: float) -> Act:
    """Drag the slider of a place to about ``value``, then type it."""

    def act(app: App) -> None:
        row = app.window.guide.places[place]
        assert isinstance(row, NumberSlider)
        slider, fraction = row.slider, row.quantity.scale.fraction(value)
        QTest.mousePress(slider, LEFT, pos=QPoint(slider.width() // 2, slider.height() // 2))
        QTest.mouseMove(slider, QPoint(round(fraction * slider.width()), slider.height() // 2))
        QTest.mouseRelease(slider, LEFT, pos=QPoint(round(fraction * slider.width()), slider.height() // 2))
        row.field.selectAll()
        QTest.keyClicks(row.field, f"{value:g}")
        QTest.keyClick(row.field, Qt.Key.Key_Return)

    return act


def _choose(place: str, key: str) -> Act:
    def act(app: App) -> None:
        row = app.window.guide.places[place]
        assert isinstance(row, ChoiceRow)
        row.list.setCurrentIndex(row.list.findData(key))
        row.list.activated.emit(row.list.currentIndex())

    return act


def _both(*acts: Act) -> Act:
    def act(app: App) -> None:
        for each in acts:
            each(app)

    return act


def _switch_residual(app: App) -> None:
    app.window.workspace.controls.network.residual.switch.click()


# What the hand does at each step that asks for something: the lesson's order, the step's place.
ACTS: dict[tuple[int, int], Act] = {
    (1, 1): _press("play_pause"),
    (2, 1): _select_next_layer,
    (2, 2): _drag_activation("relu"),
    (2, 3): _number("depth", 20),
    (3, 1): _number("gain", 4.0),
    (3, 2): _drag_activation("sigmoid"),
    (4, 0): _press("play_pause"),
    (5, 1): _both(_number("learning_rate", 3.0), _press("play_pause")),
    (5, 2): _drag_activation("leaky_relu"),
    (6, 0): _choose("normalization", "batch"),
    (6, 1): _number("depth", 40),
    (7, 0): _both(_choose("init", "glorot_uniform"), _number("gain", 1.0)),
    (7, 1): _number("gain", 0.5),
    (8, 0): _switch_residual,
    (9, 0): _press("play_pause"),
    (10, 1): _drag_activation("relu"),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.title)
def test_a_lesson_can_be_walked_through(qtbot: QtBot, app: App, lesson: Lesson) -> None:
    _walk(qtbot, app, lesson)


@pytest.mark.timeout(300)
def test_a_lesson_can_be_walked_through_in_chinese(qtbot: QtBot, app: App) -> None:
    assert language().choose("zh")
    try:
        _walk(qtbot, app, lessons()[1])
    finally:
        language().choose(ENGLISH)


def _walk(qtbot: QtBot, app: App, lesson: Lesson) -> None:
    deck = app.window.workspace.deck
    deck.dock("lessons").bring_to_front()
    panel = deck.panel("lessons")
    assert isinstance(panel, LessonsPanel)
    qtbot.waitUntil(lambda: app.session.state is State.RUNNING, timeout=PATIENCE)
    panel.entries[lessons().index(lesson)].click()
    for place, step in enumerate(lesson.steps):
        _walk_step(qtbot, app, panel, (lesson.order, place))
        if step.panel and step.panel != "verification":
            assert not deck.dock(step.panel).isHidden()
        if step.point:
            assert app.window.guide.pointer.target is app.window.guide.places[step.point]
        assert panel.next.text() == translated("Finish" if place == len(lesson.steps) - 1 else "Next")
        panel.next.click()
    assert panel.tour is None
    assert app.window.guide.pointer.isHidden()


def _walk_step(qtbot: QtBot, app: App, panel: LessonsPanel, key: tuple[int, int]) -> None:
    tour = panel.tour
    assert tour is not None
    step = tour.step
    qtbot.waitUntil(lambda: tour.is_staged, timeout=PATIENCE)
    if step.play is not None:
        wished = State.RUNNING if step.play else State.PAUSED
        qtbot.waitUntil(lambda: tour.is_done or app.session.state is wished, timeout=PATIENCE)
    if step.until and step.until[0].what not in ("step", "epoch"):
        assert not tour.is_done
        assert panel.next.text() in (translated("Skip"), translated("Finish"))
    if key == (1, 0):
        _step_three_times(app, qtbot)
    elif key in ACTS:
        ACTS[key](app)
    qtbot.waitUntil(lambda: tour.is_done, timeout=PATIENCE)
    if any(condition.what == "epoch" for condition in step.until):
        qtbot.waitUntil(lambda: app.session.state is State.PAUSED, timeout=PATIENCE)
        if step.play:  # flat out, and yet it has trained no further than the words say
            assert app.window.snapshots[0].epoch == step.until[0].at_least
    assert panel.task.text().startswith(DONE) == bool(step.until)
    if step.after:
        qtbot.waitUntil(lambda: "{" not in panel.seen.text() and bool(panel.seen.text()), timeout=PATIENCE)
