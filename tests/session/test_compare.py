"""Several runs side by side: the same start, in step, and each as if it were alone."""

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from tests.session.conftest import SMALL, FakePreparation, Turned
from vgviz.engine import memory
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Init, Network, Training
from vgviz.session.edited_runs import STARTS_ALIKE
from vgviz.session.lineup import NO_ROOM
from vgviz.session.messages import (
    AddRun,
    Configure,
    EditTitles,
    Frame,
    Play,
    Recover,
    Redo,
    RemoveRun,
    Reset,
    RunEpochs,
    RunSteps,
    SetDrawing,
    TrainUntil,
    Undo,
)
from vgviz.session.states import State

RELU = replace(SMALL, network=Network.uniform(3, 4, activation="relu"))
HE = replace(SMALL, network=Network(SMALL.network.hidden, Init("he_normal")))
NORMALIZED = replace(SMALL, network=Network.uniform(3, 4, normalization="batch"))
WIDER = replace(SMALL, network=Network.uniform(3, 7))
WILD = replace(
    SMALL, network=Network.uniform(3, 4, activation="relu"), training=Training("mse", learning_rate=1e6)
)


def _snapshots(frame: Frame | None) -> tuple[Snapshot, ...]:
    assert frame is not None
    return frame.snapshots


def _same(first: Snapshot, second: Snapshot) -> bool:
    names = first.parameters.keys()
    return names == second.parameters.keys() and all(
        np.array_equal(first.parameters[name], second.parameters[name]) for name in names
    )


def _alone(experiment: Experiment, steps: int) -> Snapshot:
    simulation = Simulation(experiment, backend="numpy")
    simulation.run(steps=steps)
    return simulation.snapshot(batch=simulation.probe)


@pytest.mark.parametrize("others", [(), (RELU,), (RELU, HE, NORMALIZED)], ids=["one", "two", "four"])
def test_each_run_computes_what_it_computes_alone(paused: Turned, others: tuple[Experiment, ...]) -> None:
    for other in others:
        paused.send(AddRun(other))
    shown = paused.train(RunSteps(60)).snapshots
    assert [snapshot.experiment for snapshot in shown] == [SMALL, *others]
    for snapshot in shown:
        alone = _alone(snapshot.experiment, 60)
        assert snapshot.step == 60
        assert snapshot.loss == alone.loss
        assert _same(snapshot, alone)


def test_runs_of_one_experiment_stay_bit_identical(paused: Turned) -> None:
    paused.send(AddRun(SMALL), AddRun(SMALL))
    shown = paused.train(RunEpochs(7)).snapshots
    assert len(shown) == 3
    assert all(_same(*pair) for pair in pairwise(shown))
    assert len({snapshot.loss for snapshot in shown}) == 1


def test_runs_start_from_the_same_weights_and_batches(paused: Turned) -> None:
    first, second = _snapshots(paused.send(AddRun(WIDER)))
    assert np.array_equal(first.parameters["layers.0.bias"], second.parameters["layers.0.bias"][:4])
    first, second = _snapshots(paused.send(Configure(RELU, run=1)))
    assert _same(first, second)
    weights, others = paused.loop.run.simulations
    assert weights.dataset is others.dataset
    paused.train(RunSteps(5))
    weights, others = paused.loop.run.simulations
    assert np.array_equal(weights.batch[0], others.batch[0])


def test_adding_a_run_brings_all_back_to_the_start_and_undo_returns_the_training(paused: Turned) -> None:
    before = paused.train(RunSteps(30)).snapshots[0]
    shown = _snapshots(paused.send(AddRun(RELU)))
    assert [snapshot.step for snapshot in shown] == [0, 0]
    assert STARTS_ALIKE in paused.told.remarks
    assert paused.told.titles[-1] == EditTitles(undo="comparison with B")
    paused.train(RunSteps(10))
    (undone,) = _snapshots(paused.send(Undo()))
    assert undone.step == 30
    assert _same(undone, before)
    assert paused.told.compared[-1] == (SMALL,)
    redone = _snapshots(paused.send(Redo()))
    assert [snapshot.step for snapshot in redone] == [10, 10]
    assert _same(redone[1], _alone(RELU, 10))


def test_adding_a_run_at_the_start_says_nothing(paused: Turned) -> None:
    paused.send(AddRun(RELU))
    assert paused.told.remarks == []


