"""The worker's loop, turned by hand: states, answers, goals, failures and the way back."""

import math
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.session.conftest import SMALL, FakePreparation, Turned
from vgviz.engine import testing
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Init, Network, Training
from vgviz.session import loop
from vgviz.session.messages import (
    AddRun,
    Configure,
    Pause,
    Play,
    Recover,
    Reset,
    RunEpochs,
    RunSteps,
    SetDrawing,
    SetSpeed,
    TrainUntil,
)
from vgviz.session.run import STOPPED
from vgviz.session.states import State

EXPLODES = Experiment(
    Data(samples=80), Network.uniform(3, 8, activation="relu"), Training(loss="mse", learning_rate=1e6)
)
CALM = Experiment(
    Data(samples=80), Network.uniform(3, 8, activation="relu"), Training(loss="mse", learning_rate=0.01)
)


def test_step_zero_is_shown_while_kernels_compile(compiling: Turned) -> None:
    frame = compiling.mailbox.take()
    assert frame is not None
    assert frame.snapshots[0].step == 0
    assert frame.state is State.COMPILING


def test_configure_is_answered_at_once_while_kernels_compile(compiling: Turned) -> None:
    wider = Experiment(SMALL.data, Network.uniform(5, 7))
    frame = compiling.send(Configure(wider))
    assert frame is not None
    assert frame.obeyed == 1
    assert frame.snapshots[0].experiment == wider
    assert frame.snapshots[0].widths == (2, 7, 7, 7, 7, 7, 1)
    assert compiling.told.experiments[-1] == wider
    assert compiling.told.answers


def test_play_while_compiling_is_granted_when_the_kernels_are_ready(compiling: Turned) -> None:
    compiling.send(Play())
    assert compiling.state is State.COMPILING
    compiling.preparation.is_ready = True
    compiling.turn_until(lambda: compiling.state is State.RUNNING)
    assert compiling.told.states == [State.COMPILING, State.PAUSED, State.RUNNING]


@pytest.mark.parametrize("withdrawal", [Pause(), Reset()])
def test_a_remembered_wish_to_train_can_be_taken_back(compiling: Turned, withdrawal: Pause | Reset) -> None:
    compiling.send(Play(), withdrawal)
    compiling.preparation.is_ready = True
    compiling.turn_until(lambda: compiling.state is State.PAUSED)
    compiling.send()
    assert compiling.told.states == [State.COMPILING, State.PAUSED]


def test_training_goes_on_without_kernels_and_says_so() -> None:
    turned = Turned(SMALL, FakePreparation(RuntimeError("no compiler"), is_ready=True))
    assert turned.state is State.PAUSED
    (failure,) = turned.told.failures
    assert failure.refused
    assert "no compiler" in failure.details
    frame = turned.train(RunSteps(3))
    assert frame.snapshots[0].step == 3


def test_a_paused_loop_waits_for_commands_without_spinning(paused: Turned) -> None:
    paused.send(RunSteps(5))
    paused.turn_until(lambda: paused.state is State.PAUSED)
    paused.send()
    assert paused.wait is None


def test_configure_while_paused_shows_new_gradients_of_the_same_weights(paused: Turned) -> None:
    before = paused.train(RunSteps(1))
    relu = Experiment(SMALL.data, Network.uniform(3, 4, activation="relu"))
    after = paused.send(Configure(relu))
    assert after is not None
    assert after.snapshots[0].step == 1
    first, second = (frame.snapshots[0].parameters["layers.0.weight"] for frame in (before, after))
    assert (first == second).all()
    assert after.snapshots[0].grad_weight_rms[0] != before.snapshots[0].grad_weight_rms[0]


def test_fields_that_the_source_ignores_load_nothing(paused: Turned) -> None:
    paused.send(Configure(replace(SMALL, data=replace(SMALL.data, classes=5, features=9))))
    assert paused.told.progress == []
    paused.send(Configure(replace(SMALL, data=replace(SMALL.data, noise=0.5))))
    assert paused.told.progress == ["Loading the data…", ""]


