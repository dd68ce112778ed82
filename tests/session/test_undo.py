"""Undo and redo: settings and discarded weights come back, training that was not discarded stays."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.session.conftest import SMALL, FakePreparation, Turned
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Init, Network, Training
from vgviz.session import edit_history, timeline
from vgviz.session.edited_runs import WEIGHTS_ARE_LOST
from vgviz.session.messages import (
    Configure,
    EditTitles,
    Frame,
    Pause,
    Play,
    Recover,
    Redo,
    Reset,
    RunSteps,
    Undo,
)
from vgviz.session.states import State

WIDER = replace(SMALL, network=Network.uniform(3, 6))
FASTER = replace(SMALL, training=Training(learning_rate=0.5))
RELU = replace(SMALL, network=Network.uniform(3, 4, activation="relu"))


def _snapshot(frame: Frame | None) -> Snapshot:
    assert frame is not None
    return frame.snapshots[0]


def _same_weights(first: Snapshot, second: Snapshot) -> bool:
    names = first.parameters.keys()
    return names == second.parameters.keys() and all(
        np.array_equal(first.parameters[name], second.parameters[name]) for name in names
    )


@pytest.mark.parametrize(
    "edited",
    [
        WIDER,
        replace(SMALL, seed=5),
        replace(SMALL, precision="float32"),
        replace(SMALL, network=Network.uniform(5, 4)),
        replace(SMALL, network=Network(SMALL.network.hidden, Init("he_normal"))),
        replace(SMALL, network=Network.uniform(3, 4, normalization="batch")),
        replace(SMALL, data=Data("blobs", samples=90, features=3, classes=3)),
    ],
    ids=["width", "seed", "precision", "depth", "init", "normalization", "data"],
)
def test_discarded_weights_come_back_bit_by_bit_both_ways(paused: Turned, edited: Experiment) -> None:
    before = _snapshot(paused.train(RunSteps(30)))
    paused.send(Configure(edited))
    after = _snapshot(paused.train(RunSteps(20)))
    undone = _snapshot(paused.send(Undo()))
    assert (undone.step, undone.experiment) == (before.step, SMALL)
    assert _same_weights(undone, before)
    redone = _snapshot(paused.send(Redo()))
    assert (redone.step, redone.experiment) == (after.step, edited)
    assert _same_weights(redone, after)


def test_an_edit_that_restarts_is_one_edit(paused: Turned) -> None:
    before = _snapshot(paused.train(RunSteps(30)))
    begun = _snapshot(paused.send(Configure(FASTER, restart=True)))
    assert (begun.step, begun.experiment) == (0, FASTER)
    assert np.array_equal(begun.parameters["layers.0.weight"], before.start["layers.0.weight"])
    assert paused.told.titles[-1].undo == "learning rate 0.1 → 0.5"
    undone = _snapshot(paused.send(Undo()))
    assert (undone.step, undone.experiment) == (before.step, SMALL)
    assert _same_weights(undone, before)
    assert paused.told.titles[-1].undo == ""


def test_an_edit_that_restarts_goes_on_training(paused: Turned) -> None:
    paused.train(RunSteps(30))
    paused.send(Play())
    assert _snapshot(paused.send(Configure(FASTER, restart=True))).step == 0
    assert paused.state is State.RUNNING
    paused.send(Pause())


def test_training_after_an_undo_goes_on_as_if_nothing_had_been_edited(paused: Turned) -> None:
    paused.train(RunSteps(30))
    paused.send(Configure(WIDER))
    paused.train(RunSteps(20))
    paused.send(Undo())
    untouched = Turned(SMALL, FakePreparation(is_ready=True))
    assert _same_weights(_snapshot(paused.train(RunSteps(40))), _snapshot(untouched.train(RunSteps(70))))


@pytest.mark.parametrize("edited", [FASTER, RELU], ids=["learning rate", "activation"])
def test_undoing_what_acts_in_place_keeps_the_training_done_since(paused: Turned, edited: Experiment) -> None:
    paused.send(Configure(edited))
    trained = _snapshot(paused.train(RunSteps(25)))
    undone = _snapshot(paused.send(Undo()))
    assert undone.experiment == SMALL
    assert undone.step == 25
    assert _same_weights(undone, trained)


def test_a_drag_is_one_entry(paused: Turned) -> None:
    before = _snapshot(paused.train(RunSteps(10)))
    for width in (5, 6, 7, 8):
        paused.send(Configure(replace(SMALL, network=Network.uniform(3, width)), gesture=1))
    paused.send(Configure(replace(SMALL, network=Network.uniform(3, 9)), gesture=2))
    assert paused.told.titles[-1] == EditTitles(undo="width 8 → 9")
    paused.send(Undo())
    assert paused.told.titles[-1] == EditTitles(undo="width 4 → 8", redo="width 8 → 9")
    undone = _snapshot(paused.send(Undo()))
    assert undone.experiment == SMALL
    assert _same_weights(undone, before)


def test_edits_without_a_gesture_stand_alone(paused: Turned) -> None:
    paused.send(Configure(WIDER))
    paused.send(Configure(replace(WIDER, seed=3)))
    assert _snapshot(paused.send(Undo())).experiment == WIDER
    assert _snapshot(paused.send(Undo())).experiment == SMALL


def test_a_drag_that_comes_back_to_its_start_still_returns_the_weights(paused: Turned) -> None:
    before = _snapshot(paused.train(RunSteps(10)))
    for experiment in (WIDER, SMALL):
        drawn_anew = _snapshot(paused.send(Configure(experiment, gesture=1)))
    assert not _same_weights(drawn_anew, before)
    assert paused.told.titles[-1].undo
    assert _same_weights(_snapshot(paused.send(Undo())), before)


def test_a_drag_in_place_that_comes_back_to_its_start_leaves_no_entry(paused: Turned) -> None:
    for experiment in (FASTER, SMALL):
        paused.send(Configure(experiment, gesture=1))
    assert paused.told.titles[-1] == EditTitles()


def test_a_new_edit_ends_what_can_be_redone(paused: Turned) -> None:
    paused.send(Configure(WIDER))
    paused.send(Undo())
    paused.send(Configure(FASTER))
    assert paused.told.titles[-1] == EditTitles(undo="learning rate 0.1 → 0.5")
    assert _snapshot(paused.send(Redo())).experiment == FASTER


def test_without_an_entry_nothing_happens(paused: Turned) -> None:
    before = _snapshot(paused.train(RunSteps(5)))
    after = _snapshot(paused.send(Undo(), Redo()))
    assert _same_weights(before, after)
    assert paused.told.failures == []


def test_a_reset_can_be_undone(paused: Turned) -> None:
    before = _snapshot(paused.train(RunSteps(30)))
    paused.send(Reset())
    assert paused.told.titles[-1] == EditTitles(undo="reset at step 30")
    undone = _snapshot(paused.send(Undo()))
    assert undone.step == 30
    assert _same_weights(undone, before)
    assert _snapshot(paused.send(Redo())).step == 0


def test_a_refused_edit_is_no_entry(paused: Turned) -> None:
    paused.send(Configure(replace(SMALL, data=Data("csv", path="/nowhere.csv"))))
    assert paused.told.titles == []


def test_data_that_have_vanished_refuse_the_undo_and_keep_the_entry(paused: Turned, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n" + "".join(f"{i % 7},{'xy'[i % 2]}\n" for i in range(40)))
    table = replace(SMALL, data=Data("csv", path=str(path)))
    paused.send(Configure(table))
    paused.send(Configure(SMALL))
    path.unlink()
    frame = paused.send(Undo())
    assert _snapshot(frame).experiment == SMALL
    assert paused.told.failures[-1].refused
    assert "table.csv" in paused.told.failures[-1].message
    assert paused.told.titles[-1].undo.startswith("data")


def test_undo_goes_on_training(paused: Turned) -> None:
    paused.send(Configure(WIDER), Play())
    frame = paused.send(Undo())
    assert paused.state is State.RUNNING
    assert _snapshot(frame).experiment == SMALL


def test_undoing_the_edit_that_broke_the_numbers_ends_the_failure() -> None:
    turned = Turned(SMALL, FakePreparation(is_ready=True))
    before = _snapshot(turned.train(RunSteps(10)))
    broken = Experiment(
        SMALL.data, Network.uniform(3, 8, activation="relu"), Training(loss="mse", learning_rate=1e6)
    )
    turned.send(Configure(broken), Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    frame = turned.send(Undo())
    assert turned.state is State.PAUSED
    assert _same_weights(_snapshot(frame), before)


def test_going_back_to_a_good_state_that_changes_the_setting_is_an_entry() -> None:
    calm = Experiment(
        SMALL.data, Network.uniform(3, 8, activation="relu"), Training("mse", learning_rate=0.01)
    )
    turned = Turned(calm, FakePreparation(is_ready=True))
    turned.train(RunSteps(40))
    wild = replace(calm, training=Training("mse", learning_rate=1e6))
    turned.send(Configure(wild), Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    turned.send(Recover())
    assert turned.told.titles[-1].undo == "learning rate 1e+06 → 0.01"
    assert _snapshot(turned.send(Undo())).experiment == wild


def test_memory_is_bounded_and_the_loss_of_weights_is_told(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_history, "MOST_BYTES", 4_000)
    for width in range(5, 25):
        paused.send(Configure(replace(SMALL, network=Network.uniform(3, width))))
    for _ in range(20):
        paused.send(Undo())
    assert paused.told.experiments[-1] == SMALL
    assert paused.told.titles[-1].undo == ""
    assert WEIGHTS_ARE_LOST in paused.told.remarks


def test_the_histories_that_undo_brings_back_count_too(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 500_000
    monkeypatch.setattr(edit_history, "MOST_BYTES", most)
    monkeypatch.setattr(timeline, "INTERVAL", 0.0)
    monkeypatch.setattr(timeline, "MOST_SHARE", 1e6)
    for seed in range(1, 16):
        for _ in range(10):
            paused.send(RunSteps(1))
        paused.send(Configure(replace(SMALL, seed=seed), restart=True))
    discarded = [edit.discarded for edit in paused.run.edits.done if edit.discarded is not None]
    assert 1 < len(discarded) < 15
    states = [state for each in discarded for state in each.states]
    for each in discarded:
        assert len(each.timeline.keyframes) > 1
        states += [state for frame in each.timeline.keyframes for state in frame.states]
    kept = {id(state): state.nbytes for state in states}
    kept |= {id(state.training.start): state.training.start.nbytes for state in states}
    assert sum(kept.values()) <= most


def test_what_states_share_counts_once(paused: Turned) -> None:
    first = paused.run.lineup.states()
    paused.send(RunSteps(1))
    second = paused.run.lineup.states()
    (one,), (other,) = first, second
    sizes = dict([*one.sizes(), *other.sizes()])
    assert sum(sizes.values()) == one.nbytes + other.nbytes + one.training.start.nbytes


def test_only_the_last_hundred_edits_are_kept(paused: Turned) -> None:
    for seed in range(1, 121):
        paused.send(Configure(replace(SMALL, training=Training(learning_rate=seed / 100))))
    for _ in range(120):
        paused.send(Undo())
    assert paused.told.experiments[-1].training.learning_rate == 0.2
    for _ in range(120):
        paused.send(Redo())
    assert paused.told.experiments[-1].training.learning_rate == 1.2


def test_undo_does_not_go_back_to_a_precision_whose_kernels_are_not_ready(paused: Turned) -> None:
    single = replace(SMALL, precision="float32")
    paused.send(Configure(single))
    paused.preparation.compiling.add("float64")
    paused.send(Undo())
    assert paused.told.experiments[-1] == single
    assert paused.told.failures[-1].refused


def test_an_undo_of_one_gesture_leaves_every_other_edit_alone(paused: Turned) -> None:
    paused.send(Configure(FASTER, 1))
    frame = paused.send(Configure(WIDER, 2, restart=True))
    assert frame is not None
    assert frame.undoes == 2
    paused.send(Undo(1))
    assert paused.run.experiments == (WIDER,)
    frame = paused.send(Undo(2))
    assert frame is not None
    assert (paused.run.experiments, frame.undoes) == ((FASTER,), 1)
