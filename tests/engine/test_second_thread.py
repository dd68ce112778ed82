"""The second thread of wide networks: the same numbers, and nothing left behind."""

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, ExperimentError, Layer, Network, Simulation, Training
from vgviz.engine import numba_backend, second_thread
from vgviz.engine.kernels.helping import help_train
from vgviz.engine.kernels.teamwork import DONE
from vgviz.engine.second_thread import COMPARED, Comparison

NAME = "vgviz second thread"
BURSTS = 200  # in which a second thread surely comes once, however busy the machine is


def wide(*layers: Layer, precision: str = "float64", classes: int = 3, **training: Any) -> Experiment:
    data = Data("blobs", samples=100, features=70, classes=classes, test_fraction=0.0)
    training = {"batch_size": 100, **training}
    return Experiment(data, Network(layers), Training(**training), precision=precision)


def helpers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(NAME)]


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(second_thread, "processors", lambda: 2)
    monkeypatch.setattr(second_thread, "REST", 0.0)
    monkeypatch.setattr(second_thread, "WORTH_HAVING", np.inf)
    yield
    gc.collect()
    assert not helpers()


@pytest.fixture
def parts_done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """For each time a second thread has helped, how many parts of the last job it has done."""
    done: list[int] = []

    def counted(network: Any, buffers: Any, *further: Any) -> None:
        help_train(network, buffers, *further)
        done.append(int(buffers.team[DONE]))

    monkeypatch.setattr(numba_backend, "help_train", counted)
    return done


PLAIN = (Layer(130), Layer(131, Activation("tanh")), Layer(97))
NORMALIZED = tuple(
    Layer(136, Activation("prelu", blend_to="gelu", blend=0.4), kind, residual=True)
    for kind in ("none", "batch", "layer", "rms")
)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(
    ("layers", "training"),
    [
        (PLAIN, {}),
        (PLAIN, {"batch_size": 61, "momentum": 0.9, "weight_decay": 1e-3}),
        (NORMALIZED, {"optimizer": "adam", "clip_norm": 0.1}),
        ((Layer(600), Layer(300)), {"optimizer": "rmsprop", "clip_value": 1e-4}),
        ((Layer(600), Layer(300)), {"optimizer": "adam"}),
    ],
)
def test_two_threads_give_the_numbers_of_one(
    layers: tuple[Layer, ...], training: dict[str, Any], precision: str, parts_done: list[int]
) -> None:
    experiment = wide(*layers, precision=precision, **training)
    one, two = Simulation(experiment, threads=1), Simulation(experiment)
    for _ in range(BURSTS):
        one.run(steps=4)
        two.run(steps=4)
        if any(parts_done):
            break
    assert any(parts_done)
    for name, value in one.parameters.items():
        np.testing.assert_array_equal(value, two.parameters[name], err_msg=name)


@pytest.mark.parametrize("worth_having", [0.0, 1.0, np.inf])
def test_numbers_do_not_depend_on_when_there_is_help(
    worth_having: float, parts_done: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_thread, "WORTH_HAVING", worth_having)
    monkeypatch.setattr(second_thread, "COMPARED_AGAIN_AFTER", 5)
    experiment = wide(*NORMALIZED, optimizer="adam")
    alone, helped_at_times = Simulation(experiment, threads=1), Simulation(experiment)
    for burst in range(BURSTS):
        helped_at_times.run(steps=3)
        if parts_done and burst >= 40:
            break
    assert 0 < len(parts_done) <= burst  # at times
    alone.run(steps=helped_at_times.step)
    for name, value in alone.parameters.items():
        np.testing.assert_array_equal(value, helped_at_times.parameters[name], err_msg=name)


def bursts(comparison: Comparison, with_help: float, alone: float, count: int) -> list[bool]:
    """Which of ``count`` bursts of 10 steps had help, where a step takes so many seconds."""
    helped = []
    for _ in range(count):
        helped.append(comparison.asks_for_help)
        comparison.add(helped[-1], 10, 10 * (with_help if helped[-1] else alone))
    return helped


@pytest.fixture
def _true_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_thread, "WORTH_HAVING", 0.95)


@pytest.mark.usefixtures("_true_worth")
@pytest.mark.parametrize(
    ("with_help", "is_worth_having"), [(0.6, True), (0.94, True), (0.97, False), (1.0, False), (1.7, False)]
)
def test_help_is_asked_for_where_it_makes_steps_quicker(with_help: float, is_worth_having: bool) -> None:
    comparison = Comparison()
    begun = bursts(comparison, with_help, 1.0, 2 * COMPARED)
    assert sum(begun) == COMPARED
    later = bursts(comparison, with_help, 1.0, 1000)
    usual = sum(helped == is_worth_having for helped in later)
    assert 0.9 <= usual / 1000 < 1.0  # the others are compared anew


@pytest.mark.usefixtures("_true_worth")
def test_help_that_has_become_slow_is_left_out_and_comes_back_when_it_is_quick_again() -> None:
    comparison = Comparison()
    for with_help, is_worth_having in ((0.6, True), (1.6, False), (0.6, True)):
        bursts(comparison, with_help, 1.0, 400)
        last = bursts(comparison, with_help, 1.0, 200)
        assert sum(helped == is_worth_having for helped in last) > 180