def test_a_remark_on_a_file_is_told_once_while_it_is_the_same_file(paused: Turned, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,kind\n" + "1,x\n2,y\n" * 10 + ",x\n")
    data = Data("csv", path=str(path))
    for share in (0.25, 0.3, 0.5):
        paused.send(Configure(replace(SMALL, data=replace(data, test_fraction=share))))
    assert paused.told.remarks == ["1 row was left out because a value is missing: line 22."]


def test_of_a_dragged_slider_only_the_newest_wish_is_built(paused: Turned) -> None:
    wishes = [Experiment(SMALL.data, Network.uniform(depth, 4)) for depth in range(4, 30)]
    frame = paused.send(*map(Configure, wishes))
    assert paused.told.experiments[1:] == [wishes[-1]]
    assert frame is not None
    assert frame.obeyed == len(wishes)


def test_run_steps_ends_exactly_there(paused: Turned) -> None:
    frame = paused.train(RunSteps(137))
    assert frame.snapshots[0].step == 137
    assert frame.state is State.PAUSED


def test_run_epochs_ends_where_the_epoch_does(paused: Turned) -> None:
    paused.train(RunSteps(1))
    frame = paused.train(RunEpochs(2))
    assert (frame.snapshots[0].epoch, frame.snapshots[0].step) == (2, 4)


def test_train_until_accuracy_stops_at_the_first_epoch_that_has_it() -> None:
    data = Data(source="blobs", samples=80, noise=2.0)
    experiment = Experiment(data, Network.uniform(1, 8, activation="tanh"), seed=2)
    turned = Turned(experiment, FakePreparation(is_ready=True))
    frame = turned.train(TrainUntil(accuracy=0.8))
    twin = Simulation(experiment, backend="numpy")
    while twin.train_accuracy() < 0.8:
        twin.run(epochs=1)
    assert frame.snapshots[0].step == twin.step


def test_a_goal_already_reached_is_said_not_trained(paused: Turned) -> None:
    paused.train(RunEpochs(1))
    frame = paused.send(TrainUntil(epoch=1), SetDrawing(visible=True))
    assert frame is not None
    assert frame.snapshots[0].epoch == 1
    assert frame.state is State.PAUSED
    assert any("already there" in remark for remark in paused.told.remarks)


def test_training_in_bursts_is_the_same_as_in_one_go(paused: Turned) -> None:
    frame = paused.train(RunSteps(200))
    twin = Simulation(SMALL, backend="numpy")
    twin.run(steps=200)
    weight = frame.snapshots[0].parameters["layers.1.weight"]
    assert (weight == twin.parameters["layers.1.weight"]).all()


def test_a_speed_limit_is_waited_for_not_spun_for(paused: Turned) -> None:
    paused.send(SetSpeed(2.0), Play())
    paused.turn_until(lambda: paused.wait is not None and 0.1 < paused.wait <= 0.5)
    frame = paused.send(Pause())
    assert frame is not None
    assert frame.snapshots[0].step == 1


def test_nobody_looks_no_frame_is_made(paused: Turned) -> None:
    paused.send(SetDrawing(visible=False))
    paused.send(RunSteps(50))
    paused.turn_until(lambda: paused.state is State.PAUSED)
    assert paused.send() is None
    frame = paused.send(SetDrawing(visible=True))
    assert frame is not None
    assert frame.snapshots[0].step == 50


def test_reset_goes_back_to_the_same_step_zero(paused: Turned) -> None:
    first = paused.send(SetDrawing(visible=True))
    paused.train(RunSteps(20))
    again = paused.send(Reset())
    assert first is not None
    assert again is not None
    assert again.snapshots[0].step == 0
    weights = [frame.snapshots[0].parameters["layers.0.weight"] for frame in (first, again)]
    assert (weights[0] == weights[1]).all()


def test_reset_while_running_pauses(paused: Turned) -> None:
    paused.send(Play())
    paused.send(Reset())
    assert paused.state is State.PAUSED


def test_a_precision_whose_kernels_still_compile_is_refused_until_they_are_there(paused: Turned) -> None:
    paused.preparation.compiling = {"float32"}
    single = msgspec.structs.replace(SMALL, precision="float32")
    paused.send(Configure(single))
    failure = paused.told.failures[-1]
    assert failure.refused
    assert "float32" in failure.message
    assert paused.told.experiments[-1] == SMALL
    paused.preparation.compiling.clear()
    paused.send(Configure(single))
    assert paused.told.experiments[-1] == single
    assert paused.state is State.PAUSED


def test_a_refused_experiment_leaves_the_run_as_it_was(paused: Turned) -> None:
    paused.send(Play())
    missing = Experiment(Data(source="csv", path="/nowhere/data.csv"), SMALL.network)
    paused.send(Configure(missing))
    (failure,) = paused.told.failures
    assert failure.refused
    assert "/nowhere/data.csv" in failure.message
    assert paused.told.experiments[-1] == SMALL
    assert paused.state is State.RUNNING
    assert paused.told.progress[-1] == ""


def test_an_explosion_stops_at_once_and_names_step_and_place() -> None:
    turned = Turned(EXPLODES, FakePreparation(is_ready=True))
    turned.send(Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    (failure,) = turned.told.failures
    assert failure.can_recover
    assert not failure.refused
    assert "step" in failure.message
    assert "infinite or not a number" in failure.message
    frame = turned.mailbox.take()
    assert frame is not None
    assert frame.state is State.FAILED


def test_recover_goes_back_to_finite_numbers() -> None:
    turned = Turned(CALM, FakePreparation(is_ready=True))
    turned.train(RunSteps(40))
    turned.send(Configure(EXPLODES), Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    frame = turned.send(Recover())
    assert frame is not None
    assert frame.state is State.PAUSED
    assert math.isfinite(frame.snapshots[0].loss)
    assert turned.told.experiments[-1] == frame.snapshots[0].experiment


def test_a_refusal_is_told_after_the_experiment_that_stays(paused: Turned) -> None:
    paused.send(Configure(Experiment(Data(source="csv", path="/nowhere/data.csv"), SMALL.network)))
    assert paused.told.everything[-2:] == [SMALL, paused.told.failures[0]]


def test_too_little_memory_for_a_change_leaves_the_run_as_it_was(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Simulation, "reconfigure", too_large)
    paused.send(Configure(CALM))
    (failure,) = paused.told.failures
    assert failure.refused
    assert "memory" in failure.message
    assert paused.state is State.PAUSED
    assert paused.told.experiments[-1] == SMALL


def test_after_a_new_start_nothing_older_is_gone_back_to() -> None:
    turned = Turned(CALM, FakePreparation(is_ready=True))
    turned.train(RunSteps(40))
    wild = Network(EXPLODES.network.hidden, Init(gain=2.0))
    turned.send(Configure(Experiment(EXPLODES.data, wild, EXPLODES.training)), Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    frame = turned.send(Recover())
    assert frame is not None
    assert math.isfinite(frame.snapshots[0].loss)
    assert frame.snapshots[0].experiment.network == wild


def test_what_was_changed_after_a_failure_stays_changed_when_going_back() -> None:
    turned = Turned(EXPLODES, FakePreparation(is_ready=True))
    turned.send(Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    turned.send(Configure(CALM))
    assert turned.told.states[-1] is State.FAILED
    turned.send(Recover())
    assert turned.told.experiments[-1] == CALM
    frame = turned.train(RunSteps(50))
    assert math.isfinite(frame.snapshots[0].loss)


def test_a_new_start_ends_the_failure() -> None:
    turned = Turned(EXPLODES, FakePreparation(is_ready=True))
    turned.send(Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    gentle = Network(CALM.network.hidden, Init(gain=0.5))
    turned.send(Configure(Experiment(CALM.data, gentle, CALM.training)))
    assert turned.state is State.PAUSED


def test_recover_twice_goes_further_back_but_never_runs_out() -> None:
    turned = Turned(EXPLODES, FakePreparation(is_ready=True))
    for _ in range(5):
        turned.send(Play())
        turned.turn_until(lambda: turned.state is State.FAILED)
        turned.send(Recover())
        assert turned.state is State.PAUSED


def test_playing_a_failed_run_is_answered_in_words() -> None:
    turned = Turned(EXPLODES, FakePreparation(is_ready=True))
    turned.send(Play())
    turned.turn_until(lambda: turned.state is State.FAILED)
    turned.send(Play())
    assert turned.state is State.FAILED
    assert any("reset" in remark for remark in turned.told.remarks)


@pytest.mark.parametrize("error", [ValueError("boom"), MemoryError()])
def test_an_error_while_training_stops_the_run_and_reset_mends_it(
    paused: Turned, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(_self: Simulation, _steps: int) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Simulation, "train", broken)
        paused.send(Play())
    assert paused.told.states[-1] is State.FAILED
    assert "Traceback" in paused.told.failures[0].details
    paused.send(Reset(), Play())
    assert paused.state is State.RUNNING


def test_an_error_while_measuring_is_told_once(paused: Turned, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Simulation, **_: object) -> None:
        raise ValueError("boom")

    monkeypatch.setattr(Simulation, "snapshot", broken)
    paused.send(RunSteps(5))
    for _ in range(10):
        paused.send()
    assert paused.state is State.FAILED
    assert len(paused.told.failures) <= 2


def test_an_experiment_that_cannot_be_opened_leaves_a_way_on() -> None:
    missing = Experiment(Data(source="csv", path="/nowhere/data.csv"), SMALL.network)
    turned = Turned(missing, FakePreparation(is_ready=True))
    assert turned.state is State.FAILED
    assert "/nowhere/data.csv" in turned.told.failures[0].message
    turned.send(Play(), Reset(), Recover(), Pause())
    assert turned.state is State.FAILED
    assert STOPPED not in turned.told.remarks, "nothing was trained"
    frame = turned.send(Configure(SMALL))
    assert frame is not None
    assert turned.told.states[-2:] == [State.COMPILING, State.PAUSED]


def test_a_failure_before_the_kernels_are_ready_comes_back_to_compiling(
    compiling: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("boom")

    with monkeypatch.context() as patch:
        patch.setattr(Simulation, "reconfigure", broken)
        compiling.send(Configure(CALM))
    assert compiling.told.states[-1] is State.FAILED
    compiling.send(Reset())
    assert compiling.state is State.COMPILING


def test_closing_ends_the_preparation(compiling: Turned) -> None:
    compiling.loop.close()
    assert compiling.preparation.closed == 1


def test_a_large_network_is_tested_bit_by_bit_and_wholly_before_it_stands_still(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(testing, "PIECE_WORK", 1)
    monkeypatch.setattr(testing, "LEAST_PIECE", 6)
    lineup, twin = paused.run.lineup, paused.run.simulations[0].copy()
    paused.send(Play())
    paused.turn_until(lambda: lineup.is_testing)
    twin.run(steps=lineup.step)
    paused.send(SetSpeed(1e-3))
    assert paused.wait == 0.0, "not until the next step is due"
    assert lineup.is_testing
    assert lineup.step == twin.step, "not trained on before it is tested"
    frame = paused.send(Pause())
    assert frame is not None
    assert not lineup.is_testing
    assert frame.snapshots[0].test_loss == twin.snapshot().test_loss
    paused.send(SetSpeed())
    twin.run(epochs=1)
    frame = paused.train(RunEpochs(1))
    assert frame.snapshots[0].test_loss == twin.snapshot().test_loss
    assert lineup.simulations[0].state() == twin.state()


def test_every_press_of_step_counts_however_quick(paused: Turned) -> None:
    paused.send(RunSteps(), RunSteps(), RunSteps())
    paused.turn_until(lambda: paused.state is State.PAUSED)
    paused.wait = paused.loop.turn([])
    frame = paused.mailbox.take()
    assert frame is not None
    assert frame.snapshots[0].step == 3


@pytest.mark.parametrize(("count", "while_drawing"), [(1, 1), (2, 1), (3, 2), (16, 2)])
def test_a_second_thread_trains_while_pictures_leave_it_a_processor(
    paused: Turned, monkeypatch: pytest.MonkeyPatch, count: int, while_drawing: int
) -> None:
    monkeypatch.setattr(loop, "processors", lambda: count)
    paused.send(AddRun(SMALL), Play())
    assert [run.threads for run in paused.run.simulations] == [while_drawing] * 2
    paused.send(SetDrawing(visible=False))
    assert [run.threads for run in paused.run.simulations] == [2, 2]
    paused.send(SetDrawing(visible=True))
    assert [run.threads for run in paused.run.simulations] == [while_drawing] * 2


@pytest.mark.parametrize(("count", "rests"), [(1, True), (2, True), (3, False)])
def test_training_leaves_a_crowded_machine_to_the_paint_of_an_answer_but_not_twice_in_a_row(
    paused: Turned, monkeypatch: pytest.MonkeyPatch, count: int, rests: bool
) -> None:
    monkeypatch.setattr(loop, "processors", lambda: count)
    paused.send(Play())
    trained = []
    for activation in ("relu", "tanh", "elu"):
        before = paused.run.lineup.step
        paused.send(Configure(Experiment(SMALL.data, Network.uniform(3, 4, activation=activation))))
        trained.append(paused.run.lineup.step > before)
    assert trained == [not rests, True, not rests]


def test_a_large_network_waits_with_training_until_the_hand_at_a_knob_rests(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LONG_ANSWER", 0.0)
    paused.send(Play())
    before = paused.run.lineup.step
    for activation in ("relu", "tanh", "elu"):
        paused.send(Configure(Experiment(SMALL.data, Network.uniform(3, 4, activation=activation))))
        assert paused.wait == loop.HAND_RESTS
    assert paused.run.lineup.step == before
    paused.send()
    assert paused.run.lineup.step > before
