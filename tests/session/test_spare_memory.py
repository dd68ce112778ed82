"""Memory that is given back after large networks."""

import threading
import time
from threading import Event

import pytest

from vgviz.session import spare_memory
from vgviz.session.spare_memory import SpareMemory

PATIENCE = 10.0  # s


def test_many_wishes_give_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_memory, "SETTLED", 0.05)
    trimmed, calls = Event(), []

    def trim() -> None:
        calls.append(time.monotonic())
        trimmed.set()

    memory = SpareMemory(trim)
    for _ in range(5):
        memory.give_back_soon()
    assert trimmed.wait(PATIENCE)
    assert len(calls) == 1


def test_the_end_waits_for_nothing() -> None:
    calls: list[int] = []
    memory = SpareMemory(lambda: calls.append(1))
    before = threading.enumerate()
    memory.give_back_soon()
    (timer,) = [thread for thread in threading.enumerate() if thread not in before]
    assert timer.daemon
    memory.close()
    timer.join(PATIENCE)
    assert not timer.is_alive()
    assert not calls
