"""The window's clock."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.session.mailbox import Mailbox
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.window import frame_clock
from vgviz.views.window.frame_clock import FrameClock, FrameRate, Writer

Maker = Callable[..., Snapshot]


class Scene:
    """A window with a canvas, a mailbox and the clock between them."""

    def __init__(self, make_snapshot: Maker) -> None:
        self.window = QWidget()
        self.canvas = QWidget(self.window)
        self.mailbox: Mailbox[Frame] = Mailbox()
        self.texts: dict[str, list[Frame]] = {"first": [], "second": []}
        self.clock = FrameClock(self.mailbox, self.window, self.canvas, self._writers)
        self._make = make_snapshot
        self._step = 0

    def _writers(self) -> list[Writer]:
        return [texts.append for texts in self.texts.values()]

    def frame(self) -> Frame:
        """The next frame, put into the mailbox."""
        self._step += 1
        frame = Frame((self._make(step=self._step),), State.RUNNING, 100.0, 0)
        self.mailbox.put(frame)
        return frame


@pytest.fixture
def scene(qtbot: QtBot, make_snapshot: Maker) -> Iterator[Scene]:
    scene = Scene(make_snapshot)
    qtbot.addWidget(scene.window)
    yield scene
    scene.clock.stop()


def test_a_shown_window_takes_frames(qtbot: QtBot, scene: Scene) -> None:
    scene.window.show()
    for _ in range(3):
        with qtbot.waitSignal(scene.clock.frame_taken) as taken:
            frame = scene.frame()
        assert taken.args == [frame]


def test_only_the_newest_frame_is_taken(scene: Scene) -> None:
    scene.window.show()
    taken: list[Frame] = []
    scene.clock.frame_taken.connect(taken.append)
    frames = [scene.frame() for _ in range(5)]
    scene.clock.tick()
    assert taken == frames[-1:]


def test_hiding_stops_the_clock_and_says_so(scene: Scene) -> None:
    said: list[bool] = []
    scene.clock.visibility_changed.connect(said.append)
    scene.window.show()
    assert scene.clock.is_running
    scene.window.hide()
    assert not scene.clock.is_running
    scene.window.show()
    assert said == [True, False, True]


def test_minimising_stops_the_clock_and_restoring_starts_it(qtbot: QtBot, scene: Scene) -> None:
    scene.window.show()
    scene.window.showMinimized()
    qtbot.waitUntil(lambda: not scene.clock.is_running)
    scene.window.showNormal()
    qtbot.waitUntil(lambda: scene.clock.is_running)


def test_a_stopped_clock_stays_stopped(scene: Scene) -> None:
    scene.window.show()
    scene.clock.stop()
    scene.window.hide()
    scene.window.show()
    assert not scene.clock.is_running


def test_texts_change_less_often_than_pictures_and_end_up_to_date(qtbot: QtBot, scene: Scene) -> None:
    scene.window.show()
    pictures: list[Frame] = []
    scene.clock.frame_taken.connect(pictures.append)
    for _ in range(200):
        last = scene.frame()
        scene.clock.tick()
    assert len(pictures) == 200
    assert all(len(texts) < 20 for texts in scene.texts.values())
    qtbot.waitUntil(lambda: all(texts[-1] is last for texts in scene.texts.values()))


def test_each_part_of_the_texts_is_written_after_a_picture_of_its_own(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_clock, "TEXT_INTERVAL", 0.0)
    monkeypatch.setattr(frame_clock, "TURN_INTERVAL", 60_000)
    frames, writes = [], []
    scene.clock.frame_taken.connect(lambda _frame: writes.append(scene.clock.is_writing))
    for _ in range(3):
        frames.append(scene.frame())
        scene.clock.tick()
        for _ in ("the paint", "what comes after it"):
            QApplication.processEvents()
    assert writes == [True] * 3
    assert scene.texts == {"first": frames[:2], "second": [frames[0], frames[2]]}


def test_where_no_picture_comes_the_texts_are_written_all_the_same(
    qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_clock, "TEXT_INTERVAL", 0.0)
    for _ in range(2):
        last = scene.frame()
        scene.clock.tick()
    qtbot.waitUntil(lambda: all(texts[-1] is last for texts in scene.texts.values()))


def test_a_moment_is_held_with_its_texts(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_clock, "TEXT_INTERVAL", 60.0)
    for _ in range(2):
        last = scene.frame()
        scene.clock.tick()
    assert not scene.clock.is_writing
    scene.clock.hold()
    assert all(texts[-1] is last for texts in scene.texts.values())


def test_a_network_of_another_shape_gets_its_texts_at_once(scene: Scene, make_snapshot: Maker) -> None:
    scene.window.show()
    scene.frame()
    scene.clock.tick()
    frame = Frame((make_snapshot([0.1, 0.2, 0.3, 0.4]),), State.RUNNING, 100.0, 0)
    scene.mailbox.put(frame)
    scene.clock.tick()
    assert [texts[-1] for texts in scene.texts.values()] == [frame, frame]


def test_a_frame_that_is_late_need_not_wait_for_the_next_turn(
    qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.window.show()
    qtbot.waitUntil(lambda: not scene.clock._timer.isActive())
    monkeypatch.setattr(frame_clock, "FRAME_INTERVAL", 60.0)
    worker = Thread(target=scene.frame)
    with qtbot.waitSignal(scene.clock.frame_taken):
        worker.start()
    worker.join()


def test_where_no_frame_comes_the_clock_sleeps_once_the_texts_are_up_to_date(
    qtbot: QtBot, scene: Scene
) -> None:
    scene.window.show()
    for _ in range(2):
        with qtbot.waitSignal(scene.clock.frame_taken):
            last = scene.frame()
    qtbot.waitUntil(lambda: all(texts[-1] is last for texts in scene.texts.values()))
    qtbot.waitUntil(lambda: not scene.clock._timer.isActive())


def test_what_goes_wrong_in_a_text_does_not_stop_the_clock(
    qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("no text")

    monkeypatch.setattr(scene.clock, "_writers", fail)
    scene.window.show()
    with qtbot.captureExceptions() as errors:
        for _ in range(2):
            with qtbot.waitSignal(scene.clock.frame_taken):
                scene.frame()
    assert errors


def test_a_sleeping_clock_still_paints_a_knob_whose_edit_was_refused(
    qtbot: QtBot, scene: Scene, knob: "Canvas"
) -> None:
    qtbot.waitUntil(lambda: not scene.clock._timer.isActive())
    before = knob.paints
    scene.clock.expect_answer()
    knob.update()
    qtbot.waitUntil(lambda: knob.paints > before)


def test_a_hidden_window_takes_nothing_until_it_is_shown_again(qtbot: QtBot, scene: Scene) -> None:
    taken: list[Frame] = []
    scene.clock.frame_taken.connect(taken.append)
    scene.window.show()
    qtbot.waitUntil(lambda: not scene.clock._timer.isActive())
    scene.window.hide()
    frame = scene.frame()
    QApplication.processEvents()
    assert taken == []
    scene.window.show()
    qtbot.waitUntil(lambda: taken == [frame])


def test_while_an_answer_is_expected_nothing_older_is_painted(scene: Scene) -> None:
    taken: list[Frame] = []
    scene.clock.frame_taken.connect(taken.append)
    scene.clock.expect_answer()
    scene.frame()
    scene.clock._on_timeout()
    assert taken == []
    answer = scene.frame()
    scene.clock.take_answer()
    assert taken == [answer]


class Canvas(QWidget):
    """Counts its paints."""

    paints = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.paints += 1


@pytest.fixture
def knob(qtbot: QtBot, scene: Scene) -> Canvas:
    """Another part of the window, which is on screen and painted."""
    knob = Canvas(scene.window)
    scene.window.show()
    qtbot.waitUntil(lambda: knob.paints > 0)
    return knob


def test_a_knob_is_painted_together_with_the_answer(
    scene: Scene, knob: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_clock, "FRAME_INTERVAL", 60.0)
    before = knob.paints
    scene.clock.expect_answer()
    knob.update()
    QApplication.processEvents()
    assert knob.paints == before
    scene.clock.take_answer()
    QApplication.processEvents()
    assert knob.paints == before + 1


def test_where_no_answer_comes_a_knob_is_painted_a_frame_later(
    qtbot: QtBot, scene: Scene, knob: Canvas
) -> None:
    before = knob.paints
    scene.clock.expect_answer()
    knob.update()
    qtbot.waitUntil(lambda: knob.paints > before)


def test_an_answer_is_expected_for_a_frames_time_however_many_edits_there_are(
    qtbot: QtBot, scene: Scene
) -> None:
    scene.window.show()
    edits = QTimer(scene.window, interval=1)
    edits.timeout.connect(scene.clock.expect_answer)
    edits.start()
    scene.clock.expect_answer()
    with qtbot.waitSignal(scene.clock.frame_taken):
        scene.frame()


def test_a_held_moment_stays_until_it_is_released(scene: Scene) -> None:
    scene.window.show()
    taken: list[Frame] = []
    scene.clock.frame_taken.connect(taken.append)
    scene.clock.hold()
    scene.clock.hold()
    frame = scene.frame()
    scene.clock.tick()
    scene.clock.release()
    scene.clock.tick()
    assert taken == []
    scene.clock.release()
    scene.clock.tick()
    assert taken == [frame]


def test_only_painted_new_frames_count(qtbot: QtBot, scene: Scene) -> None:
    with qtbot.waitExposed(scene.window):
        scene.window.show()
    scene.canvas.repaint()
    assert scene.clock.frames_per_second == 0
    for _ in range(3):
        scene.frame()
        scene.clock.tick()
    assert scene.clock.frames_per_second == 0
    scene.canvas.repaint()
    scene.canvas.repaint()
    assert scene.clock.frames_per_second == 1


def test_the_rate_forgets_what_is_older_than_a_second() -> None:
    rate = FrameRate()
    for frame in range(120):
        rate.count(frame / 60)
    assert rate.at(119 / 60) == pytest.approx(60, abs=1)
    assert rate.at(3.5) == 0
