"""What is kept of a run is thinned out evenly, and one by one."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from vgviz.session.keyframes import AT_ONCE, OVERHEAD, Keyframe, Keyframes

BYTES = 10_000


class _State:
    nbytes = BYTES - OVERHEAD


def _keyframe(step: int, *, lasting: bool = False) -> Keyframe:
    states: Any = (_State(),)
    return Keyframe(step, states, lasting=lasting)


def _steps(kept: Keyframes) -> list[int]:
    return [keyframe.step for keyframe in kept]


@pytest.mark.parametrize(("budget", "count"), [(40, 1000), (1000, 40)])
def test_moments_are_thinned_out_one_by_one_and_evenly(budget: int, count: int) -> None:
    kept = Keyframes(budget * BYTES, 10**9, count)
    numbers = []
    for step in range(0, 5000, 3):
        kept.append(_keyframe(step, lasting=step == 300))
        numbers.append(len(kept))
        assert kept.nbytes == len(kept) * BYTES
        assert _steps(kept)[-1] == step
    assert max(numbers) <= 40
    assert min(numbers[100:]) > 15
    assert min(after - before for before, after in pairwise(numbers)) >= 1 - AT_ONCE, (
        "no heap of memory at once"
    )
    steps = _steps(kept)
    assert {0, 300} <= set(steps)
    assert max(np.diff(steps)) <= 2 * 2 * 5000 / 20


@pytest.mark.parametrize("budget", [2.0, 2.5, 3.4, 4.0, 5.0])
def test_the_first_and_the_lasting_of_a_few_large_moments_stay(budget: float) -> None:
    kept = Keyframes(int(budget * BYTES), 7 * BYTES)
    generator = np.random.default_rng(1)
    step = 0
    for number in range(500):
        kept.append(_keyframe(step, lasting=number < 2))
        assert _steps(kept)[0] == 0
        assert number == 0 or kept._kept[1].lasting
        assert len(kept) <= max(3, budget)
        step += int(generator.integers(1, 40))


def test_there_is_room_for_moments_that_are_worked_out_anew() -> None:
    kept = Keyframes(40 * BYTES, 10**9)
    for step in range(0, 3000, 3):
        kept.append(_keyframe(step))
    before = len(kept)
    for step in (100, 200, 301):
        kept.insert(_keyframe(step))
    assert len(kept) == before + 3
    assert {100, 200, 301} <= set(_steps(kept))


def test_what_is_too_much_at_once_is_thinned_out_at_once() -> None:
    kept = Keyframes(40 * BYTES, 10**9)
    kept.replace_all(tuple(map(_keyframe, range(500))))
    assert len(kept) <= 40
    assert _steps(kept)[0] == 0
    assert _steps(kept)[-1] == 499
    assert max(np.diff(_steps(kept))) <= 32


@pytest.mark.parametrize(("budget", "count"), [(4, 1000), (1000, 4)])
def test_there_is_room_until_bytes_or_number_are_used_up(budget: int, count: int) -> None:
    kept = Keyframes(budget * BYTES, 10**9, count)
    assert not kept.is_full
    for steps in range(1, 5):
        kept.replace_all(tuple(map(_keyframe, range(steps))))
        assert kept.is_full == (steps == 4)
