"""Room for the next state is made ready bit by bit, and what lies in it is exact."""

from collections.abc import Callable

import numpy as np
import pytest

from vgviz.engine import shelf, state_room
from vgviz.engine.shelf import Shelf
from vgviz.engine.simulation import Simulation
from vgviz.engine.state_room import StateRoom
from vgviz.engine.training_state import FloatArray, TrainingState
from vgviz.experiment import Experiment, Network, Training

SMALL = Experiment(network=Network.uniform(3, 16))


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> list[TrainingState]:
    """The rooms that are made, for states of any size and in bits of 16 numbers; nothing is written yet."""
    made: list[TrainingState] = []
    unwritten = TrainingState.unwritten

    def noted(state: TrainingState, array_like: Callable[[FloatArray], FloatArray]) -> TrainingState:
        made.append(unwritten(state, array_like))
        for array in made[-1].own.values():
            array[...] = np.nan
        return made[-1]

    monkeypatch.setattr(TrainingState, "unwritten", noted)
    monkeypatch.setattr(state_room, "LEAST", 0)
    monkeypatch.setattr(shelf, "BIT", 16 * 8)
    return made


def _state(size: int = 40) -> TrainingState:
    return TrainingState.at_rest(np.arange(size, dtype=np.float64), np.empty(0))


def _unready(room: TrainingState) -> int:
    return sum(int(np.isnan(array).sum()) for array in room.own.values())


def test_each_call_makes_one_bit_ready_until_all_is(rooms: list[TrainingState]) -> None:
    room, state = StateRoom(Shelf()), _state()
    left = []
    for _ in range(8):
        room.make_ready(state)
        left.append(_unready(rooms[0]))
    assert left == [64, 48, 40, 24, 8, 0, 0, 0]  # 40 parameters and their 40 changes
    assert len(rooms) == 1


def test_a_copy_lies_in_the_room_once(rooms: list[TrainingState]) -> None:
    room, state = StateRoom(Shelf()), _state()
    room.make_ready(state)
    first, second = room.frozen_copy(state), room.frozen_copy(state)
    assert first.parameters is rooms[0].parameters
    assert not np.shares_memory(first.parameters, second.parameters)
    np.testing.assert_array_equal(first.parameters, state.parameters)
    np.testing.assert_array_equal(second.change, state.change)


def test_what_is_made_ready_after_a_copy_leaves_it_as_it_is(rooms: list[TrainingState]) -> None:
    room, state = StateRoom(Shelf()), _state()
    room.make_ready(state)
    copy = room.frozen_copy(state)
    for _ in range(8):
        room.make_ready(state)
    assert len(rooms) == 2
    np.testing.assert_array_equal(copy.parameters, state.parameters)


def test_a_room_of_another_size_is_not_used(rooms: list[TrainingState]) -> None:
    room, larger = StateRoom(Shelf()), _state(50)
    room.make_ready(_state(40))
    np.testing.assert_array_equal(room.frozen_copy(larger).parameters, larger.parameters)
    assert len(rooms) == 1


def test_no_room_is_held_where_it_is_not_worth_it() -> None:
    state = _state()
    assert state.parameters.nbytes < state_room.LEAST
    room = StateRoom(Shelf())
    room.make_ready(state)
    assert room._room is None


@pytest.mark.usefixtures("rooms")
def test_states_with_and_without_room_are_the_same() -> None:
    adam = Experiment(network=SMALL.network, training=Training(optimizer="adam"))
    first, second = Simulation(SMALL, "numpy"), Simulation(SMALL, "numpy")
    for experiment in (SMALL, adam):  # the room of before has none for Adam's memory
        for simulation in (first, second):
            simulation.reconfigure(experiment)
            simulation.run(steps=2)
        kept = first.state()
        first.make_room_for_state()
        twin = first.copy()
        assert first.state() == second.state() == kept == twin.state()
        first.make_room_for_state()


def test_a_state_in_a_room_stays_while_training_goes_on(rooms: list[TrainingState]) -> None:
    simulation = Simulation(SMALL, "numpy")
    simulation.make_room_for_state()
    kept = simulation.state()
    before = kept.training.parameters.copy()
    simulation.make_room_for_state()
    simulation.run(steps=2)
    assert kept.training.parameters is rooms[0].parameters
    assert not kept.training.parameters.flags.writeable
    np.testing.assert_array_equal(kept.training.parameters, before)


def test_a_copy_that_nobody_holds_any_more_is_the_room_for_a_later_one(rooms: list[TrainingState]) -> None:
    room, state = StateRoom(Shelf()), _state()
    held = [room.frozen_copy(state)]
    for _ in range(2):
        room.make_ready(state)
        held.append(room.frozen_copy(state))
    assert len(rooms) == 2
    place = held[1].parameters.ctypes.data
    del held[1]
    rooms.clear()
    room.make_ready(state)
    state.parameters += 1.0
    copy = room.frozen_copy(state)
    assert place in (copy.parameters.ctypes.data, copy.change.ctypes.data)
    assert not copy.parameters.flags.writeable
    np.testing.assert_array_equal(copy.parameters, state.parameters)
    np.testing.assert_array_equal(held[1].parameters, state.parameters - 1.0)