@pytest.mark.usefixtures("_true_worth")
def test_help_that_has_become_slow_is_left_out_at_once() -> None:
    comparison = Comparison()
    bursts(comparison, 0.6, 1.0, 2 * COMPARED)
    assert sum(bursts(comparison, 1.6, 1.0, 100)) <= 2 * COMPARED


@pytest.mark.usefixtures("_true_worth")
def test_steps_never_take_notably_longer_than_alone() -> None:
    comparison = Comparison()
    slow = bursts(comparison, 2.0, 1.0, 10_000)
    assert sum(2.0 if helped else 1.0 for helped in slow) <= 1.05 * len(slow)


@pytest.mark.usefixtures("_true_worth")
def test_one_interrupted_burst_decides_nothing() -> None:
    comparison = Comparison()
    for number, helped in enumerate((True, False) * COMPARED):
        comparison.add(helped, 10, 100.0 if number == 2 else 6.0 + 4.0 * (not helped))
    assert comparison.asks_for_help


@pytest.mark.usefixtures("_true_worth")
def test_work_of_another_kind_is_measured_anew() -> None:
    second, asked = second_thread.SecondThread(), []

    def train(work: str) -> None:
        with second.helping(lambda _team: None, work, 10) as team:
            asked.append(team.size > 0)

    for _ in range(7):
        train("narrow")
    assert asked[:6] == [True, False] * 3
    asked.clear()
    for _ in range(6):
        train("wide")
    assert asked == [True, False] * 3


def test_an_overflow_ends_the_training_at_the_same_step() -> None:
    relu = Layer(400, Activation("relu"))
    experiment = wide(relu, relu, precision="float32", learning_rate=1e18)
    one, two = Simulation(experiment, threads=1), Simulation(experiment)
    one.run(steps=50)
    two.run(steps=50)
    assert not one.is_finite
    assert not two.is_finite
    assert one.step == two.step < 50
    for name, value in one.parameters.items():
        np.testing.assert_array_equal(value, two.parameters[name], err_msg=name)


def test_several_simulations_train_at_once_in_several_threads() -> None:
    alone = Simulation(wide(*PLAIN), threads=1)
    alone.run(steps=60)
    several = [Simulation(wide(*PLAIN)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda simulation: [simulation.run(steps=20) for _ in range(3)], several))
    for simulation in several:
        for name, value in alone.parameters.items():
            np.testing.assert_array_equal(value, simulation.parameters[name], err_msg=name)


def test_the_thread_ends_with_the_simulation_and_its_copies_have_their_own() -> None:
    simulation = Simulation(wide(*PLAIN))
    simulation.run(steps=10)
    twin = simulation.copy()
    twin.run(steps=10)
    assert len(helpers()) == 2
    del twin
    gc.collect()
    assert len(helpers()) == 1
    del simulation
    gc.collect()
    assert not helpers()


def no_processor(monkeypatch: pytest.MonkeyPatch) -> Simulation:
    monkeypatch.setattr(second_thread, "processors", lambda: 1)
    return Simulation(wide(*PLAIN))


@pytest.mark.parametrize(
    "make",
    [
        no_processor,
        lambda _: Simulation(wide(*PLAIN), threads=1),
        lambda _: Simulation(wide(*PLAIN), threads=1).copy(),
        lambda _: Simulation(wide(Layer(32), Layer(32))),
    ],
)
def test_no_thread_is_made_where_it_is_of_no_use(
    make: Callable[[pytest.MonkeyPatch], Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = make(monkeypatch)
    simulation.run(steps=20)
    assert not helpers()


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness on Linux only")
def test_the_second_thread_is_as_nice_as_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def observed(*arguments: Any) -> None:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        help_train(*arguments)

    monkeypatch.setattr(numba_backend, "help_train", observed)
    simulation = Simulation(wide(*PLAIN))
    niceness = os.getpriority(os.PRIO_PROCESS, 0) + 2

    def train() -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
        while niceness not in seen:
            simulation.run(steps=5)

    simulation.run(steps=5)
    thread = threading.Thread(target=train)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def test_a_program_ends_quietly_with_its_second_thread() -> None:
    program = (
        "from vgviz import *\n"
        "from vgviz.engine import second_thread\n"
        "second_thread.processors = lambda: 2\n"
        "data, network = Data('blobs', 200, 50), Network.uniform(3, 200)\n"
        "simulation = Simulation(Experiment(data, network, Training(batch_size=150)))\n"
        "simulation.run(steps=20)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, timeout=240, capture_output=True)
    assert not done.stderr


@pytest.mark.parametrize("threads", [0, 3, None, "2"])
def test_other_numbers_of_threads_are_refused(threads: Any) -> None:
    with pytest.raises(ExperimentError, match=r"^threads: got .*, takes 1 or 2$"):
        Simulation(wide(*PLAIN), threads=threads)
    simulation = Simulation(wide(*PLAIN))
    with pytest.raises(ExperimentError, match=r"^threads: got .*, takes 1 or 2$"):
        simulation.threads = threads
    assert simulation.threads == 2


def test_help_can_be_done_without_from_now_on(parts_done: list[int]) -> None:
    simulation = Simulation(wide(*PLAIN))
    simulation.threads = 1
    assert simulation.copy().threads == simulation.likeness().threads == 1
    for _ in range(5):
        simulation.run(steps=4)
    assert not any(parts_done)
    simulation.threads = 2
    for _ in range(BURSTS):
        simulation.run(steps=4)
        if any(parts_done):
            break
    assert any(parts_done)
