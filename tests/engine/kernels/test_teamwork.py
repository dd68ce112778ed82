"""Jobs cut into parts: what the leader claims, and what is left to a helper that comes once or never."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz.engine.jit import entry, exact
from vgviz.engine.kernels.teamwork import (
    PRODUCT,
    SHARED_FROM,
    WORDS,
    first_part,
    helper_has_done,
    next_part,
    part_of_helper,
    wait_for_helper,
)


@entry
def cut(team: Any, rows: int, multiple: int, work: int, starts: Any, taken: Any) -> int:
    parts = 0
    first, count = first_part(team, PRODUCT, 0, 0, rows, multiple, work)
    while count:
        starts[parts] = first
        parts += 1
        for row in range(first, first + count):
            taken[row] += 1
        first, count = next_part(team)
    wait_for_helper(team)
    return parts


@exact
def mark(takers: Any, first: int, count: int, taker: int) -> None:
    for row in range(first, first + count):
        takers[row] += taker


@entry
def cut_by_two(team: Any, rows: int, multiple: int, takers: Any) -> tuple[int, int]:
    """Write who takes each row, 1 the leader and 2 the helper, who comes after the leader's first part."""
    first, count = first_part(team, PRODUCT, 0, 0, rows, multiple, SHARED_FROM)
    mark(takers, first, count, 1)
    helpers_first, helpers_count = rows, 0
    if count < rows:
        helpers_first, helpers_count = part_of_helper(team)
        mark(takers, helpers_first, helpers_count, 2)
        helper_has_done(team)
    first, count = next_part(team)
    while count:
        mark(takers, first, count, 1)
        first, count = next_part(team)
    wait_for_helper(team)
    return helpers_first, helpers_count


@given(rows=st.integers(1, 3000), multiple=st.sampled_from([1, 8, 64]), jobs=st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_parts_have_every_row_once_and_begin_at_multiples(rows: int, multiple: int, jobs: int) -> None:
    team = np.zeros(WORDS, dtype=np.int64)
    for _ in range(jobs):
        starts, taken = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
        parts = cut(team, rows, multiple, SHARED_FROM, starts, taken)
        assert (taken == 1).all()
        assert (starts[:parts] % multiple == 0).all()
        assert parts <= 6  # each is half of what is left of 32 blocks
        assert starts[parts - 1] >= rows // 2 // multiple * multiple or rows < 2 * multiple


@given(rows=st.integers(1, 3000), multiple=st.sampled_from([1, 8, 64]), jobs=st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_the_helper_takes_rows_from_the_end(rows: int, multiple: int, jobs: int) -> None:
    team = np.zeros(WORDS, dtype=np.int64)
    for _ in range(jobs):
        takers = np.zeros(rows, dtype=np.int64)
        first, count = cut_by_two(team, rows, multiple, takers)
        assert set(takers) <= {1, 2}
        assert first + count == rows
        assert (takers[first:] == 2).all()
        assert (takers[:first] == 1).all()
        assert count > 0 or rows < 2 * multiple


def test_a_small_job_is_one_part_and_so_is_every_job_without_a_team() -> None:
    for words, work in ((WORDS, SHARED_FROM - 1), (0, 10 * SHARED_FROM)):
        starts, taken = np.zeros(1000, dtype=np.int64), np.zeros(1000, dtype=np.int64)
        assert cut(np.zeros(words, dtype=np.int64), 1000, 8, work, starts, taken) == 1
        assert (taken == 1).all()
