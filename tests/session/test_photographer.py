"""Large networks are measured beside their training, exactly as they were at one step."""

import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import numpy as np
import pytest

from tests.session.conftest import FakePreparation, Turned
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Experiment, Layer, Network
from vgviz.session import frame_maker as frame_maker_module
from vgviz.session import frame_pace as frame_pace_module
from vgviz.session.mailbox import Mailbox
from vgviz.session.measured import PROBE
from vgviz.session.messages import Configure, Frame, Pause, Play, RunSteps
from vgviz.session.photographer import Photographer
from vgviz.session.spare_memory import SpareMemory
from vgviz.session.states import State

EXPERIMENT = Experiment(network=Network((Layer(6, normalization="batch"), Layer(5, Activation("prelu")))))
PATIENCE = 30.0  # seconds


def _wait_for(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, "not reached"


def _assert_shows(frame_snapshot: object, simulation: Simulation) -> None:
    expected = simulation.snapshot(batch=simulation.probe)
    for name in ("step", "epoch", "loss", "test_loss"):
        assert np.array_equal(getattr(frame_snapshot, name), getattr(expected, name), equal_nan=True)
    for name in ("grad_weight_rms", "update_ratio", "unit_statistics"):
        assert np.array_equal(getattr(frame_snapshot, name), getattr(expected, name), equal_nan=True)
    for kind in ("gradients", "parameters"):
        for name, values in getattr(expected, kind).items():
            assert np.array_equal(getattr(frame_snapshot, kind)[name], values)


def _frame(obeyed: int) -> Frame:
    return Frame((), State.RUNNING, 0.0, obeyed)


@pytest.fixture
def mailbox() -> Mailbox[Frame]:
    return Mailbox()


@pytest.fixture
def photographer(mailbox: Mailbox[Frame]) -> Iterator[Photographer]:
    photographer = Photographer(mailbox)
    yield photographer
    photographer.close()


def test_a_picture_is_of_the_step_at_which_it_was_begun(photographer: Photographer) -> None:
    simulation = Simulation(EXPERIMENT, "numpy")
    for steps in (5, 7):
        simulation.run(steps=steps)
        photographer.begin((simulation,), PROBE, _frame(obeyed=3))
        twin = simulation.copy()
        simulation.run(steps=20)
        _wait_for(lambda: photographer.is_done)
        frame = photographer.take().frame
        assert frame.obeyed == 3
        _assert_shows(frame.snapshots[0], twin)
        assert not photographer.is_busy


def test_pictures_come_into_the_mailbox_though_nobody_takes_them(
    photographer: Photographer, mailbox: Mailbox[Frame]
) -> None:
    simulation = Simulation(EXPERIMENT, "numpy")
    twins = []
    for _ in range(2):
        assert photographer.has_room
        simulation.run(steps=3)
        photographer.begin((simulation,), PROBE, _frame(obeyed=0))
        twins.append(simulation.copy())
    assert not photographer.has_room
    seen = [photographer.take().frame, photographer.take().frame]
    assert [mailbox.take(), mailbox.take()] == seen
    for frame, twin in zip(seen, twins, strict=True):
        _assert_shows(frame.snapshots[0], twin)


def test_a_likeness_follows_a_network_of_another_shape() -> None:
    simulation = Simulation(EXPERIMENT, "numpy")
    likeness = simulation.likeness()
    simulation.reconfigure(Experiment(network=Network.uniform(3, 4)))
    simulation.run(steps=3)
    likeness.follow(simulation)
    _assert_shows(likeness.snapshot(batch=likeness.probe), simulation)


def test_what_goes_wrong_is_told_when_the_picture_is_taken(
    photographer: Photographer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise FloatingPointError("no picture")

    monkeypatch.setattr(Simulation, "snapshot", broken)
    photographer.begin((Simulation(EXPERIMENT, "numpy"),), PROBE, _frame(obeyed=0))
    _wait_for(lambda: photographer.is_done)
    with pytest.raises(FloatingPointError, match="no picture"):
        photographer.take()


def test_a_forgotten_picture_is_never_seen_and_the_next_is_exact(
    photographer: Photographer, mailbox: Mailbox[Frame], monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = Simulation(EXPERIMENT, "numpy")
    is_measuring, go_on = Event(), Event()
    measure = Simulation.snapshot

    def waiting(simulation: Simulation, **given: Any) -> Snapshot:
        is_measuring.set()
        assert go_on.wait(PATIENCE)
        return measure(simulation, **given)

    monkeypatch.setattr(Simulation, "snapshot", waiting)
    photographer.begin((simulation,), PROBE, _frame(obeyed=0))
    photographer.begin((simulation,), PROBE, _frame(obeyed=0))
    assert is_measuring.wait(PATIENCE)
    photographer.forget()
    assert not photographer.is_busy
    go_on.set()
    simulation.run(steps=4)
    photographer.begin((simulation,), PROBE, _frame(obeyed=1))
    _wait_for(lambda: photographer.is_done)
    frame = photographer.take().frame
    _assert_shows(frame.snapshots[0], simulation)
    assert mailbox.take() is frame


def test_what_a_forgotten_picture_was_measured_with_is_used_again(
    photographer: Photographer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a hand drags most pictures are forgotten; memory for a large network is slow to be had."""
    simulation, made, go_on = Simulation(EXPERIMENT, "numpy"), [], Event()
    likeness, measure = Simulation.likeness, Simulation.snapshot

    def noted(simulation: Simulation) -> Simulation:
        made.append(likeness(simulation))
        return made[-1]

    def waiting(simulation: Simulation, **given: Any) -> Snapshot:
        assert go_on.wait(PATIENCE)
        return measure(simulation, **given)

    monkeypatch.setattr(Simulation, "likeness", noted)
    monkeypatch.setattr(Simulation, "snapshot", waiting)
    for _ in range(5):
        go_on.clear()
        for _ in range(2):
            photographer.begin((simulation,), PROBE, _frame(obeyed=0))
        photographer.forget()
        go_on.set()
        photographer.begin((simulation,), PROBE, _frame(obeyed=0))
        _wait_for(lambda: photographer.is_done)
        photographer.take()
    assert len(made) <= 3  # one that is measured, one that waits, one of the first pair still under way
    before = len(made)
    photographer.let_go()
    photographer.begin((simulation,), PROBE, _frame(obeyed=0))
    assert len(made) == before + 1


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turned]:
    """A loop that measures beside its training whatever the network."""
    monkeypatch.setattr(frame_maker_module, "WORTH_IT", 0.0)
    monkeypatch.setattr(frame_maker_module, "HAS_ROOM", True)
    turned = Turned(EXPERIMENT, FakePreparation(is_ready=True))
    turned.send(Play())
    yield turned
    turned.loop.close()


def _next_frame(turned: Turned) -> Frame:
    frames: list[Frame] = []

    def has_come() -> bool:
        frame = turned.mailbox.take()
        if frame is not None:
            frames.append(frame)
        return frame is not None

    turned.turn_until(has_come)
    return frames[0]


def test_frames_of_a_training_network_are_exact_and_go_forward(training: Turned) -> None:
    shown = [_next_frame(training).snapshots[0] for _ in range(4)]
    again = Simulation(EXPERIMENT, "numpy")
    assert shown[0].step <= shown[1].step < shown[2].step < shown[3].step
    for snapshot in shown:
        again.run(steps=snapshot.step - again.step)
        _assert_shows(snapshot, again)


def test_the_next_picture_is_begun_as_soon_as_one_is_handed_out(
    training: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_pace_module, "FRAME_INTERVAL", 0.0)
    monkeypatch.setattr(frame_pace_module, "BESIDE_SHARE", 1e9)
    begun: list[int] = []
    begin = Photographer.begin

    def counted(photographer: Photographer, *given: Any) -> None:
        begun.append(training.run.lineup.step)
        begin(photographer, *given)

    monkeypatch.setattr(Photographer, "begin", counted)
    _next_frame(training)
    while len(begun) < 3:
        _next_frame(training)
        assert begun[-1] == training.run.lineup.step


def test_a_pause_and_an_edit_show_the_present_at_once(training: Turned) -> None:
    _next_frame(training)
    training.loop.turn([])
    edited = Experiment(network=Network.uniform(2, 7))
    frame = training.send(Configure(edited))
    assert frame is not None
    assert frame.snapshots[0].experiment == edited
    frame = training.send(Pause())
    assert frame is not None
    assert frame.state is State.PAUSED
    assert frame.snapshots[0].step == training.run.lineup.step
    training.loop.turn([])
    assert training.mailbox.take() is None


def test_a_goal_that_is_reached_is_shown_as_it_is(training: Turned) -> None:
    training.send(Pause())
    before = training.run.lineup.step
    assert training.train(RunSteps(50)).snapshots[0].step == before + 50


def test_a_smaller_network_gives_memory_back_and_a_larger_one_does_not(
    training: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes: list[int] = []
    monkeypatch.setattr(
        SpareMemory, "give_back_soon", lambda _memory: wishes.append(training.run.lineup.step)
    )
    training.send(Configure(Experiment(network=Network.uniform(2, 40))))
    assert not wishes
    training.send(Configure(Experiment(network=Network.uniform(2, 4))))
    assert len(wishes) == 1
