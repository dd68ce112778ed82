"""Memory for copies of large networks is made ready beside the training."""

import threading
import time
from collections.abc import Callable, Iterator
from threading import Event

import pytest

from tests.session.conftest import FakePreparation, Turned
from vgviz.engine import shelf as shelf_module
from vgviz.engine.shelf import SPARE
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment, Network
from vgviz.session import room as room_module
from vgviz.session.messages import Play
from vgviz.session.room import Room

SMALL = Experiment(network=Network.uniform(2, 4))
PATIENCE = 30.0  # seconds


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(shelf_module, "LEAST_READY", 0)
    room = Room()
    yield room
    room.close()


def _wait_for(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, "not reached"
        time.sleep(0.001)


def test_it_is_made_for_all_until_there_is_enough(room: Room) -> None:
    runs = Simulation(SMALL, "numpy"), Simulation(Experiment(network=Network.uniform(2, 5)), "numpy")

    def is_ready() -> bool:
        room.make(runs)
        return all(simulation.has_room for simulation in runs)

    assert not is_ready()
    _wait_for(is_ready)
    assert [len(simulation._shelf._arrays) for simulation in runs] == [SPARE, SPARE]


def test_one_thing_is_made_at_a_time_in_a_thread_of_its_own(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation, may_end, names = Simulation(SMALL, "numpy"), Event(), []

    def slow(_simulation: Simulation) -> None:
        names.append(threading.current_thread().name)
        may_end.wait(PATIENCE)

    monkeypatch.setattr(Simulation, "make_room", slow)
    for _ in range(3):
        room.make([simulation])
    _wait_for(lambda: bool(names))
    may_end.set()
    room.close()
    assert len(names) == 1
    assert names[0].startswith("vgviz room")


def test_where_there_is_no_memory_it_tries_again_later(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_module, "RETRY", 1e6)
    tries = []

    def fail(simulation: Simulation) -> None:
        tries.append(simulation)
        raise MemoryError

    monkeypatch.setattr(Simulation, "make_room", fail)
    simulation = Simulation(SMALL, "numpy")
    room.make([simulation])
    _wait_for(lambda: room._work is not None and room._work.done())
    for _ in range(3):
        room.make([simulation])
    assert len(tries) == 1
    room._again = 0.0
    room.make([simulation])
    room.close()
    assert len(tries) == 2


def test_where_there_is_no_thread_the_engine_goes_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    simulation = Simulation(SMALL, "numpy")
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", fail)
        room.make([simulation])
    assert room._work is None
    room._again = 0.0

    def is_ready() -> bool:
        room.make([simulation])
        return simulation.has_room

    _wait_for(is_ready)


def test_no_thread_is_begun_for_small_networks() -> None:
    room = Room()
    room.make([Simulation(SMALL, "numpy")])
    assert room._thread is None


def test_it_is_made_while_networks_train(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "LEAST_READY", 0)
    turned = Turned(SMALL, FakePreparation(is_ready=True))
    turned.send(Play())
    simulation = turned.run.simulations[0]

    def is_ready() -> bool:
        turned.send()
        return simulation.has_room

    _wait_for(is_ready)
    turned.loop.close()