def test_a_branch_goes_on_from_the_present_weights(paused: Turned) -> None:
    before = paused.train(RunSteps(30)).snapshots[0]
    first, second = _snapshots(paused.send(AddRun(RELU, branch=True)))
    assert [first.step, second.step] == [30, 30]
    assert _same(first, before)
    assert _same(second, before)
    first, second = paused.train(RunSteps(20)).snapshots
    assert _same(first, _alone(SMALL, 50))
    twin = Simulation(SMALL, backend="numpy")
    twin.run(steps=30)
    twin.reconfigure(RELU)
    twin.run(steps=20)
    assert _same(second, twin.snapshot())


def test_another_start_cannot_branch_off(paused: Turned) -> None:
    paused.train(RunSteps(30))
    shown = _snapshots(paused.send(AddRun(HE, branch=True)))
    assert [snapshot.step for snapshot in shown] == [0, 0]
    assert STARTS_ALIKE in paused.told.remarks


def test_networks_that_do_not_fit_side_by_side_are_refused_before_they_are_made(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = paused.run.simulations[0].memory_for(SMALL)
    monkeypatch.setattr(memory, "free_memory", lambda: 2 * one)
    monkeypatch.setattr(Simulation, "copy", lambda _: pytest.fail("a copy was made"))
    paused.send(AddRun(SMALL))
    refusal = paused.told.failures[-1]
    assert refusal.refused
    assert refusal.message.startswith("comparison: 2 networks of this size side by side need about ")
    assert paused.run.experiments == (SMALL,)


def test_a_fifth_run_is_refused(paused: Turned) -> None:
    paused.send(*[AddRun(SMALL)] * 3)
    assert len(_snapshots(paused.send(AddRun(RELU)))) == 4
    assert paused.told.failures[-1].message == NO_ROOM
    assert paused.told.failures[-1].refused


def test_a_refused_run_changes_nothing(paused: Turned) -> None:
    before = paused.train(RunSteps(5)).snapshots[0]
    missing = replace(SMALL, data=Data("csv", path="/nowhere.csv"))
    (after,) = _snapshots(paused.send(AddRun(missing)))
    assert _same(before, after)
    assert paused.told.failures[-1].refused
    assert paused.told.titles == []


def test_training_goes_on_when_a_run_is_added(paused: Turned) -> None:
    paused.send(Play())
    paused.send(AddRun(RELU))
    assert paused.state is State.RUNNING


def test_only_the_run_that_is_meant_is_configured(paused: Turned) -> None:
    paused.send(AddRun(SMALL))
    paused.train(RunSteps(10))
    faster = replace(SMALL, training=Training(learning_rate=0.5))
    first, second = _snapshots(paused.send(Configure(faster, run=1)))
    assert (first.experiment, second.experiment) == (SMALL, faster)
    assert paused.told.compared[-1] == (SMALL, faster)
    assert paused.told.titles[-1].undo == "B: learning rate 0.1 → 0.5"


def test_where_one_starts_anew_all_do_and_undo_returns_all(paused: Turned) -> None:
    paused.send(AddRun(RELU))
    before = paused.train(RunSteps(30)).snapshots
    shown = _snapshots(paused.send(Configure(replace(SMALL, seed=4), run=1)))
    assert [snapshot.step for snapshot in shown] == [0, 0]
    assert STARTS_ALIKE in paused.told.remarks
    undone = _snapshots(paused.send(Undo()))
    assert [snapshot.step for snapshot in undone] == [30, 30]
    assert all(map(_same, undone, before))


def test_an_edit_in_place_of_one_run_is_undone_without_losing_training(paused: Turned) -> None:
    paused.send(AddRun(SMALL))
    paused.send(Configure(replace(SMALL, training=Training(learning_rate=0.5)), run=1))
    trained = paused.train(RunSteps(20)).snapshots
    undone = _snapshots(paused.send(Undo()))
    assert undone[1].experiment == SMALL
    assert all(map(_same, undone, trained))


def test_a_drag_over_several_runs_is_one_entry(paused: Turned) -> None:
    paused.send(AddRun(RELU))
    before = paused.train(RunSteps(10)).snapshots
    for width in (5, 6):
        for run, start in enumerate((SMALL, RELU)):
            layers = tuple(replace(layer, width=width) for layer in start.network.hidden)
            wider = replace(start, network=Network(layers, start.network.init))
            paused.send(Configure(wider, gesture=1, run=run))
    assert paused.told.titles[-1] == EditTitles(undo="width 4 → 6")
    undone = _snapshots(paused.send(Undo()))
    assert all(map(_same, undone, before))


def test_of_wishes_for_several_runs_the_newest_of_each_counts(paused: Turned) -> None:
    paused.send(AddRun(RELU))
    rates = [replace(SMALL, training=Training(learning_rate=rate / 10)) for rate in range(2, 8)]
    told = len(paused.told.compared)
    paused.send(*[Configure(rate, gesture=1, run=run) for rate in rates for run in (0, 1)])
    assert paused.told.compared[told:] == [(rates[-1], RELU), (rates[-1], rates[-1])]


def test_a_run_is_removed_and_the_others_go_on_as_they_were(paused: Turned) -> None:
    paused.send(AddRun(RELU), AddRun(HE))
    before = paused.train(RunSteps(20)).snapshots
    shown = _snapshots(paused.send(RemoveRun(1)))
    assert [snapshot.experiment for snapshot in shown] == [SMALL, HE]
    assert _same(shown[0], before[0])
    assert _same(shown[1], before[2])
    assert paused.told.titles[-1].undo == "removal of B"
    paused.train(RunSteps(5))
    undone = _snapshots(paused.send(Undo()))
    assert [snapshot.experiment for snapshot in undone] == [SMALL, RELU, HE]
    assert all(map(_same, undone, before))


def test_a_removal_and_its_undo_say_which_letter_each_run_has_had(paused: Turned) -> None:
    paused.send(AddRun(RELU), AddRun(HE))
    assert not paused.told.moves
    paused.send(RemoveRun(1))
    paused.send(Undo())
    paused.send(Redo())
    gone, back = (None, (0, 2)), (None, (0, None, 1))
    assert paused.told.moves == [gone, back, gone]
    paused.send(Undo())
    del paused.told.moves[:]
    paused.send(Undo())  # of the addition, which gave nobody another letter
    assert not paused.told.moves


def test_the_course_of_each_run_stays_its_own_when_another_is_removed(paused: Turned) -> None:
    paused.send(AddRun(RELU), AddRun(HE))
    paused.train(RunSteps(20))
    paused.send(RemoveRun(1))
    course = paused.told.histories[-1]
    assert {len(moment) for moment in course} <= {1, 2}
    both = [moment for moment in course if len(moment) == 2]
    assert {moment[1].experiment for moment in both} <= {HE, RELU}
    assert course[-1][0].step == 20
    assert course[-1][1].experiment == HE


def test_the_end_of_a_comparison_is_one_entry(paused: Turned) -> None:
    paused.send(AddRun(RELU), AddRun(HE))
    paused.train(RunSteps(20))
    assert len(_snapshots(paused.send(RemoveRun(2, gesture=7), RemoveRun(1, gesture=7)))) == 1
    assert paused.told.titles[-1].undo == "end of the comparison"
    assert len(_snapshots(paused.send(Undo()))) == 3


def test_what_begins_anew_in_place_of_a_comparison_is_undone_with_its_end(paused: Turned) -> None:
    paused.send(AddRun(RELU), AddRun(HE))
    before = paused.train(RunSteps(20)).snapshots
    begins = Configure(replace(SMALL, seed=7), gesture=7, restart=True)
    assert len(_snapshots(paused.send(RemoveRun(2, gesture=7), RemoveRun(1, gesture=7), begins))) == 1
    undone = _snapshots(paused.send(Undo()))
    assert len(undone) == 3
    assert all(map(_same, undone, before))


def test_the_last_run_cannot_be_removed(paused: Turned) -> None:
    assert len(_snapshots(paused.send(RemoveRun(0)))) == 1
    assert paused.told.failures == []


def test_a_wish_for_a_run_that_is_gone_is_answered_with_those_that_are(paused: Turned) -> None:
    paused.send(Configure(RELU, run=1))
    assert paused.told.compared[-1] == (SMALL,)
    assert paused.told.failures == []


def test_reset_brings_all_runs_back_and_can_be_undone(paused: Turned) -> None:
    paused.send(AddRun(RELU))
    before = paused.train(RunSteps(20)).snapshots
    assert [snapshot.step for snapshot in _snapshots(paused.send(Reset()))] == [0, 0]
    assert all(map(_same, _snapshots(paused.send(Undo())), before))


def _train_until_b_breaks(paused: Turned) -> None:
    paused.send(AddRun(WILD), Play())
    lineup = paused.run.lineup
    paused.turn_until(lambda: bool(lineup.stopped) and lineup.step > lineup.simulations[1].step)


def test_a_run_that_explodes_stops_alone_and_says_so(paused: Turned) -> None:
    _train_until_b_breaks(paused)
    assert paused.state is State.RUNNING
    assert paused.told.failures == []
    (remark,) = paused.told.remarks
    assert remark.startswith("B stopped at step")
    assert remark.endswith("A goes on.")
    stopped = paused.loop.run.simulations[1].step
    paused.turn_until(lambda: paused.loop.run.simulations[0].step > stopped + 50)
    frame = paused.send(SetDrawing(visible=True))
    assert frame is not None
    assert frame.stopped == {1}
    first, second = frame.snapshots
    assert second.step == stopped
    assert _same(first, _alone(SMALL, first.step))


def test_what_has_stopped_comes_back_with_all_others(paused: Turned) -> None:
    _train_until_b_breaks(paused)
    calm = replace(WILD, training=Training("mse", learning_rate=0.01))
    paused.send(Configure(calm, run=1))
    frame = paused.send(Recover())
    assert frame is not None
    assert (frame.state, frame.stopped) == (State.PAUSED, frozenset())
    first, second = frame.snapshots
    assert first.step == second.step
    assert second.experiment == calm
    assert all(np.isfinite(snapshot.loss) for snapshot in paused.train(RunSteps(30)).snapshots)


def test_a_stopped_run_that_an_edit_brings_back_starts_alike_with_all_others(paused: Turned) -> None:
    _train_until_b_breaks(paused)
    calm = replace(WILD, network=Network.uniform(3, 6), training=Training("mse", learning_rate=0.01))
    frame = paused.send(Configure(calm, run=1))
    assert frame is not None
    assert frame.stopped == frozenset()
    assert [snapshot.step for snapshot in frame.snapshots] == [0, 0]
    assert STARTS_ALIKE in paused.told.remarks
    undone = paused.send(Undo())
    assert undone is not None
    assert undone.stopped == {1}
    assert undone.snapshots[0].step >= undone.snapshots[1].step > 0


def test_where_all_have_exploded_the_run_has_failed(paused: Turned) -> None:
    paused.send(Configure(WILD), AddRun(WILD))
    paused.send(Play())
    paused.turn_until(lambda: paused.state is State.FAILED)
    (failure,) = paused.told.failures
    assert "A stopped" in failure.message
    assert "B stopped" in failure.message
    assert failure.can_recover
    frame = paused.send(Recover())
    assert frame is not None
    assert (frame.state, frame.stopped) == (State.PAUSED, frozenset())


def test_a_reset_lets_a_stopped_run_begin_again(paused: Turned) -> None:
    _train_until_b_breaks(paused)
    frame = paused.send(Reset())
    assert frame is not None
    assert frame.stopped == frozenset()
    assert [snapshot.step for snapshot in frame.snapshots] == [0, 0]


def test_when_only_what_has_stopped_is_left_the_run_has_failed_and_undo_returns(paused: Turned) -> None:
    _train_until_b_breaks(paused)
    paused.send(RemoveRun(0))
    assert paused.told.failures[-1].message.startswith("Training stopped at step")
    frame = paused.send(Undo())
    assert frame is not None
    assert frame.stopped == {1}
    assert paused.told.states[-2:] == [State.FAILED, State.PAUSED]


def test_training_until_an_accuracy_ends_with_the_first_run_that_has_it() -> None:
    data = Data(source="blobs", samples=80, noise=2.0)
    quick = Experiment(data, Network.uniform(1, 8, activation="tanh"), seed=2)
    slow = replace(quick, training=Training(learning_rate=1e-6))
    turned = Turned(slow, FakePreparation(is_ready=True), quick)
    shown = turned.train(TrainUntil(accuracy=0.8)).snapshots
    twin = Simulation(quick, backend="numpy")
    while twin.train_accuracy() < 0.8:
        twin.run(epochs=1)
    assert [snapshot.step for snapshot in shown] == [twin.step, twin.step]


def test_several_runs_can_be_opened_at_once() -> None:
    turned = Turned(SMALL, FakePreparation(is_ready=True), RELU, HE)
    assert turned.told.compared == [(SMALL, RELU, HE)]
    shown = turned.train(RunSteps(12)).snapshots
    assert all(_same(snapshot, _alone(snapshot.experiment, 12)) for snapshot in shown)


def test_lost_moments_are_told_and_the_runs_still_come_back(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vgviz.session.edited_runs.MOST_BYTES", 0)
    paused.send(AddRun(RELU))
    paused.train(RunSteps(5))
    paused.send(RemoveRun(1))
    shown = _snapshots(paused.send(Undo()))
    assert [snapshot.experiment for snapshot in shown] == [SMALL, RELU]
    assert [snapshot.step for snapshot in shown] == [0, 0]
    assert any("no longer kept" in remark for remark in paused.told.remarks)


def test_a_precision_that_is_not_ready_is_refused_for_a_new_run(paused: Turned) -> None:
    paused.preparation.compiling = {"float32"}
    (shown,) = _snapshots(paused.send(AddRun(replace(SMALL, precision="float32"))))
    assert shown.experiment == SMALL
    assert paused.told.failures[-1].refused
