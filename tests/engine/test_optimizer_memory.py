"""What optimizers remember: across bursts, states, changed experiments and new parameters."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from vgviz import Experiment, Layer, Network, Simulation
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.engine.memory import bytes_needed
from vgviz.session.not_finite import what_is_not_finite

Blobs = Callable[..., Experiment]


def with_training(experiment: Experiment, **fields: Any) -> Experiment:
    return replace(experiment, training=replace(experiment.training, **fields))


def assert_same(first: Simulation, second: Simulation) -> None:
    for name, value in first.parameters.items():
        np.testing.assert_array_equal(value, second.parameters[name], err_msg=name)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_bursts_of_any_length_give_the_same_run(optimizer: str, schedule: str, blobs: Blobs) -> None:
    fields = {"optimizer": optimizer, "schedule": schedule, "schedule_steps": 17, "momentum": 0.5}
    experiment = blobs(learning_rate=0.01, batch_size=8, **fields)
    whole, parts = Simulation(experiment), Simulation(experiment)
    whole.run(steps=43)
    for steps in (1, 2, 13, 27):
        parts.run(steps=steps)
        parts.snapshot()
    assert_same(whole, parts)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_restored_state_goes_on_bit_by_bit(optimizer: str, backend: str, blobs: Blobs) -> None:
    experiment = blobs(optimizer=optimizer, momentum=0.6, learning_rate=0.01, schedule="cosine", batch_size=8)
    simulation = Simulation(experiment, backend)
    simulation.run(steps=11)
    state, ratio = simulation.state(), simulation.snapshot().update_ratio
    simulation.run(steps=9)
    after = simulation.parameters
    simulation.reconfigure(with_training(experiment, optimizer="sgd", momentum=0.0))
    simulation.restore(state)
    np.testing.assert_array_equal(simulation.snapshot().update_ratio, ratio)
    simulation.run(steps=9)
    for name, value in simulation.parameters.items():
        np.testing.assert_array_equal(value, after[name])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_update_ratio_is_the_change_really_made(optimizer: str, backend: str, blobs: Blobs) -> None:
    fields = {"optimizer": optimizer, "weight_decay": 0.1, "l1": 0.01, "clip_norm": 0.1, "momentum": 0.5}
    simulation = Simulation(blobs(activation="tanh", batch_size=10, schedule="warmup", **fields), backend)
    simulation.run(steps=7)
    before = simulation.parameters
    simulation.run(steps=1)
    after, ratios = simulation.parameters, simulation.snapshot().update_ratio
    for layer, ratio in enumerate(ratios):
        name = f"layers.{layer}.weight"
        change = np.linalg.norm(after[name] - before[name])
        assert ratio == pytest.approx(change / np.linalg.norm(after[name]), rel=1e-12)


def test_a_step_too_small_for_the_weights_changes_nothing(backend: str, blobs: Blobs) -> None:
    simulation = Simulation(blobs(learning_rate=1e-20), backend)
    simulation.run(steps=3)
    snapshot = simulation.snapshot()
    assert (snapshot.grad_weight_norm > 0.0).all()
    np.testing.assert_array_equal(snapshot.update_ratio, 0.0)


def test_a_step_without_a_finite_loss_changes_nothing(backend: str, blobs: Blobs) -> None:
    simulation = Simulation(blobs(learning_rate=0.1, momentum=0.9), backend)
    simulation.run(steps=2)
    values = simulation.parameters
    simulation.load_parameters({**values, "layers.2.bias": np.full(3, np.nan)})
    simulation.run(steps=4)
    assert (simulation.step, simulation.is_finite) == (3, False)
    np.testing.assert_array_equal(simulation.snapshot().update_ratio, 0.0)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_another_optimizer_keeps_the_weights_and_starts_like_new(
    optimizer: str, backend: str, blobs: Blobs
) -> None:
    fields = {"learning_rate": 0.01, "momentum": 0.5, "batch_size": 1000}
    simulation = Simulation(blobs(optimizer="adagrad", **fields), backend)
    simulation.run(steps=6)
    before = simulation.parameters
    changed = blobs(optimizer=optimizer, **fields)
    assert simulation.reconfigure(changed) == ()
    for name, value in simulation.parameters.items():
        np.testing.assert_array_equal(value, before[name])
    simulation.run(steps=3)
    if optimizer != "adagrad":
        fresh = Simulation(changed, backend)
        fresh.load_parameters(before)
        fresh.run(steps=3)
        assert_same(simulation, fresh)


@pytest.mark.parametrize(
    "fields",
    [
        {"learning_rate": 0.03},
        {"beta1": 0.5},
        {"epsilon": 1e-4},
        {"weight_decay": 0.1},
        {"schedule": "cosine"},
        {"clip_norm": 1.0},
        {"batch_size": 5},
        {"loss": "mse"},
    ],
    ids=str,
)
def test_other_numbers_keep_what_is_remembered(fields: dict[str, Any], blobs: Blobs) -> None:
    simulation = Simulation(blobs(optimizer="nadam", learning_rate=0.01), "numpy")
    simulation.run(steps=6)
    before = simulation.state().training
    simulation.reconfigure(with_training(simulation.experiment, **fields))
    after = simulation.state().training
    for name in ("first_moment", "second_moment"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    assert after.moment_steps == 6
    assert after.momentum_product == before.momentum_product < 1.0


def test_momentum_turned_off_and_on_again_starts_from_rest(blobs: Blobs) -> None:
    simulation = Simulation(blobs(optimizer="rmsprop", momentum=0.5, learning_rate=0.01), "numpy")
    simulation.run(steps=4)
    squares = simulation.state().training.second_moment
    for momentum in (0.0, 0.9):
        simulation.reconfigure(with_training(simulation.experiment, momentum=momentum))
    state = simulation.state().training
    np.testing.assert_array_equal(state.first_moment, 0.0)
    np.testing.assert_array_equal(state.second_moment, squares)


def test_loaded_parameters_start_without_a_past(backend: str, blobs: Blobs) -> None:
    experiment = blobs(optimizer="adam", learning_rate=0.01, batch_size=1000)
    simulation, fresh = Simulation(experiment, backend), Simulation(experiment, backend)
    start = simulation.parameters
    simulation.run(steps=8)
    simulation.load_parameters(start)
    np.testing.assert_array_equal(simulation.snapshot().update_ratio, 0.0)
    simulation.run(steps=5)
    fresh.run(steps=5)
    assert_same(simulation, fresh)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_new_parameters_take_steps_of_the_size_of_a_first_one(optimizer: str, blobs: Blobs) -> None:
    rate = 0.01
    simulation = Simulation(
        blobs((5, 4), "tanh", optimizer=optimizer, learning_rate=rate, momentum=0.9), "numpy"
    )
    simulation.run(steps=300)
    kept = simulation.state().training.first_moment[: 3 * 5]
    hidden = (*simulation.experiment.network.hidden[:1], Layer(6))
    simulation.reconfigure(replace(simulation.experiment, network=Network(hidden)))
    before, state = simulation.parameters, simulation.state().training
    if optimizer == "sgd":
        np.testing.assert_array_equal(state.first_moment[: 3 * 5], kept)
        return
    simulation.run(steps=1)
    for name, value in simulation.parameters.items():
        assert np.abs(value - before[name]).max() <= rate * (1.0 + 1e-12), name


def test_an_optimizer_without_a_memory_takes_none(blobs: Blobs) -> None:
    sizes = {}
    for optimizer in OPTIMIZERS:
        simulation = Simulation(blobs(optimizer=optimizer), "numpy")
        sizes[optimizer] = simulation.state_bytes / (8 * simulation.plan.parameter_count)
    assert sizes["sgd"] == sizes["nesterov"] == 2.0
    assert sizes["lion"] == sizes["adagrad"] == 3.0
    assert sizes["adam"] == 4.0
    wide = Experiment(network=Network.uniform(3, 1000))
    more = with_training(wide, optimizer="adam")
    assert bytes_needed(more, 100, 2, "classification", 2) > 1.15 * bytes_needed(
        wide, 100, 2, "classification", 2
    )


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_absurd_learning_rate_ends_in_an_honest_stop(
    optimizer: str, precision: str, backend: str, blobs: Blobs
) -> None:
    linear = blobs(
        activation="identity", optimizer=optimizer, learning_rate=1e308, weight_decay=1e3, batch_size=1
    )
    simulation = Simulation(replace(linear, precision=precision), backend)
    simulation.run(steps=500)
    assert not simulation.is_finite
    assert simulation.step < 10
    assert "infinite or not a number" in what_is_not_finite(simulation.snapshot())
