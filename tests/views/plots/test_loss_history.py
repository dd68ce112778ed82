"""The course of a run in bounded memory."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.loss_history import Course, LossHistory

Maker = Callable[..., Snapshot]


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=600), st.integers(4, 60))
def test_a_course_is_bounded_ordered_and_ends_with_the_newest(gaps: list[int], capacity: int) -> None:
    course = Course(capacity)
    steps = np.cumsum(gaps)
    for step in steps:
        course.append(int(step), float(step) * 2, 0.5)
    rows = course.rows
    assert len(rows) <= capacity
    assert np.all(np.diff(rows[:, 0]) > 0)
    assert np.isin(rows[:, 0], steps).all()
    assert rows[-1, 0] == steps[-1]
    assert np.array_equal(rows[:, 1], 2 * rows[:, 0])


def test_the_whole_run_stays_in_sight_when_points_are_dropped() -> None:
    course = Course(100)
    for step in range(100_000):
        course.append(step, 0.0, 0.0)
    steps = course.rows[:, 0]
    assert steps[0] == 0
    assert 45 <= len(steps) <= 100
    assert np.diff(steps)[:-1].max() <= 2 * course.stride


def test_a_short_run_keeps_every_step() -> None:
    course = Course(1000)
    for step in range(900):
        course.append(step, 0.0, 0.0)
    assert np.array_equal(course.rows[:, 0], np.arange(900))


def test_going_back_forgets_what_was_undone() -> None:
    course = Course(100)
    for step in range(50):
        course.append(step, 1.0, 0.0)
    course.append(20, 5.0, 0.0)
    assert course.rows[-1].tolist() == [20, 5.0, 0.0]
    assert len(course) == 21


def test_a_capacity_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 4"):
        Course(3)


def test_the_same_snapshot_twice_tells_nothing_new(make_snapshot: Maker) -> None:
    history = LossHistory()
    snapshot = make_snapshot(step=30)
    assert history.append(snapshot)
    assert not history.append(snapshot)


def test_a_knob_turned_while_paused_replaces_the_newest_point(make_snapshot: Maker) -> None:
    history = LossHistory()
    history.append(make_snapshot(step=30, loss=0.7))
    history.append(make_snapshot(step=30, loss=0.2))
    assert history.train.rows[:, :2].tolist() == [[30, 0.2]]


def test_test_figures_appear_once_an_epoch(make_snapshot: Maker) -> None:
    history = LossHistory()
    for step in range(0, 100, 6):
        history.append(make_snapshot(step=step, test_loss=0.5))
    assert history.test.rows[:, 0].tolist() == [24, 48, 72, 96]


def test_a_reset_starts_both_courses_anew(make_snapshot: Maker) -> None:
    history = LossHistory()
    for step in (10, 30, 60):
        history.append(make_snapshot(step=step))
    history.append(make_snapshot(step=0))
    assert history.train.rows[:, 0].tolist() == [0]
    assert len(history.test) == 0
    history.append(make_snapshot(step=24))
    assert history.test.rows[:, 0].tolist() == [24]
