"""What the window says where a wish has to wait."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Reset, Watch
from vgviz.session.states import State
from vgviz.views.window.patience import OTHER_WORK, SOON, THIS_STEP, Patience

Maker = Callable[..., Snapshot]


@pytest.fixture
def patience(qtbot: QtBot) -> Patience:
    del qtbot  # timers need an application
    return Patience()


@pytest.mark.parametrize(
    ("state", "rate", "words"),
    [
        (State.RUNNING, 0.2, THIS_STEP),
        (State.RUNNING, 0.0, THIS_STEP),
        (State.RUNNING, 900.0, OTHER_WORK),
        (State.PAUSED, 0.0, OTHER_WORK),
    ],
)
def test_what_a_wish_waits_for_is_said_until_it_is_obeyed(
    qtbot: QtBot, patience: Patience, make_snapshot: Maker, state: State, rate: float, words: str
) -> None:
    frame = replace(frame_of(make_snapshot(), state=state), steps_per_second=rate)
    patience.show_frame(replace(frame, obeyed=6))
    with qtbot.waitSignal(patience.words_changed) as said:
        patience.note_sent(Reset(), 7)
    assert said.args == [words]
    with qtbot.assertNotEmitted(patience.words_changed):
        patience.show_frame(replace(frame, obeyed=6))
    with qtbot.waitSignal(patience.words_changed) as said:
        patience.show_frame(replace(frame, obeyed=7))
    assert said.args == [""]


def test_what_is_obeyed_soon_needs_no_words(qtbot: QtBot, patience: Patience, make_snapshot: Maker) -> None:
    frame = frame_of(make_snapshot())
    patience.show_frame(frame)
    with qtbot.assertNotEmitted(patience.words_changed, wait=2 * SOON):
        patience.note_sent(Reset(), 7)
        patience.show_frame(replace(frame, obeyed=7))


def test_what_panels_ask_by_themselves_is_nobodys_wish(
    qtbot: QtBot, patience: Patience, make_snapshot: Maker
) -> None:
    patience.show_frame(frame_of(make_snapshot()))
    with qtbot.assertNotEmitted(patience.words_changed, wait=2 * SOON):
        patience.note_sent(Watch("panel", None), 7)


def test_a_window_that_closes_waits_for_nothing(
    qtbot: QtBot, patience: Patience, make_snapshot: Maker
) -> None:
    patience.show_frame(frame_of(make_snapshot()))
    with qtbot.assertNotEmitted(patience.words_changed, wait=2 * SOON):
        patience.note_sent(Reset(), 7)
        patience.rest()
