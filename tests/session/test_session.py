"""The session as the window knows it: a real thread, queued signals, and an end from every state."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from tests.session.conftest import SMALL, FakePreparation
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Network
from vgviz.session import loop
from vgviz.session.messages import Command, Configure, Frame, Pause, Play, SetDrawing
from vgviz.session.session import Session
from vgviz.session.states import State

Opener = Callable[[FakePreparation], Session]


@pytest.fixture
def open_session(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Opener]:  # noqa: ARG001 - signals
    """Start sessions whose kernels are as the test says; all are closed at the end."""
    sessions: list[Session] = []

    def opened(preparation: FakePreparation) -> Session:
        monkeypatch.setattr(loop, "KernelPreparation", lambda *_: preparation)
        session = Session(SMALL)
        sessions.append(session)
        session.start()
        return session

    yield opened
    for session in sessions:
        assert session.close()


@contextmanager
def _reaches(qtbot: QtBot, session: Session, state: State) -> Iterator[None]:
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda new: new is state):
        yield


def _frame_answering(qtbot: QtBot, session: Session, *commands: Command) -> Frame:
    frames: list[Frame] = []

    def has_all_answers() -> bool:
        frame = session.mailbox.take()
        if frame is not None and frame.obeyed >= session.sent:
            frames.append(frame)
        return bool(frames)

    with qtbot.waitSignal(session.answered, check_params_cb=has_all_answers):
        for command in commands:
            session.send(command)
    return frames[-1]


def test_a_session_opens_compiles_and_trains(qtbot: QtBot, open_session: Opener) -> None:
    preparation = FakePreparation()
    session = open_session(preparation)
    frame = _frame_answering(qtbot, session, Play())
    assert frame.snapshots[0].step == 0
    with _reaches(qtbot, session, State.RUNNING):
        preparation.is_ready = True
    assert session.state is State.RUNNING
    qtbot.waitUntil(lambda: (session.mailbox.take() or frame).snapshots[0].step > 100)


def test_the_confirmed_experiment_comes_back(qtbot: QtBot, open_session: Opener) -> None:
    session = open_session(FakePreparation(is_ready=True))
    wider = Experiment(SMALL.data, Network.uniform(3, 6))
    with qtbot.waitSignal(session.experiments_changed, check_params_cb=lambda now: now == (wider,)):
        session.send(Configure(wider))
    assert session.experiment == wider


def test_a_refusal_confirms_the_experiment_that_is_in_force(qtbot: QtBot, open_session: Opener) -> None:
    session = open_session(FakePreparation(is_ready=True))
    with qtbot.waitSignals([session.failed, session.experiments_changed]):
        session.send(Configure(Experiment(Data(source="csv", path="/nowhere.csv"))))
    assert session.experiment == SMALL


@pytest.mark.parametrize("commands", [(Pause(),), (Play(),)], ids=["paused", "running"])
def test_every_edit_is_answered_by_a_frame_that_shows_it(
    qtbot: QtBot, open_session: Opener, commands: tuple[Command, ...]
) -> None:
    session = open_session(FakePreparation(is_ready=True))
    _frame_answering(qtbot, session, *commands)
    for width in range(4, 14):
        frame = _frame_answering(qtbot, session, Configure(Experiment(SMALL.data, Network.uniform(8, width))))
        assert frame.snapshots[0].widths[1] == width


def test_a_paused_session_costs_no_time(qtbot: QtBot, open_session: Opener) -> None:
    session = open_session(FakePreparation(is_ready=True))
    _frame_answering(qtbot, session, SetDrawing(visible=True))
    before = time.process_time()
    qtbot.wait(300)  # the time in which nothing may happen
    assert time.process_time() - before < 0.1


@pytest.mark.parametrize("state", [State.COMPILING, State.PAUSED, State.RUNNING, State.FAILED])
def test_a_session_ends_within_a_second_from_every_state(
    qtbot: QtBot, open_session: Opener, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparation = FakePreparation(is_ready=state is not State.COMPILING)
    with monkeypatch.context() as patch:
        if state is State.FAILED:
            patch.setattr("vgviz.session.lineup.Simulation", _broken)
        session = open_session(preparation)
        if state is State.RUNNING:
            session.send(Play())
        qtbot.waitUntil(lambda: session.state is state)
    started = time.perf_counter()
    assert session.close()
    assert session.close()
    assert time.perf_counter() - started < 1.0
    assert preparation.closed == 1


def _broken(*_: object, **__: object) -> None:
    raise ValueError("boom")


@pytest.mark.usefixtures("qtbot")
def test_a_session_that_never_started_can_be_closed() -> None:
    session = Session(SMALL)
    session.send(Play())
    assert session.close()
    session.start()
    assert session.close()


def test_an_investigation_works_on_a_copy_while_the_run_stays(qtbot: QtBot, open_session: Opener) -> None:
    session = open_session(FakePreparation(is_ready=True))

    def work(simulations: tuple[Simulation, ...], _progress: Callable[[float], None]) -> int:
        simulations[0].run(steps=4)
        return simulations[0].step

    investigation = session.investigate(work)
    with qtbot.waitSignal(investigation.finished) as finished:
        pass
    assert finished.args == [4]
    frame = _frame_answering(qtbot, session, Pause())
    assert frame.snapshots[0].step == 0


def test_a_session_ends_amid_an_investigation(qtbot: QtBot, open_session: Opener) -> None:
    session = open_session(FakePreparation(is_ready=True))

    def work(_simulations: tuple[Simulation, ...], progress: Callable[[float], None]) -> None:
        while True:
            progress(0.0)

    investigation = session.investigate(work)
    with qtbot.waitSignal(investigation.progressed):
        pass
    assert session.close()
    assert not investigation.is_alive


def test_a_missing_package_ends_the_engine_with_the_command_that_installs_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot_start(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'numba'", name="numba.core")

    monkeypatch.setattr(loop, "Loop", cannot_start)
    session = Session(SMALL)
    words: list[str] = []
    session.progress.connect(words.append)
    with qtbot.waitSignal(session.failed) as told:
        session.start()
    assert told.args is not None
    assert "the package numba is not installed; install it with: " in told.args[0].message
    assert words[-1:] == [""]
    assert session.close()
