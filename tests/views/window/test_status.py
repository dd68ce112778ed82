"""The line at the bottom."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.views.pixels import places_of
from vgviz.analysis.findings import findings
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.look import sized
from vgviz.views.theme import DARK
from vgviz.views.window.status import STATE_WORDS, Figure, LiveNumber, StatusBar
from vgviz.views.window.verdicts import LEAST_LETTERS

Maker = Callable[..., Snapshot]


@pytest.fixture
def status(qtbot: QtBot) -> StatusBar:
    bar = StatusBar(DARK)
    qtbot.addWidget(bar)
    bar.resize(1024, bar.height())
    bar.show()
    return bar


def _frame(snapshot: Snapshot, **fields: Any) -> Frame:
    return Frame((snapshot,), fields.get("state", State.RUNNING), fields.get("speed", 12_400.4), 0)


def test_numbers_have_separators_and_units(status: StatusBar, make_snapshot: Maker) -> None:
    status.show_frame(_frame(make_snapshot(step=1240)), 59.6)
    assert status.figures == ("1,240 step", "51 epoch", "12,400 steps/s", "60 fps")


@pytest.mark.parametrize(
    ("gradient", "word", "color"),
    [
        (10.0 ** np.linspace(-6, -1, 9), "VANISHING", DARK.warning),
        (10.0 ** np.linspace(6, -1, 9), "EXPLODING", DARK.warning),
        (np.full(9, 0.1), "HEALTHY", DARK.healthy),
        (np.full(9, np.nan), "NOT A NUMBER", DARK.danger),
    ],
)
def test_the_verdict_is_a_word_in_its_colour_and_a_sentence(
    qtbot: QtBot, status: StatusBar, make_snapshot: Maker, gradient: Any, word: str, color: str
) -> None:
    status.show_frame(_frame(make_snapshot(gradient)), 60)
    assert status.pill.text == word
    qtbot.waitUntil(lambda: status.pill.size() == status.pill.sizeHint())
    assert len(places_of(status.pill.grab().toImage(), color)) > 200
    assert status.verdicts.sentences[0] == f"{word}: {status.sentence.text}"
    assert len(status.sentence.text) > 10


def test_verdicts_need_room_for_every_word_and_letter(status: StatusBar, make_snapshot: Maker) -> None:
    verdicts = status.verdicts
    for runs in (1, 2, 4):
        snapshots = [make_snapshot(10.0 ** np.linspace(-6, -1, 9))] * runs
        verdicts.judge(snapshots)
        words = sum(pill.sizeHint().width() for pill in verdicts.pills[:runs])
        letters = LEAST_LETTERS * verdicts.fontMetrics().averageCharWidth() if runs == 1 else 0
        assert words + letters < verdicts.least_width < words + letters + 40 * runs


def test_every_state_has_a_word() -> None:
    assert set(STATE_WORDS) == set(State)


def test_speeds_are_blank_while_nothing_runs(status: StatusBar, make_snapshot: Maker) -> None:
    status.show_frame(_frame(make_snapshot()), 60)
    status.show_state(State.PAUSED)
    status.show_frame(_frame(make_snapshot(), state=State.PAUSED), 60)
    assert status.figures[2:] == ("– steps/s", "– fps")


def test_before_a_first_step_is_over_no_speed_is_said(status: StatusBar, make_snapshot: Maker) -> None:
    status.show_frame(_frame(make_snapshot(), speed=0.0), 60)
    assert status.figures[2:] == ("– steps/s", "– fps")


@pytest.mark.parametrize(("speed", "words"), [(0.046, "0.046"), (0.25, "0.25"), (9.96, "10"), (12.4, "12")])
def test_a_slow_network_is_not_said_to_stand_still(
    status: StatusBar, make_snapshot: Maker, speed: float, words: str
) -> None:
    status.show_frame(_frame(make_snapshot(), speed=speed), 60)
    assert status.figures[2] == f"{words} steps/s"


def test_long_work_says_more_than_that_a_wish_has_to_wait(status: StatusBar) -> None:
    status.show_wait("One moment…")
    assert (status.doing, status.is_busy) == ("One moment…", True)
    status.show_progress("Compiling…")
    assert status.doing == "Compiling…"
    status.show_progress("")
    assert status.doing == "One moment…"
    status.show_wait("")
    assert not status.is_busy


def test_progress_takes_the_place_of_the_numbers_and_goes(status: StatusBar) -> None:
    status.show_progress("Compiling…")
    assert status.doing == "Compiling…"
    assert status.is_busy
    status.show_progress("")
    assert not status.is_busy


def test_a_changing_number_does_not_move_its_neighbours(qtbot: QtBot) -> None:
    figure = Figure("steps/s", "00,000", "")
    qtbot.addWidget(figure)
    widths = set()
    for value in ("1", "11,111", "98,765", "–", "7"):
        figure.show_number(value)
        widths.add(figure.minimumSizeHint().width())
    assert len(widths) == 1


@pytest.mark.parametrize("width", [960, 1024, 1440])
def test_the_verdict_is_whole_or_ends_in_an_ellipsis_with_a_tooltip(
    qtbot: QtBot, status: StatusBar, make_snapshot: Maker, width: int
) -> None:
    status.resize(width, status.height())
    snapshot = make_snapshot(np.r_[np.zeros(90), 10.0 ** np.linspace(-300, -1, 111)], step=1_234_567, width=1)
    status.show_frame(_frame(snapshot, speed=123_456.0), 60)
    qtbot.waitUntil(lambda: status.sentence.width() > 50)
    shown = status.sentence.shown_text
    assert shown == status.sentence.text or (shown.endswith("…") and len(shown) > 20)
    assert status.sentence.toolTip() == status.sentence.text
    assert status.minimumSizeHint().width() <= 960


@pytest.mark.parametrize(
    "text", ["layer 1 gets 3.1e−09 of the last layer’s gradient", "8.88e−05 more", "±1.2345"]
)
def test_half_a_number_is_never_written(qtbot: QtBot, text: str) -> None:
    label = ElidedLabel(text)
    qtbot.addWidget(label)
    numbers = {word for word in text.split() if any(each.isdigit() for each in word)}
    for width in range(0, 400, 7):
        label.resize(width, 20)
        words = label.shown_text.removesuffix("…").split()
        assert {word for word in words if any(each.isdigit() for each in word)} <= numbers
    assert label.shown_text == text


def test_a_label_without_room_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    label = ElidedLabel("layer 1 gets 3.1e−09 of the last layer’s gradient")
    qtbot.addWidget(label)
    label.resize(100, 20)
    assert label.shown_text.endswith("…")
    label.resize(800, 20)
    assert label.shown_text == label.text


def test_findings_are_counted_named_and_absent_where_there_are_none(
    status: StatusBar, make_snapshot: Maker
) -> None:
    found = findings(make_snapshot(step=0))
    assert {finding.rule.name for finding in found} >= {"vanishing"}
    status.findings.show_findings(found)
    assert status.findings.text() == ("1 finding" if len(found) == 1 else f"{len(found)} findings")
    assert all(finding.rule.label in status.findings.toolTip() for finding in found)
    status.findings.show_findings([])
    assert status.findings.isHidden()


def test_figures_and_pills_follow_the_size_of_text(status: StatusBar, make_snapshot: Maker) -> None:
    status.show_frame(_frame(make_snapshot(step=1240)), 59.6)
    widths = [status.pill.sizeHint().width(), *(part.sizeHint().width() for part in _numbers(status))]
    status.set_theme(sized(DARK, 1.4))
    larger = [status.pill.sizeHint().width(), *(part.sizeHint().width() for part in _numbers(status))]
    assert all(after > before for before, after in zip(widths, larger, strict=True))


def _numbers(status: StatusBar) -> list[LiveNumber]:
    return status.findChildren(LiveNumber)
