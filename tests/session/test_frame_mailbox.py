"""The answer to an edit overtakes older frames, but nothing is kept back for long."""

from dataclasses import replace

import pytest

from tests.session.conftest import SMALL
from vgviz.engine.simulation import Simulation
from vgviz.session import frame_mailbox
from vgviz.session.frame_mailbox import PATIENCE, FrameMailbox
from vgviz.session.messages import Frame
from vgviz.session.states import State


class Clock:
    """Time that a test moves."""

    now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(frame_mailbox, "time", clock)
    return clock


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Frame((Simulation(SMALL, backend="numpy").snapshot(),), State.RUNNING, 0.0, 0)


@pytest.mark.usefixtures("clock")
def test_without_an_edit_every_frame_is_taken(frame: Frame) -> None:
    mailbox = FrameMailbox()
    mailbox.put(frame)
    assert mailbox.take() is frame
    assert mailbox.take() is None


def test_the_answer_overtakes_an_older_frame(clock: Clock, frame: Frame) -> None:
    mailbox = FrameMailbox()
    mailbox.put(frame)
    mailbox.expect(1)
    assert mailbox.take() is None
    clock.now += PATIENCE / 2
    answer = replace(frame, obeyed=1)
    mailbox.put(answer)
    assert mailbox.take() is answer
    mailbox.put(answer)
    assert mailbox.take() is answer


def test_an_answer_that_takes_long_keeps_nothing_back(clock: Clock, frame: Frame) -> None:
    mailbox = FrameMailbox()
    mailbox.expect(1)
    mailbox.put(frame)
    clock.now += PATIENCE
    assert mailbox.take() is frame


def test_while_a_hand_drags_each_answer_is_shown(clock: Clock, frame: Frame) -> None:
    mailbox = FrameMailbox()
    shown = 0
    for wish in range(1, 100):
        mailbox.expect(wish)
        mailbox.put(replace(frame, obeyed=wish - 1))
        shown += mailbox.take() is not None
        clock.now += 0.008
    assert shown >= 30
