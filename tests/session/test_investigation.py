"""Long work happens on copies in a thread of its own, and ends from every state."""

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.session.conftest import SMALL
from vgviz.engine.simulation import Simulation
from vgviz.experiment import ExperimentError
from vgviz.session.investigation import NO_NETWORK, Investigation

Copies = tuple[Simulation, ...]
Progress = Callable[[float], None]


@pytest.fixture
def copies() -> Copies:
    return (Simulation(SMALL, "numpy"),)


def test_the_result_comes_as_a_signal_and_progress_before_it(qtbot: QtBot, copies: Copies) -> None:
    shares: list[float] = []
    threads: list[threading.Thread] = []

    def work(simulations: Copies, progress: Progress) -> int:
        threads.append(threading.current_thread())
        progress(0.5)
        simulations[0].run(steps=2)
        return simulations[0].step

    investigation = Investigation(work)
    investigation.progressed.connect(shares.append)
    with qtbot.waitSignal(investigation.finished) as finished:
        investigation.begin(copies)
    assert finished.args == [2]
    assert shares == [0.5]
    assert threads[0] is not threading.main_thread()
    assert not investigation.is_alive


def test_cancelled_work_ends_at_its_next_progress_without_a_result(qtbot: QtBot, copies: Copies) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    def work(_simulations: Copies, progress: Progress) -> None:
        begun.set()
        cancelled.wait(10)
        progress(0.1)
        pytest.fail("went on")

    investigation = Investigation(work)
    results: list[object] = []
    investigation.finished.connect(results.append)
    investigation.begin(copies)
    assert begun.wait(10)
    with qtbot.waitSignal(investigation.cancelled):
        investigation.cancel()
    assert investigation.is_alive
    cancelled.set()
    qtbot.waitUntil(lambda: not investigation.is_alive)
    assert results == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(ExperimentError("x: got 1"), "x: got 1"), (MemoryError(), "There is not enough memory for this.")],
)
def test_an_error_becomes_a_sentence(qtbot: QtBot, copies: Copies, error: Exception, sentence: str) -> None:
    def work(_simulations: Copies, _progress: Progress) -> None:
        raise error

    investigation = Investigation(work)
    with qtbot.waitSignal(investigation.failed) as failed:
        investigation.begin(copies)
    assert failed.args == [sentence]


def test_without_a_network_there_is_nothing_to_work_on(qtbot: QtBot) -> None:
    investigation = Investigation(lambda *_: None)
    with qtbot.waitSignal(investigation.failed) as failed:
        investigation.begin(())
    assert failed.args == [NO_NETWORK]


def test_what_was_cancelled_before_it_began_never_begins(copies: Copies) -> None:
    investigation = Investigation(lambda *_: pytest.fail("began"))
    investigation.cancel()
    investigation.begin(copies)
    assert not investigation.is_alive
