"""Jobs cut into parts, seen from the leader whose helper never comes."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz.engine.jit import entry
from vgviz.engine.kernels.teamwork import (
    PRODUCT,
    SHARED_FROM,
    WORDS,
    first_part,
    next_part,
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


@given(rows=st.integers(1, 3000), multiple=st.sampled_from([1, 8, 64]), jobs=st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_parts_have_every_row_once_and_begin_at_multiples(rows: int, multiple: int, jobs: int) -> None:
    team = np.zeros(WORDS, dtype=np.int64)
    for _ in range(jobs):
        starts, taken = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
        parts = cut(team, rows, multiple, SHARED_FROM, starts, taken)
        assert (taken == 1).all()
        assert (starts[:parts] % multiple == 0).all()
        assert parts >= min(8, max(1, rows // multiple))


def test_a_small_job_is_one_part_and_so_is_every_job_without_a_team() -> None:
    for words, work in ((WORDS, SHARED_FROM - 1), (0, 10 * SHARED_FROM)):
        starts, taken = np.zeros(1000, dtype=np.int64), np.zeros(1000, dtype=np.int64)
        assert cut(np.zeros(words, dtype=np.int64), 1000, 8, work, starts, taken) == 1
        assert (taken == 1).all()
