"""Rows over the steps of a run are kept in bounded memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.views.plots.course import Course


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=600), st.integers(4, 60))
def test_a_course_is_bounded_ordered_and_ends_with_the_newest(gaps: list[int], capacity: int) -> None:
    course = Course(capacity)
    steps = np.cumsum(gaps)
    for step in steps:
        course.append((int(step), float(step) * 2, 0.5))
    rows = course.rows
    assert len(rows) <= capacity
    assert np.all(np.diff(rows[:, 0]) > 0)
    assert np.isin(rows[:, 0], steps).all()
    assert rows[-1, 0] == steps[-1]
    assert np.array_equal(rows[:, 1], 2 * rows[:, 0])


def test_the_whole_run_stays_in_sight_when_points_are_dropped() -> None:
    course = Course(100)
    for step in range(100_000):
        course.append((step, 0.0, 0.0))
    steps = course.rows[:, 0]
    assert steps[0] == 0
    assert 45 <= len(steps) <= 100
    assert np.diff(steps)[:-1].max() <= 2 * course.stride


def test_a_short_run_keeps_every_step() -> None:
    course = Course(1000)
    for step in range(900):
        course.append((step, 0.0, 0.0))
    assert np.array_equal(course.rows[:, 0], np.arange(900))


def test_going_back_forgets_what_was_undone() -> None:
    course = Course(100)
    for step in range(50):
        course.append((step, 1.0, 0.0))
    course.append((20, 5.0, 0.0))
    assert course.rows[-1].tolist() == [20, 5.0, 0.0]
    assert len(course) == 21


def test_a_capacity_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 4"):
        Course(3)
