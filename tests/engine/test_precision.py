"""float32 for real: everything is computed and kept in it, and what it cannot hold is seen."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, Network, Simulation, Training
from vgviz.analysis.verdict import verdict
from vgviz.engine.telemetry import LAYER_FIELDS, UNIT_FIELDS

Difference = Callable[..., float]


def in_float32(activation: str = "sigmoid", depth: int = 4, **training: Any) -> Experiment:
    data = Data("blobs", samples=96, features=3, classes=3, noise=1.0)
    network = Network.uniform(depth, 12, activation=Activation(activation))
    return Experiment(data, network, Training(**{"learning_rate": 0.05, **training}), precision="float32")


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "prelu"])
@pytest.mark.parametrize("batch_size", [1, 8, 20, 1000])
def test_backends_agree_in_float32(activation: str, batch_size: int, difference: Difference) -> None:
    experiment = in_float32(activation, batch_size=batch_size, momentum=0.5)
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=30)
    second.run(steps=30)
    assert difference(first.parameters, second.parameters) <= 1e-5
    here, there = first.snapshot(), second.snapshot()
    assert here.loss == pytest.approx(there.loss, rel=1e-4)
    for field in LAYER_FIELDS:
        np.testing.assert_allclose(getattr(here, field), getattr(there, field), 1e-3, 1e-6, err_msg=field)


def test_all_that_is_kept_is_float32_and_all_that_is_measured_float64(backend: str) -> None:
    simulation = Simulation(in_float32(), backend)
    simulation.run(steps=2)
    x, y = simulation.probe
    snapshot = simulation.snapshot()
    arrays = [*simulation.parameters.values(), *simulation.loss_and_gradients(x, y)[1].values()]
    arrays += [*snapshot.parameters.values(), *snapshot.gradients.values(), simulation.predict(x)]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    statistics = [getattr(snapshot, field) for field in LAYER_FIELDS]
    statistics += [getattr(unit, field) for unit in snapshot.units for field in UNIT_FIELDS]
    assert {array.dtype for array in statistics} == {np.dtype(np.float64)}
    assert simulation.state_bytes < 16 * simulation.plan.parameter_count


def test_both_precisions_start_from_the_same_network(backend: str) -> None:
    single = Simulation(in_float32(), backend)
    experiment = Experiment(single.experiment.data, single.experiment.network, single.experiment.training)
    exact = Simulation(experiment, backend).parameters
    for name, value in single.parameters.items():
        np.testing.assert_array_equal(value, exact[name].astype(np.float32))


def test_a_deep_sigmoid_net_underflows_in_float32_and_the_verdict_says_so(backend: str) -> None:
    snapshot = Simulation(in_float32(depth=90), backend).snapshot()
    assert snapshot.grad_weight_rms[0] == 0.0
    assert not snapshot.dead_fraction.any()
    zeros = int(np.argmax(snapshot.grad_weight_rms > 0.0))
    assert verdict(snapshot).sentence == (
        f"VANISHING: layers 1 to {zeros} get exactly 0 (underflow: too small for float32)"
    )


def test_a_change_of_precision_restarts_and_comes_back(backend: str) -> None:
    simulation = Simulation(in_float32(), backend)
    first = simulation.parameters
    simulation.run(steps=3)
    experiment = simulation.experiment
    double = Experiment(experiment.data, experiment.network, experiment.training)
    assert simulation.reconfigure(double) == tuple(simulation.plan.slots)
    assert simulation.step == 0
    assert simulation.parameters["layers.0.weight"].dtype == np.float64
    simulation.run(steps=1)
    simulation.reconfigure(experiment)
    for name, value in simulation.parameters.items():
        np.testing.assert_array_equal(value, first[name])


def test_a_change_in_place_keeps_the_precision(backend: str) -> None:
    simulation = Simulation(in_float32(momentum=0.9), backend)
    simulation.run(steps=3)
    before = simulation.parameters
    simulation.reconfigure(in_float32("relu", momentum=0.9))
    for name, value in simulation.parameters.items():
        np.testing.assert_array_equal(value, before[name])
        assert value.dtype == np.float32
    simulation.run(steps=3)
    assert simulation.is_finite


def test_a_restored_state_goes_on_bit_for_bit(backend: str) -> None:
    simulation = Simulation(in_float32(momentum=0.9, batch_size=7), backend)
    simulation.run(steps=11)
    state = simulation.state()
    simulation.run(steps=17)
    first = simulation.parameters
    simulation.restore(state)
    simulation.run(steps=17)
    for name, value in simulation.parameters.items():
        np.testing.assert_array_equal(value, first[name])


def test_regression_targets_are_rounded_like_all_else(backend: str) -> None:
    generator = np.random.default_rng(0)
    x, y = generator.standard_normal((40, 2)), generator.standard_normal((40, 2))
    experiment = Experiment(network=Network.uniform(2, 5), precision="float32")
    simulation = Simulation(experiment, backend, data=(x, y))
    simulation.run(steps=5)
    loss, gradients = simulation.loss_and_gradients(x, y)
    assert np.isfinite(loss)
    assert gradients["layers.0.weight"].dtype == np.float32


def test_inputs_too_large_for_float32_become_infinite_and_are_named(backend: str) -> None:
    simulation = Simulation(in_float32(), backend)
    x, y = np.full((4, 3), 1e300), np.zeros(4, dtype=np.int64)
    snapshot = simulation.snapshot((x, y))
    assert verdict(snapshot).kind == "not_a_number"
