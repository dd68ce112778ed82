"""Looking back: every moment is shown exactly as it was, in bounded memory, while training goes on."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from msgspec.structs import replace

from tests.session.conftest import SMALL, FakePreparation, Turned
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Network, Training
from vgviz.session import frame_maker, keyframes, looking_back, pace, replay, run, timeline
from vgviz.session.edited_runs import WERE_FULL
from vgviz.session.lineup import Lineup, States
from vgviz.session.messages import (
    AddRun,
    BranchFrom,
    Command,
    Configure,
    Failure,
    Frame,
    GoOnFrom,
    MeasureOn,
    Play,
    Redo,
    RemoveRun,
    Reset,
    RunSteps,
    ShowMoment,
    Undo,
)
from vgviz.session.states import State

RELU = replace(SMALL, network=Network.uniform(3, 4, activation="relu"))
WIDER = replace(SMALL, network=Network.uniform(3, 6))
NORMALIZED = replace(SMALL, network=Network.uniform(3, 4, activation="tanh", normalization="batch"))
OTHER_DATA = replace(SMALL, data=Data("circles", samples=80))


def _turned(experiment: Experiment = SMALL) -> Turned:
    return Turned(experiment, FakePreparation(is_ready=True))


def _sent(turned: Turned, *commands: Command) -> Frame:
    """The frame that answers ``commands``, once the moment they wish for is there."""
    frame = turned.send(*commands)
    while frame is None or not frame.is_there:
        turned.wait = turned.loop.turn([])
        frame = turned.mailbox.take() or frame
    return frame


def _same(first: Snapshot, second: Snapshot) -> bool:
    """Whether two pictures of a network are the same to the last bit."""
    figures = ("loss", "accuracy", "test_loss", "grad_weight_rms", "update_ratio")
    return (
        (first.step, first.epoch, first.experiment) == (second.step, second.epoch, second.experiment)
        and first.parameters.keys() == second.parameters.keys()
        and all(np.array_equal(first.parameters[name], second.parameters[name]) for name in first.parameters)
        and all(np.array_equal(first.gradients[name], second.gradients[name]) for name in first.gradients)
        and all(
            np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True) for name in figures
        )
    )


def _recorded(turned: Turned, *commands: Command | None) -> dict[int, tuple[Snapshot, ...]]:
    """What each step looked like when the run was there, trained a step at a time with edits in between."""
    seen: dict[int, tuple[Snapshot, ...]] = {}
    for command in commands:
        frame = turned.train(RunSteps(1)) if command is None else turned.send(command)
        assert frame is not None
        seen[frame.step] = frame.snapshots
    return seen


@pytest.fixture
def sparse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep only what always is, so that all else must be worked out."""
    monkeypatch.setattr(timeline, "INTERVAL", 1e6)


def _scattered(steps: Iterator[int]) -> list[int]:
    return list(np.random.default_rng(4).permutation(list(steps)))


