"""A large test part is worked out in pieces, with the same figures, whatever is edited in between."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from vgviz import Activation, Data, Experiment, Network, Simulation, Training
from vgviz.engine import evaluation, testing

BLOBS = Experiment(
    data=Data(samples=200, test_fraction=0.6),
    network=Network.uniform(2, 5),
    training=Training(batch_size=16, learning_rate=0.5),
)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four pieces of the 120 samples, the last of them smaller."""
    monkeypatch.setattr(testing, "PIECE_WORK", 1)


def _at_an_end(backend: str) -> tuple[Simulation, Simulation]:
    """One that is still to be tested after its second epoch, and a twin that is tested."""
    simulation, twin = Simulation(BLOBS, backend), Simulation(BLOBS, backend)
    twin.run(epochs=2)
    simulation.run(epochs=1)
    simulation.train(simulation.epoch_size)
    return simulation, twin


def test_figures_are_those_of_the_whole_at_once(backend: str) -> None:
    simulation, twin = _at_an_end(backend)
    first, tested = simulation.snapshot(), twin.snapshot()
    assert simulation.is_testing
    assert not twin.is_testing
    assert not np.isnan(first.test_loss)  # of the epoch before
    assert first.test_loss != tested.test_loss
    pieces = 0
    while simulation.is_testing:
        assert simulation.snapshot().test_loss == first.test_loss
        simulation.continue_test()
        pieces += 1
    assert pieces == 4
    assert simulation.snapshot().test_loss == tested.test_loss
    assert simulation.snapshot().test_accuracy == tested.test_accuracy
    x, y = simulation.dataset.x_test, simulation.dataset.y_test
    whole = simulation.loss_and_gradients(x, y)[0]
    assert simulation.snapshot().test_loss == pytest.approx(whole, rel=1e-12)


def test_a_small_test_part_is_not_put_off(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    simulation, twin = _at_an_end(backend)
    assert not simulation.is_testing
    assert simulation.snapshot().test_loss == twin.snapshot().test_loss


def _activation(experiment: Experiment) -> Experiment:
    return replace(experiment, network=Network.uniform(2, 5, activation=Activation("relu")))


def _slopes(experiment: Experiment) -> Experiment:
    return replace(experiment, network=Network.uniform(2, 5, activation=Activation("prelu")))


def _width(experiment: Experiment) -> Experiment:
    return replace(experiment, network=Network.uniform(2, 7))


def _batches(experiment: Experiment) -> Experiment:
    return replace(experiment, training=Training(batch_size=8, learning_rate=0.5))


def _loss(experiment: Experiment) -> Experiment:
    return replace(experiment, training=Training(batch_size=16, loss="mse"))


def _data(experiment: Experiment) -> Experiment:
    return replace(experiment, data=Data("circles", samples=200, test_fraction=0.6))


def _start(experiment: Experiment) -> Experiment:
    return replace(experiment, seed=5)


@pytest.mark.parametrize("edit", [_activation, _slopes, _width, _batches, _loss, _data, _start])
@pytest.mark.parametrize("pieces", [0, 2])
def test_an_edit_in_between_changes_no_figure(
    edit: Callable[[Experiment], Experiment], pieces: int, backend: str
) -> None:
    simulation, twin = _at_an_end(backend)
    for _ in range(pieces):
        simulation.continue_test()
    for each in (simulation, twin):
        each.reconfigure(edit(BLOBS))
    assert simulation.state() == twin.state()
    for each in (simulation, twin):
        each.run(steps=3)
    assert simulation.state() == twin.state()


def _train_on(simulation: Simulation) -> None:
    simulation.run(steps=1)


def _load(simulation: Simulation) -> None:
    simulation.load_parameters({name: value * 2.0 for name, value in simulation.parameters.items()})


@pytest.mark.parametrize("go_on", [_train_on, _load, Simulation.state, Simulation.copy])
def test_whatever_needs_the_figures_waits_for_them(
    go_on: Callable[[Simulation], object], backend: str
) -> None:
    simulation, twin = _at_an_end(backend)
    simulation.continue_test()
    for each in (simulation, twin):
        go_on(each)
    assert not simulation.is_testing
    assert simulation.state() == twin.state()


def test_figures_tell_the_step_they_are_of(backend: str) -> None:
    simulation, twin = _at_an_end(backend)
    size = simulation.epoch_size
    assert (simulation.snapshot().epoch, simulation.snapshot().tested_step) == (2, size)
    assert (twin.snapshot().epoch, twin.snapshot().tested_step) == (2, 2 * size)
    twin.run(steps=1)
    assert twin.snapshot().tested_step == 2 * size
    twin.reconfigure(_loss(BLOBS))
    assert twin.snapshot().tested_step == 0


def test_what_fails_is_not_tried_again(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    simulation, _ = _at_an_end(backend)
    before = simulation.snapshot()

    def fail(*_: object) -> tuple[float, float]:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(evaluation, "judged", fail)
        with pytest.raises(MemoryError):
            simulation.finish_test()
    assert not simulation.is_testing
    after = simulation.snapshot()
    assert (after.test_loss, after.tested_step) == (before.test_loss, before.tested_step)
    simulation.copy().run(epochs=1)


def test_to_go_back_forgets_what_was_still_to_be_tested(backend: str) -> None:
    simulation, twin = _at_an_end(backend)
    kept = Simulation(BLOBS, backend).state()
    for each in (simulation, twin):
        each.restore(kept)
    assert not simulation.is_testing
    assert simulation.state() == twin.state()
    simulation, twin = _at_an_end(backend)
    for each in (simulation, twin):
        each.restart()
    assert simulation.state() == twin.state()
