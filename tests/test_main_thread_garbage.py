"""Garbage is collected on the main thread's timer only."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from vgviz.main_thread_garbage import WORTH_IT, YOUNG_ROUNDS, MainThreadGarbage


@pytest.fixture
def garbage() -> Iterator[MainThreadGarbage]:
    garbage = MainThreadGarbage()
    yield garbage
    garbage.stop()
    assert gc.isenabled()


class _Cycle:
    def __init__(self) -> None:
        self.myself = self


def _litter() -> weakref.ref[_Cycle]:
    """Many cycles that only a collection ends; the last of them to watch."""
    for _ in range(WORTH_IT):
        cycle = _Cycle()
    return weakref.ref(cycle)


def test_python_collects_nothing_by_itself_and_the_timer_all(garbage: MainThreadGarbage) -> None:
    assert not gc.isenabled()
    cycle = _litter()
    assert cycle() is not None
    garbage.collect()
    assert cycle() is None


def test_where_hardly_anything_is_new_nothing_is_collected(
    garbage: MainThreadGarbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()
    collections: list[int] = []
    monkeypatch.setattr(gc, "collect", collections.append)
    for _ in range(2 * YOUNG_ROUNDS):
        garbage.collect()
    assert collections == []
