"""Arrays are used again only when nobody can see them any more."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import numpy as np
import pytest

from vgviz import Experiment, Simulation
from vgviz.engine import shelf as shelf_module
from vgviz.engine.shelf import (
    IDLE_BYTES,
    LEAST_IDLE,
    LEAST_READY,
    MOST_KEPT,
    SPARE,
    SPARE_BYTES,
    Shelf,
    _capacity,
    spare_arrays,
)

FLOAT64 = np.dtype(np.float64)


def test_an_array_that_was_let_go_is_used_again() -> None:
    shelf = Shelf()
    first = shelf.take(5, FLOAT64)
    address = first.ctypes.data
    del first
    assert shelf.take(5, FLOAT64).ctypes.data == address


def test_an_array_is_held_by_any_view_of_it() -> None:
    shelf = Shelf()
    array = shelf.take(6, FLOAT64)
    array[:] = 1.0
    view = array[2:4].reshape(2, 1)
    del array
    shelf.take(6, FLOAT64)[:] = 9.0
    np.testing.assert_array_equal(view, 1.0)


def test_kept_arrays_are_few_and_of_one_size() -> None:
    shelf = Shelf()
    held = [shelf.take(4, FLOAT64) for _ in range(3 * MOST_KEPT)]
    assert len({array.ctypes.data for array in held}) == 3 * MOST_KEPT
    assert len(shelf._arrays) == MOST_KEPT
    shelf.take(5, FLOAT64)
    assert len(shelf._arrays) == 1


def test_large_arrays_that_nobody_holds_are_few() -> None:
    shelf = Shelf()
    held = [shelf.take(IDLE_BYTES // 8, FLOAT64) for _ in range(6)]
    assert len(shelf._arrays) == 6
    held.clear()
    shelf.take(IDLE_BYTES // 8, FLOAT64)
    assert len(shelf._arrays) == LEAST_IDLE


def test_arrays_are_made_ready_until_enough_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "LEAST_READY", 0)
    shelf = Shelf()
    while not shelf.is_ready(40, FLOAT64):
        shelf.make_ready(40, FLOAT64)
    assert len(shelf._arrays) == SPARE
    held = [shelf.take(40, FLOAT64) for _ in range(SPARE)]
    assert len({array.ctypes.data for array in held}) == len(shelf._arrays) == SPARE
    assert not shelf.is_ready(40, FLOAT64)
    held.pop()
    shelf.make_ready(40, FLOAT64)
    assert len(shelf._arrays) == SPARE + 1
    shelf.make_ready(80, FLOAT64)
    assert len(shelf._arrays) == 1
    assert shelf.take(80, FLOAT64).base is shelf._arrays[0]


def test_it_is_not_worth_it_where_nobody_would_wait_or_too_much_is_held() -> None:
    shelf = Shelf()
    assert shelf.is_ready(LEAST_READY // 8 - 1, FLOAT64)
    assert not shelf.is_ready(LEAST_READY // 8, FLOAT64)
    assert not shelf.is_ready(SPARE_BYTES // 8, FLOAT64)
    assert shelf.is_ready(SPARE_BYTES // 8 + 1, FLOAT64)


def test_of_larger_arrays_fewer_are_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "LEAST_READY", 0)
    monkeypatch.setattr(shelf_module, "SPARE_BYTES", 2 * 8 * 40)
    shelf = Shelf()
    while not shelf.is_ready(40, FLOAT64):
        shelf.make_ready(40, FLOAT64)
    assert len(shelf._arrays) == 2


def test_arrays_that_wait_ready_are_not_let_go() -> None:
    for size in range(LEAST_READY // 8, SPARE_BYTES // 8, 99_999):
        kept = max(LEAST_IDLE, IDLE_BYTES // (_capacity(size, FLOAT64) * 8))
        assert kept >= spare_arrays(size * 8)


def test_where_all_are_held_no_more_are_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "LEAST_READY", 0)
    shelf = Shelf()
    held = [shelf.take(4, FLOAT64) for _ in range(MOST_KEPT)]
    assert shelf.is_ready(4, FLOAT64)
    del held[0]
    assert shelf.is_ready(4, FLOAT64)


def test_two_threads_never_have_the_same_array() -> None:
    shelf, usual = Shelf(), sys.getswitchinterval()

    def is_left_alone(number: float) -> bool:
        array = shelf.take(3, FLOAT64)
        array[:] = number
        sleep(0.0)
        return bool((array == number).all())

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            assert all(threads.map(is_left_alone, range(3000)))
    finally:
        sys.setswitchinterval(usual)


def test_what_measures_for_a_simulation_shares_its_arrays(blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs())
    likeness, other = simulation.likeness(), simulation.copy()
    assert likeness._shelf is simulation._shelf
    likeness.follow(other)
    assert likeness._shelf is other._shelf
    assert simulation.copy()._shelf is not simulation._shelf


def test_what_a_snapshot_shows_outlives_later_ones(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(learning_rate=0.5), backend)
    snapshot = simulation.snapshot()
    weights = snapshot.parameters["layers.0.weight"]
    gradients = snapshot.gradients
    expected = weights.copy(), gradients["layers.1.bias"].copy()
    del snapshot
    for _ in range(2 * MOST_KEPT):
        simulation.run(steps=3)
        simulation.snapshot()
    np.testing.assert_array_equal(weights, expected[0])
    np.testing.assert_array_equal(gradients["layers.1.bias"], expected[1])
    assert not weights.flags.writeable
