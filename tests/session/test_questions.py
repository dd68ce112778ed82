"""Standing questions are answered in the worker's loop, as often as their cost allows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from tests.session.conftest import SMALL, Turned
from vgviz.engine.simulation import Simulation
from vgviz.experiment import ExperimentError
from vgviz.session.messages import Command, Configure, Frame, Lend, RunSteps, SetDrawing, Watch
from vgviz.session.questions import LEAST_INTERVAL, USUAL_SHARE, NoAnswer, Questions


@dataclass(frozen=True)
class Outputs:
    """What the network says at a point."""

    x: float = 0.0

    def answer(self, simulation: Simulation) -> Any:
        return simulation.predict([[self.x, 0.0]])


@dataclass(frozen=True)
class Raises:
    """A question that cannot be answered."""

    error: type[Exception]

    def answer(self, _simulation: Simulation) -> Any:
        raise self.error("no plane here")


def _no_error(error: BaseException) -> None:
    raise AssertionError from error


def _asked(turned: Turned, *commands: Command) -> Frame:
    frame = turned.send(*commands)
    assert frame is not None
    return frame


def test_the_answer_comes_with_a_frame(paused: Turned) -> None:
    frame = _asked(paused, Watch("here", Outputs()))
    expected = Simulation(SMALL, "numpy").predict([[0.0, 0.0]])
    assert np.array_equal(frame.answers["here"][0], expected)


def test_an_answer_follows_training(paused: Turned) -> None:
    before = _asked(paused, Watch("here", Outputs()))
    paused.train(RunSteps(20))
    answers: list[Any] = []

    def follows() -> bool:
        frame = paused.mailbox.take()
        if frame is not None:
            answers.append(frame.answers["here"][0])
        return bool(answers) and not np.array_equal(answers[-1], before.answers["here"][0])

    paused.turn_until(follows, turns=1_000_000)
    twin = Simulation(SMALL, "numpy")
    twin.run(steps=20)
    assert np.array_equal(answers[-1], twin.predict([[0.0, 0.0]]))


def test_a_watch_that_ends_leaves_no_answer(paused: Turned) -> None:
    paused.send(Watch("here", Outputs()))
    frame = _asked(paused, Watch("here", None))
    assert not frame.answers


def test_nobody_is_asked_while_the_window_is_hidden(paused: Turned) -> None:
    paused.send(SetDrawing(visible=False))
    assert paused.send(Watch("here", Outputs())) is None


def test_what_cannot_be_answered_is_given_as_a_reason(paused: Turned) -> None:
    frame = _asked(paused, Watch("here", Raises(ExperimentError)))
    assert frame.answers["here"] == (NoAnswer("no plane here"),)
    assert not paused.told.failures


def test_a_broken_question_is_told_once_and_not_asked_again(paused: Turned) -> None:
    paused.send(Watch("here", Raises(ZeroDivisionError)))
    frame = _asked(paused, Configure(SMALL))
    assert "here" not in frame.answers
    (failure,) = paused.told.failures
    assert failure.refused
    assert "no plane here" in failure.message


def test_a_dear_question_is_asked_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.5])
    monkeypatch.setattr("vgviz.session.questions.thread_time", lambda: next(clock))
    questions = Questions(_no_error)
    questions.watch("here", Outputs())
    assert questions.wait(10.0, 1, flat_out=False) == 0.0
    questions.answer_one((Simulation(SMALL, "numpy"),), 10.0, 1)
    assert questions.wait(10.0, 1, flat_out=False) is None
    assert questions.wait(10.0, 2, flat_out=False) == pytest.approx(0.5 / USUAL_SHARE)
    assert questions.wait(10.0 + 0.5 / USUAL_SHARE, 2, flat_out=False) == 0.0


def test_a_cheap_question_is_not_asked_faster_than_one_can_see() -> None:
    questions = Questions(_no_error)
    questions.watch("here", Outputs())
    questions.answer_one((), 10.0, 1)
    assert questions.wait(10.0, 2, flat_out=False) == pytest.approx(LEAST_INTERVAL, rel=0.1)


def test_another_question_of_the_same_name_is_asked_at_once() -> None:
    questions = Questions(_no_error)
    questions.watch("here", Outputs(0.0))
    questions.answer_one((), 10.0, 1)
    questions.watch("here", Outputs(0.0))
    assert questions.wait(10.0, 1, flat_out=False) is None
    questions.watch("here", Outputs(1.0))
    assert questions.wait(10.0, 1, flat_out=False) == 0.0


def test_what_is_lent_goes_its_own_way_exactly(paused: Turned) -> None:
    paused.train(RunSteps(3))
    paused.send(Lend(7))
    (lent,) = paused.told.lent[7]
    twin = Simulation(SMALL, "numpy")
    twin.run(steps=3)
    lent.run(steps=5)
    twin.run(steps=5)
    for name, values in twin.parameters.items():
        assert np.array_equal(lent.parameters[name], values)
    frame = _asked(paused, Configure(SMALL))
    assert frame.snapshots[0].step == 3