@pytest.mark.usefixtures("sparse")
@pytest.mark.parametrize("normalization", ["none", "batch"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_moment_comes_back_to_the_last_bit(optimizer: str, normalization: str) -> None:
    network = Network.uniform(3, 4, activation="tanh", normalization=normalization)
    training = Training(optimizer=optimizer, learning_rate=0.01, momentum=0.5, schedule="cosine")
    turned = _turned(Experiment(SMALL.data, network, training))
    seen = _recorded(turned, *[None] * 24)
    for step in _scattered(iter(seen)):
        frame = _sent(turned, ShowMoment(step))
        assert frame.moment == step
        assert all(map(_same, frame.snapshots, seen[step]))
    assert _sent(turned, ShowMoment(None)).step == 24


@pytest.mark.usefixtures("sparse")
@pytest.mark.parametrize("found_are_kept_after", [0.0, 1e6])
def test_edits_in_between_act_where_they_did(
    monkeypatch: pytest.MonkeyPatch, found_are_kept_after: float
) -> None:
    monkeypatch.setattr(replay, "INTERVAL", found_are_kept_after)
    monkeypatch.setattr(looking_back, "SLICE", 0.0)
    turned = _turned()
    edits: list[Command | None] = []
    for edited in (RELU, NORMALIZED, WIDER, OTHER_DATA, replace(SMALL, training=Training("mse", "adam"))):
        edits += [None] * 7 + [Configure(edited)] + [None] * 3 + [Undo()]
    edits += [Configure(SMALL, origin=(2, 0, 1)), None, None, Configure(RELU, gesture=1), None]
    seen = _recorded(turned, *edits)
    for step in _scattered(iter(seen)):
        frame = _sent(turned, ShowMoment(step))
        assert all(map(_same, frame.snapshots, seen[step])), step


@pytest.mark.usefixtures("sparse")
def test_runs_side_by_side_come_back_together_with_those_of_then() -> None:
    turned = _turned()
    branch = AddRun(SMALL, branch=True)
    edits = [*[None] * 9, branch, None, None, Configure(RELU, run=1), *[None] * 5]
    seen = _recorded(turned, *edits)
    for step in _scattered(iter(seen)):
        frame = _sent(turned, ShowMoment(step))
        assert len(frame.snapshots) == (1 if step < 9 else 2)
        assert len(frame.present) == 2
        assert all(map(_same, frame.snapshots, seen[step])), step


def test_thinned_out_moments_come_back_exactly_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "INTERVAL", 0.0)
    monkeypatch.setattr(timeline, "MOST_SHARE", 1e6)
    turned = _turned()
    bytes_of_one = next(iter(turned.run.timeline.keyframes)).nbytes
    turned.run.timeline.keyframes = keyframes.Keyframes(30 * bytes_of_one, 60 * bytes_of_one)
    turned.send(Reset())
    switch = itertools.cycle([RELU, SMALL])
    seen = _recorded(turned, *[None if step % 10 else Configure(next(switch)) for step in range(1, 150)])
    kept = [keyframe.step for keyframe in turned.run.timeline.keyframes]
    assert kept[0] == 0
    assert max(np.diff(kept)) <= 32
    assert turned.run.timeline.keyframes.nbytes <= 30 * bytes_of_one
    for step in _scattered(iter(seen)):
        assert all(map(_same, _sent(turned, ShowMoment(step)).snapshots, seen[step])), step


def test_training_goes_on_while_the_past_is_shown(paused: Turned) -> None:
    paused.train(RunSteps(20))
    past = _sent(paused, ShowMoment(10)).snapshots
    paused.loop.turn([Play()])
    paused.loop.turn([ShowMoment(10)])
    frames: list[Frame] = []

    def has_gone_on() -> bool:
        frame = paused.mailbox.take()
        frames.extend([frame] if frame is not None else [])
        return bool(frames) and frames[-1].present[0].step > 400

    paused.turn_until(has_gone_on, turns=200_000)
    newest = frames[-1]
    assert newest.moment == newest.step == 10
    assert _same(newest.snapshots[0], past[0])
    assert newest.past is not None
    assert newest.past.newest >= newest.present[0].step


@pytest.mark.parametrize("command", [Play(), RunSteps(3), Configure(RELU), Reset(), Undo(), AddRun(RELU)])
def test_what_changes_the_run_shows_the_present_again(paused: Turned, command: Command) -> None:
    paused.send(Configure(replace(SMALL, notes="to undo")))
    paused.train(RunSteps(20))
    _sent(paused, ShowMoment(10))
    frame = paused.send(command)
    assert frame is not None
    assert frame.moment is None
    assert not frame.newest


def test_a_run_that_goes_on_from_a_moment_goes_the_same_way() -> None:
    turned = _turned()
    seen = _recorded(turned, *[None] * 30)
    frame = _sent(turned, GoOnFrom(12))
    assert frame.moment is None
    assert frame.past is not None
    assert (frame.step, frame.past.newest) == (12, 12)
    again = _recorded(turned, *[None] * 18)
    assert all(_same(again[step][0], seen[step][0]) for step in range(13, 31))


def test_undo_brings_back_what_came_after_the_moment_gone_back_to() -> None:
    turned = _turned()
    seen = _recorded(turned, *[None] * 30)
    _sent(turned, GoOnFrom(12))
    turned.train(RunSteps(3))
    turned.send(Configure(RELU))
    turned.send(Undo())
    assert turned.told.titles[-1].undo == "going back to step 12"
    frame = turned.send(Undo())
    assert frame is not None
    assert _same(frame.snapshots[0], seen[30][0])
    steps = [moment[0].step for moment in turned.told.histories[-1]]
    assert 0 < steps[0] <= 12
    assert steps[-1] == 30
    assert _same(_sent(turned, ShowMoment(20)).snapshots[0], seen[20][0])
    frame = turned.send(Redo())
    assert frame is not None
    assert frame.step == 15


def test_a_run_that_was_going_goes_on_from_the_moment_at_once(paused: Turned) -> None:
    paused.train(RunSteps(50))
    paused.loop.turn([Play()])
    frame = _sent(paused, GoOnFrom(10))
    assert paused.state is State.RUNNING
    assert frame.moment is None


def test_a_branch_begins_at_the_moment_beside_the_run_gone_back() -> None:
    turned = _turned()
    seen = _recorded(turned, *[None] * 30)
    frame = _sent(turned, BranchFrom(12))
    assert [snapshot.step for snapshot in frame.snapshots] == [12, 12]
    assert all(_same(snapshot, seen[12][0]) for snapshot in frame.snapshots)
    turned.send(Configure(RELU, run=1))
    both = turned.train(RunSteps(8)).snapshots
    assert _same(both[0], seen[20][0])
    assert not _same(both[1], seen[20][0])
    assert len(_sent(turned, ShowMoment(5)).snapshots) == 1
    turned.send(Undo())
    undone = turned.send(Undo())
    assert undone is not None
    assert _same(undone.snapshots[0], seen[30][0])


def test_a_fifth_branch_is_refused_and_leaves_the_runs_as_they_were(paused: Turned) -> None:
    paused.send(AddRun(RELU), AddRun(SMALL), AddRun(RELU))
    paused.train(RunSteps(10))
    frame = _sent(paused, BranchFrom(4))
    assert paused.told.failures[-1] == Failure(WERE_FULL, refused=True)
    assert [snapshot.step for snapshot in frame.present] == [10] * 4
    assert frame.moment == 4


def test_where_four_were_compared_no_fifth_branches_off_though_one_is_left(paused: Turned) -> None:
    paused.send(AddRun(RELU), AddRun(SMALL), AddRun(RELU))
    paused.train(RunSteps(10))
    paused.send(RemoveRun(3), RemoveRun(2), RemoveRun(1))
    frame = _sent(paused, BranchFrom(4))
    assert paused.told.failures[-1] == Failure(WERE_FULL, refused=True)
    assert (frame.moment, len(frame.snapshots), len(frame.present)) == (4, 4, 1)
    frame = _sent(paused, GoOnFrom(4))
    paused.send(RemoveRun(3))
    shown = paused.send(AddRun(SMALL, branch=True))
    assert shown is not None
    assert [snapshot.step for snapshot in shown.snapshots] == [4] * 4


@pytest.mark.parametrize(
    "command", [Reset(), Configure(RELU, restart=True), Configure(replace(SMALL, seed=7))]
)
def test_a_new_beginning_has_no_past_until_it_is_undone(command: Command) -> None:
    turned = _turned()
    seen = _recorded(turned, *[None] * 9)
    frame = turned.send(command)
    assert frame is not None
    assert frame.past is not None
    assert (frame.past.first, frame.past.newest, frame.past.marks) == (0, 0, ())
    turned.train(RunSteps(3))
    assert _sent(turned, ShowMoment(2)).step == 2
    frame = turned.send(Undo())
    assert frame is not None
    assert _same(frame.snapshots[0], seen[9][0])
    assert _same(_sent(turned, ShowMoment(5)).snapshots[0], seen[5][0])


def test_at_the_first_step_there_is_only_that_moment(paused: Turned) -> None:
    frame = _sent(paused, ShowMoment(7))
    assert frame.past is not None
    assert (frame.past.first, frame.past.newest, frame.moment) == (0, 0, 0)
    assert _sent(paused, GoOnFrom(0)).step == 0


def test_of_many_moments_wished_at_once_the_last_is_shown(paused: Turned) -> None:
    paused.train(RunSteps(40))
    wishes = [ShowMoment(step) for step in (3, 39, 0, 17)]
    frame = _sent(paused, *wishes)
    assert (frame.moment, frame.step, frame.obeyed) == (17, 17, 5)


def test_a_new_wish_takes_back_the_way_to_an_older_one() -> None:
    turned = _turned()
    turned.train(RunSteps(5))
    turned.loop.turn([GoOnFrom(2), ShowMoment(4)])
    assert _sent(turned, ShowMoment(None)).step == 5
    assert turned.told.titles == []


@pytest.mark.usefixtures("sparse")
def test_the_way_to_a_moment_uses_the_networks_again(paused: Turned) -> None:
    paused.train(RunSteps(20))
    _sent(paused, ShowMoment(15))
    shown = paused.run.shown.simulations
    _sent(paused, ShowMoment(10))
    assert paused.run.shown.simulations is shown


def test_a_present_that_stands_still_is_measured_once(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_maker, "PRESENT_INTERVAL", 0.0)
    paused.train(RunSteps(20))
    present = _sent(paused, ShowMoment(10)).present
    assert _sent(paused, ShowMoment(12)).present is present
    other = _sent(paused, MeasureOn("one", 3)).present
    assert other is not present, "measured on something else"


@pytest.mark.usefixtures("sparse")
def test_training_makes_room_for_a_moment_that_is_worked_out(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "SLICE", 0.0)
    monkeypatch.setattr(run, "BESIDE_LOOKING_BACK", 1e6)
    monkeypatch.setattr(run, "LONGEST_REST", 1e6)
    monkeypatch.setattr(pace, "BURST_SECONDS", 1e-9)  # a step at a time
    paused.train(RunSteps(40))
    paused.send(Play())
    paused.send(ShowMoment(30))
    paused.turn_until(lambda: paused.run.looking_back.is_there)
    assert paused.run.lineup.step <= 42
    paused.turn_until(lambda: paused.run.lineup.step > 60)


def test_where_there_is_no_room_nothing_is_copied(paused: Turned, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[int] = []
    states = Lineup.states

    def copy(lineup: Lineup) -> States:
        copied.append(lineup.step)
        return states(lineup)

    monkeypatch.setattr(Lineup, "states", copy)
    monkeypatch.setattr(replay, "INTERVAL", 0.0)
    monkeypatch.setattr(timeline, "INTERVAL", 1e6)
    paused.train(RunSteps(40))
    copied.clear()
    assert _sent(paused, ShowMoment(20)).step == 20
    assert copied[-1] == 20
    paused.run.timeline.keyframes = keyframes.Keyframes(1, 2**30)
    paused.send(Reset())
    paused.train(RunSteps(40))
    copied.clear()
    assert _sent(paused, ShowMoment(20)).step == 20
    assert copied == []


@pytest.mark.usefixtures("sparse")
def test_training_makes_room_for_a_hand_that_moves(paused: Turned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_back, "REST", 1e6)
    monkeypatch.setattr(run, "BESIDE_LOOKING_BACK", 1e6)
    monkeypatch.setattr(run, "LONGEST_REST", 1e6)
    paused.train(RunSteps(40))
    paused.send(Play())
    paused.send(ShowMoment(0))
    step = paused.run.lineup.step
    for _ in range(5):
        paused.send(ShowMoment(0))
        assert paused.run.looking_back.is_there
        assert paused.wait is not None
        assert paused.wait > 0.0, "the worker would turn for nothing"
    assert paused.run.lineup.step == step
    paused.send(ShowMoment(None))
    paused.turn_until(lambda: paused.run.lineup.step > step)


@pytest.mark.usefixtures("sparse")
def test_a_step_that_takes_long_is_not_begun_while_the_hand_moves(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "SLICE", 1e-9)
    monkeypatch.setattr(looking_back, "REST", 1e6)
    monkeypatch.setattr(looking_back, "BETWEEN", 0.0)
    paused.train(RunSteps(40))
    first = paused.send(ShowMoment(20))
    assert first is not None
    kept = paused.run.timeline.keyframes.at(20)
    assert kept is not None
    assert (first.step, first.moment, first.is_there) == (kept.step, 20, False), "a picture before the way"
    paused.turn_until(lambda: paused.run.shown.step > kept.step)
    there = paused.send(ShowMoment(21))
    assert there is not None
    for step in range(22, 30):
        frame = paused.send(ShowMoment(step))
        assert frame is not None
        assert (frame.step, frame.moment, frame.is_there) == (there.step, step, False)
        assert frame.snapshots is there.snapshots, "the same picture is not measured twice"
        assert paused.wait is not None
        assert paused.wait > 0.0
    monkeypatch.setattr(looking_back, "BETWEEN", 1e6)
    assert _sent(paused, ShowMoment(30)).step == 30, "where there is time between two wishes"
    monkeypatch.setattr(looking_back, "BETWEEN", 0.0)
    monkeypatch.setattr(looking_back, "REST", 0.0)
    assert _sent(paused, ShowMoment(35)).step == 35, "where the hand rests"


def test_the_edits_of_one_drag_are_one_mark_and_one_that_came_to_nothing_is_none() -> None:
    turned = _turned()
    rates = [replace(SMALL, training=Training(learning_rate=rate)) for rate in (0.2, 0.3, 0.4)]
    turned.train(RunSteps(4))
    for rate in rates:
        turned.send(Configure(rate, gesture=1))
        turned.train(RunSteps(1))
    turned.send(Configure(RELU, gesture=2))
    frame = turned.send(Configure(rates[-1], gesture=2))
    assert frame is not None
    assert frame.past is not None
    assert [(mark.step, mark.words) for mark in frame.past.marks] == [(4, "learning rate 0.1 → 0.4")]


def test_the_epoch_of_every_step_is_known_also_where_batches_change() -> None:
    turned = _turned()
    smaller = replace(SMALL, training=Training(batch_size=11))
    full = replace(SMALL, training=Training(batch_size=500))
    seen = _recorded(turned, *[None] * 7, Configure(smaller), *[None] * 16, Configure(full), *[None] * 9)
    past = _sent(turned, ShowMoment(0)).past
    assert past is not None
    assert {step: past.epoch_at(step) for step in seen} == {step: seen[step][0].epoch for step in seen}


def test_the_broken_end_of_a_run_can_be_looked_at() -> None:
    wild = Experiment(
        SMALL.data, Network.uniform(3, 4, activation="relu"), Training("mse", learning_rate=1e6)
    )
    turned = _turned(wild)
    turned.send(Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    end = turned.run.lineup.step
    frame = _sent(turned, ShowMoment(end))
    assert frame.step == end
    assert not np.isfinite(frame.snapshots[0].loss)
    assert np.isfinite(_sent(turned, ShowMoment(0)).snapshots[0].loss)
    assert _sent(turned, GoOnFrom(0)).state is State.PAUSED


def test_a_network_too_large_to_keep_has_no_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_BYTES", 100)
    turned = _turned()
    turned.train(RunSteps(5))
    frame = turned.send(ShowMoment(2))
    assert frame is not None
    assert (frame.past, frame.moment, frame.step) == (None, None, 5)


def test_a_file_that_was_read_is_kept_with_its_moment_and_one_that_changed_is_named(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    rows = np.random.default_rng(1).standard_normal((60, 3))
    np.savetxt(file, rows, delimiter=",", header="a,b,y", comments="")
    other = replace(SMALL, data=Data("csv", path=str(file), target="y"), training=Training("mse"))
    turned = _turned()
    seen = _recorded(turned, *[None] * 5, Configure(other), *[None] * 5, Configure(SMALL), *[None] * 5)
    for step in (8, 5, 12, 2):
        assert all(map(_same, _sent(turned, ShowMoment(step)).snapshots, seen[step])), step
    np.savetxt(file, rows + 1, delimiter=",", header="a,b,y", comments="")
    _sent(turned, ShowMoment(2))
    frame = _sent(turned, ShowMoment(8))
    assert turned.told.failures[-1].refused
    assert "changed" in turned.told.failures[-1].message
    assert (frame.moment, frame.step) == (None, 15)


def test_a_network_that_grows_too_large_is_not_looked_back_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "INTERVAL", 0.0)
    monkeypatch.setattr(timeline, "MOST_SHARE", 1e6)
    turned = _turned()
    turned.train(RunSteps(5))
    monkeypatch.setattr(timeline, "MOST_BYTES", turned.run.lineup.state_bytes)
    turned.send(Configure(WIDER))
    assert turned.train(RunSteps(5)).past is None
    turned.send(Configure(SMALL))
    past = turned.train(RunSteps(5)).past
    assert past is not None
    assert past.first >= 10
    assert _sent(turned, ShowMoment(past.newest - 1)).step == past.newest - 1


def test_the_copy_that_a_kept_moment_takes_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(now=0.0, work=0.0)
    times = SimpleNamespace(perf_counter=lambda: clock.now, thread_time=lambda: clock.work)
    monkeypatch.setattr(timeline, "time", times)

    def own_arrays(_lineup: Lineup) -> None:
        clock.work += 0.03 * timeline.MOST_SHARE

    monkeypatch.setattr(Lineup, "own_arrays", own_arrays)
    lineup, history = Lineup(), timeline.Timeline()
    lineup.open((SMALL,), "numpy")
    history.begin(lineup)
    lineup.simulations[0].run(epochs=1)
    history.keep_if_due(lineup)
    kept = []
    for clock.now in (0.001, 0.021, 0.029, 0.031, 0.045, 0.06, 0.062):
        lineup.simulations[0].run(steps=1)
        history.keep_if_due(lineup)
        kept.append(len(history.keyframes))
    assert kept == [2, 2, 2, 3, 3, 3, 4]  # 0.03 after the one before, not 0.02


def test_a_moment_waits_for_its_room_and_test_except_the_end_of_the_first_epoch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timeline, "INTERVAL", 0.0)
    monkeypatch.setattr(timeline, "MOST_SHARE", 1e9)
    lineup, history = Lineup(), timeline.Timeline()
    lineup.open((SMALL,), "numpy")
    history.begin(lineup)
    monkeypatch.setattr(Lineup, "has_room", False)
    lineup.simulations[0].run(steps=1)
    history.keep_if_due(lineup)
    assert len(history.keyframes) == 1
    lineup.simulations[0].run(epochs=1)
    history.keep_if_due(lineup)
    assert [keyframe.step for keyframe in history.keyframes] == [0, lineup.step]
    lineup.simulations[0].run(steps=1)
    history.keep_if_due(lineup)
    assert len(history.keyframes) == 2
    monkeypatch.setattr(Lineup, "has_room", True)
    monkeypatch.setattr(Lineup, "is_testing", True)
    history.keep_if_due(lineup)
    assert len(history.keyframes) == 2
    monkeypatch.setattr(Lineup, "has_room", False)
    monkeypatch.setattr(timeline, "LONGEST_WAIT", 0.0)
    monkeypatch.setattr(Lineup, "is_testing", False)
    history.keep_if_due(lineup)
    assert len(history.keyframes) == 3, "it does not wait for ever"
    lineup.simulations[0].run(steps=1)
    monkeypatch.setattr(Lineup, "is_testing", False)
    monkeypatch.setattr(Lineup, "has_room", True)
    history.keep_if_due(lineup)
    assert len(history.keyframes) == 4
