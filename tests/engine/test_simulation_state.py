"""States are equal if the same follows from both."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from vgviz import Experiment, Simulation, Training
from vgviz.engine import training_state
from vgviz.engine.cache_lines import LINE_BYTES
from vgviz.engine.shelf import Shelf
from vgviz.engine.training_state import FloatArray, TrainingState


def test_states_of_the_same_moment_are_equal(backend: str, blobs: Callable[..., Experiment]) -> None:
    first, second = (Simulation(blobs(optimizer="adam", batch_size=7), backend) for _ in range(2))
    assert first.state() == second.state()  # test figures are NaN in both
    first.run(steps=9)
    second.run(steps=9)
    assert first.state() == second.state()
    kept = first.state()
    first.run(steps=3)
    first.restore(kept)
    assert first.state() == kept


def test_going_back_within_an_experiment_lays_nothing_out_anew_and_copies_nothing(
    blobs: Callable[..., Experiment],
) -> None:
    simulation = Simulation(blobs(), "numpy")
    kept, plan, weights = simulation.state(), simulation.plan, simulation.live_parameters
    simulation.run(steps=3)
    simulation.restore(kept)
    assert simulation.plan is plan
    assert all(np.shares_memory(array, weights[name]) for name, array in simulation.live_parameters.items())


def test_states_of_different_moments_differ(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(learning_rate=0.0), backend)
    before = simulation.state()
    simulation.run(steps=1)
    assert simulation.state() != before
    simulation.restart()
    assert simulation.state() == before
    simulation.load_parameters({name: value + 1e-9 for name, value in simulation.parameters.items()})
    assert simulation.state() != before


def test_a_figure_that_is_there_differs_from_one_that_is_not(blobs: Callable[..., Experiment]) -> None:
    state = Simulation(blobs(), "numpy").state()
    tested = dataclasses.replace(state, progress=state.progress.tested(0.5, 0.9, 0))
    assert np.isnan(state.progress.test_loss)
    assert state != tested
    assert tested != state


def test_a_state_is_no_other_thing(blobs: Callable[..., Experiment]) -> None:
    state = Simulation(blobs(), "numpy").state()
    assert state != 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(state)


def test_the_bytes_of_a_state_are_counted_once(
    blobs: Callable[..., Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = Simulation(blobs(optimizer="adam"), "numpy")
    simulation.run(steps=1)
    state = simulation.state()
    arrays = (*state.training.own.values(), state.progress.batches.order)
    monkeypatch.delattr(TrainingState, "nbytes")  # a history of thousands asks again and again
    assert state.nbytes == sum(array.nbytes for array in arrays)


def begins_at_a_cache_line(array: FloatArray) -> bool:
    return array.size == 0 or array.ctypes.data % LINE_BYTES == 0


@pytest.mark.parametrize("offset", range(8))
@pytest.mark.parametrize("least", [0, 2**18])
def test_all_that_training_changes_begins_at_a_cache_line(
    offset: int, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_state, "LEAST_READY", least)
    first = TrainingState.at_rest(np.ones(60)[offset:], np.empty(0))
    first.fit_moments(Training(optimizer="adam"))
    twin = first.twin()
    twin.own_arrays(Shelf())
    states = [first, twin, first.rounded_to(np.dtype("float32"))]
    states.append(first.blank(70, np.empty(0), Shelf()))
    for state in states:
        assert all(map(begins_at_a_cache_line, state.own.values()))


def test_parameters_begin_at_a_cache_line_wherever_a_simulation_has_them_from(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    start, narrow = Simulation(blobs((5, 5)), backend), Simulation(blobs((3,)), backend)
    kept, follower, other = start.state(), narrow.copy(), narrow.copy()
    follower.follow(start)
    other.restore(kept)
    narrow.reconfigure(replace(blobs((3, 7)), precision="float32"))
    for simulation in (start, narrow, follower, other):
        assert begins_at_a_cache_line(simulation.live_parameters["layers.0.weight"])
