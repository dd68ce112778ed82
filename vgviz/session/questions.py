"""Standing questions to the networks: what a panel shows and no snapshot holds, such as a decision map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import thread_time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from vgviz.experiment import ExperimentError

if TYPE_CHECKING:  # the window knows questions before the engine is imported
    from vgviz.engine.simulation import Simulation

LEAST_INTERVAL = 0.03  # seconds between two answers to one question
FLAT_OUT_SHARE, USUAL_SHARE = 0.05, 0.25  # of the worker's time that one question may take


class Question(Protocol):
    """What a panel wants to know of every network, as often as there is time; a frozen dataclass."""

    def answer(self, simulation: Simulation) -> Any:
        """The answer at this moment; must neither change the simulation nor keep its arrays."""
        ...


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """In place of an answer: why there is none."""

    reason: str


@dataclass(slots=True)
class _Standing:
    question: Question
    answers: tuple[Any, ...] = ()
    version: int = -1
    asked: float = float("-inf")
    cost: float = 0.0


class Questions:
    """The standing questions and their newest answers.

    ``tell_error`` takes the exception of a question that is at fault itself; it is not asked again.
    """

    def __init__(self, tell_error: Callable[[BaseException], object]) -> None:
        self._standing: dict[str, _Standing] = {}
        self._tell_error = tell_error

    @property
    def answers(self) -> Mapping[str, tuple[Any, ...]]:
        """The newest answers by the questions' names, one entry a network."""
        answered = {name: each.answers for name, each in self._standing.items() if each.answers}
        return MappingProxyType(answered)

    def watch(self, name: str, question: Question | None) -> None:
        """Ask ``question`` from now on, in place of the one that had this name; None ends it."""
        former = self._standing.get(name)
        if question is None:
            self._standing.pop(name, None)
        elif former is None or former.question != question:
            self._standing[name] = _Standing(question)

    def wait(self, now: float, version: int, *, flat_out: bool) -> float | None:
        """Seconds until one is to be answered for this ``version`` of the networks; None is never."""
        share = FLAT_OUT_SHARE if flat_out else USUAL_SHARE
        waits = [
            max(0.0, each.asked + max(LEAST_INTERVAL, each.cost / share) - now)
            for each in self._standing.values()
            if each.version != version
        ]
        return min(waits, default=None)

    def answer_one(self, simulations: tuple[Simulation, ...], now: float, version: int) -> None:
        """Answer the question that has waited longest."""
        stale = [(each.asked, name) for name, each in self._standing.items() if each.version != version]
        if not stale:
            return
        name = min(stale)[1]
        each = self._standing[name]
        started = thread_time()
        try:
            each.answers = tuple(_answer(each.question, simulation) for simulation in simulations)
        except Exception as error:
            del self._standing[name]
            self._tell_error(error)
            return
        each.version, each.asked, each.cost = version, now, thread_time() - started


def _answer(question: Question, simulation: Simulation) -> Any:
    try:
        return question.answer(simulation)
    except ExperimentError as error:
        return NoAnswer(str(error))
