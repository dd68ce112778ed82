"""The row in which one looks back: what it says, and what it sends."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import BranchFrom, Command, Frame, GoOnFrom, ShowMoment
from vgviz.session.past import EpochCount, Mark, Past
from vgviz.views.look import sized
from vgviz.views.theme import DARK, LIGHT
from vgviz.views.timeline.bar import HINT, LIVE_WORDS, NOTHING_YET, TOO_LARGE, TimelineBar
from vgviz.views.timeline.strip import PATIENCE

Maker = Callable[..., Snapshot]
MARKS = (Mark(400, "width 10 → 20"), Mark(900, "activation sigmoid → ReLU"))
PAST = Past(0, 1000, MARKS, (EpochCount(0, 0, 24, 24),))


class Bar:
    """A bar on screen, what it has sent, and frames for it."""

    def __init__(self, widget: TimelineBar, make_snapshot: Maker) -> None:
        self.widget = widget
        self.strip = widget.strip
        self.sent: list[Command] = []
        self._make = make_snapshot
        widget.command.connect(self.sent.append)

    def show(self, past: Past | None = PAST, moment: int | None = None, step: int | None = None) -> Frame:
        shown = step if step is not None else (past.newest if past and moment is None else moment or 0)
        frame = frame_of(self._make(step=shown))
        frame = replace(frame, past=past, moment=moment, is_there=moment is None or shown == moment)
        self.widget.show_frame(frame)
        self.widget.show_text(frame)
        return frame

    def place(self, step: int) -> QPoint:
        return QPoint(round(self.strip.scale.x(step)), 15)


@pytest.fixture
def bar(qtbot: QtBot, make_snapshot: Maker) -> Bar:
    widget = TimelineBar(DARK)
    qtbot.addWidget(widget)
    widget.resize(1240, widget.sizeHint().height())
    widget.show()
    made = Bar(widget, make_snapshot)
    made.show()
    return made


def test_now_nothing_is_offered_that_would_do_nothing(bar: Bar) -> None:
    assert (bar.widget.words.text, bar.widget.details.text) == (LIVE_WORDS, HINT)
    assert not any(button.isEnabled() for button in (bar.widget.live, bar.widget.go_on, bar.widget.branch))


def test_dragging_shows_each_moment_under_the_hand(bar: Bar) -> None:
    QTest.mousePress(bar.strip, Qt.MouseButton.LeftButton, pos=bar.place(1000))
    for step in (700, 300):
        QTest.mouseMove(bar.strip, bar.place(step))
    QTest.mouseRelease(bar.strip, Qt.MouseButton.LeftButton, pos=bar.place(300))
    moments = [command.step for command in bar.sent if isinstance(command, ShowMoment)]
    assert moments == pytest.approx([700, 300], abs=2)
    assert bar.strip.moment == moments[-1]


def test_the_line_keeps_still_under_the_hand_while_the_run_goes_on(bar: Bar) -> None:
    QTest.mousePress(bar.strip, Qt.MouseButton.LeftButton, pos=bar.place(500))
    scale = bar.strip.scale
    bar.show(replace(PAST, newest=4000), moment=bar.strip.moment)
    assert bar.strip.scale == scale
    QTest.mouseRelease(bar.strip, Qt.MouseButton.LeftButton, pos=bar.place(500))
    assert bar.strip.scale.last == 4000


def test_the_right_end_is_the_present(bar: Bar) -> None:
    QTest.mousePress(bar.strip, Qt.MouseButton.LeftButton, pos=bar.place(500))
    QTest.mouseMove(bar.strip, bar.place(1000) + QPoint(40, 0))
    assert bar.sent[-1] == ShowMoment(None)


def test_a_past_moment_is_named_with_what_came_after(bar: Bar) -> None:
    bar.show(moment=240)
    assert bar.widget.words.text == "Step 240 of 1,000"
    assert bar.widget.details.text == "before width 10 → 20 and 1 more"
    bar.show(moment=600)
    assert bar.widget.details.text == "before activation sigmoid → ReLU"
    bar.show(moment=960)
    assert bar.widget.details.text == "epoch 40"


def test_a_moment_on_its_way_is_named_as_such(bar: Bar) -> None:
    bar.show(moment=240, step=200)
    assert bar.widget.words.text == "Step 200 → 240"
    frame = bar.show(moment=240, step=200)
    bar.widget.show_frame(replace(frame, is_there=True))
    assert bar.widget.words.text == "Step 200, the nearest kept"


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, 599),
        (Qt.Key.Key_Right, 601),
        (Qt.Key.Key_PageDown, 576),
        (Qt.Key.Key_PageUp, 624),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, None),
        (Qt.Key.Key_Escape, None),
    ],
)
def test_keys_go_by_steps_epochs_and_to_both_ends(bar: Bar, key: Qt.Key, step: int | None) -> None:
    bar.show(moment=600)
    QTest.keyClick(bar.strip, key)
    assert bar.sent == [ShowMoment(step)]


def test_epochs_are_gone_through_one_by_one(bar: Bar) -> None:
    bar.show(moment=50)
    for _ in range(3):
        QTest.keyClick(bar.strip, Qt.Key.Key_PageDown)
    assert bar.sent == [ShowMoment(48), ShowMoment(24), ShowMoment(0)]


def test_an_older_frame_does_not_take_a_wish_back(bar: Bar, qtbot: QtBot) -> None:
    bar.strip.wish(300)
    bar.show(moment=None)
    assert bar.strip.moment == 300
    qtbot.waitUntil(lambda: bar.strip.moment is None, timeout=4 * PATIENCE)


def test_from_a_past_moment_one_goes_on_or_branches_off(bar: Bar) -> None:
    bar.show(moment=240)
    QTest.mouseClick(bar.widget.go_on, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.widget.branch, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.widget.live, Qt.MouseButton.LeftButton)
    assert bar.sent == [GoOnFrom(240), BranchFrom(240), ShowMoment(None)]


@pytest.mark.parametrize("name", ["live", "go_on", "branch"])
def test_a_button_that_leads_out_of_the_past_hands_the_focus_to_the_line(
    bar: Bar, qtbot: QtBot, name: str
) -> None:
    stranger = QPushButton("2 findings", bar.widget)
    stranger.show()
    bar.strip.wish(400)
    bar.show(moment=400)
    button = getattr(bar.widget, name)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.wait(PATIENCE + 50)
    bar.show()
    assert not button.isEnabled()
    assert bar.widget.window().focusWidget() is bar.strip  # also where no window manager makes windows active


def test_the_mouse_reads_step_epoch_and_edits(bar: Bar) -> None:
    assert bar.strip.words_at(bar.strip.scale.x(400)) == "Step 400, epoch 16\nwidth 10 → 20 at step 400"


@pytest.mark.parametrize(("past", "words"), [(None, TOO_LARGE), (replace(PAST, newest=0), NOTHING_YET)])
def test_without_a_past_it_says_why(bar: Bar, past: Past | None, words: str) -> None:
    bar.show(past)
    assert bar.widget.details.text == words
    assert not bar.strip.isEnabled()
    QTest.keyClick(bar.strip, Qt.Key.Key_Home)
    assert bar.sent == []


class Layouts(QObject):
    """Counts how often a widget is to be laid out."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_a_hand_that_sweeps_over_the_past_has_nothing_laid_out(bar: Bar) -> None:
    QApplication.processEvents()
    place = bar.widget.words.parentWidget()
    assert place is not None
    layouts = Layouts(place)
    for step in (2, 40, 600, 999):
        bar.show(moment=step)
        QApplication.processEvents()
    assert layouts.count == 0
    bar.widget.words.updateGeometry()
    QApplication.processEvents()
    assert layouts.count == 1


def test_edits_are_marked_where_they_were_made(bar: Bar) -> None:
    for theme in (DARK, LIGHT):
        bar.widget.set_theme(theme)
        image = bar.strip.grab().toImage()
        for mark in PAST.marks:
            assert image.pixelColor(bar.place(mark.step) - QPoint(0, 7)).name() == theme.second_curve


def test_its_words_follow_the_size_of_text(bar: Bar) -> None:
    bar.widget.set_theme(sized(DARK, 1.4))
    assert bar.widget.words.font().pointSizeF() == pytest.approx(1.4 * DARK.body)
    assert bar.widget.details.font().pointSizeF() == pytest.approx(1.4 * DARK.small)
