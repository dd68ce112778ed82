"""Simulation: running, measuring, keeping and restoring."""

import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any, cast

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz import Activation, Data, Experiment, ExperimentError, Init, Layer, Network, Simulation, Training
from vgviz.engine import training_run
from vgviz.engine.backend import Burst, Trained
from vgviz.engine.numpy_backend import NumpyBackend
from vgviz.engine.plan import Plan
from vgviz.engine.training_state import TrainingState


def test_steps_and_epochs_are_counted(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(batch_size=10), backend)  # 36 training samples: 4 steps an epoch
    assert simulation.epoch_size == 4
    simulation.run(steps=3)
    assert (simulation.step, simulation.epoch) == (3, 0)
    simulation.run(epochs=1)  # the one under way
    assert (simulation.step, simulation.epoch) == (4, 1)
    simulation.run(epochs=2)
    assert (simulation.step, simulation.epoch) == (12, 3)


def test_full_batch_makes_each_step_an_epoch(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(batch_size=36), backend)
    simulation.run(steps=7)
    assert (simulation.step, simulation.epoch, simulation.epoch_size) == (7, 7, 1)


def test_training_learns_two_moons(backend: str) -> None:
    network = Network.uniform(3, 10, activation="tanh")
    simulation = Simulation(Experiment(network=network, training=Training(learning_rate=0.3)), backend)
    before = simulation.snapshot().loss
    simulation.run(epochs=60)
    snapshot = simulation.snapshot()
    assert snapshot.loss < 0.3 * before
    assert simulation.train_accuracy() > 0.95
    assert snapshot.test_accuracy > 0.95


def test_every_epoch_visits_every_sample_once(blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(batch_size=10), "numpy")
    seen, orders = [], []
    for _ in range(2):
        for _ in range(simulation.epoch_size):
            simulation.run(steps=1)
            seen.append(simulation.state().progress.batches.batch)
        orders.append(np.concatenate(seen[-4:]))
        np.testing.assert_array_equal(np.sort(orders[-1]), np.arange(36))
    assert not np.array_equal(orders[0], orders[1])


def test_a_last_batch_of_one_sample_is_left_out_only_under_batch_normalization(
    blobs: Callable[..., Experiment],
) -> None:
    for normalization, steps in (("none", 6), ("layer", 6), ("batch", 5)):  # 36 training samples
        network = Network.uniform(2, 4, normalization=normalization)
        simulation = Simulation(msgspec.structs.replace(blobs(batch_size=7), network=network), "numpy")
        assert simulation.epoch_size == steps
        simulation.run(epochs=1)
        assert (simulation.step, simulation.epoch) == (steps, 1)


def test_snapshot_changes_nothing(backend: str, blobs: Callable[..., Experiment]) -> None:
    watched, alone = (Simulation(blobs(momentum=0.9, batch_size=10), backend) for _ in range(2))
    for _ in range(9):
        watched.snapshot()
        watched.snapshot(watched.probe)
        watched.run(steps=3)
        alone.run(steps=3)
    for name, value in alone.parameters.items():
        np.testing.assert_array_equal(value, watched.parameters[name])


def test_snapshot_measures_the_batch_last_trained(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(batch_size=10), backend)
    for _ in range(6):
        chosen = simulation.state().progress.batches.batch
        x, y = simulation.dataset.x_train[chosen], simulation.dataset.y_train[chosen]
        loss, gradients = simulation.loss_and_gradients(x, y)
        snapshot = simulation.snapshot()
        assert snapshot.loss == loss
        np.testing.assert_array_equal(snapshot.gradients["layers.0.weight"], gradients["layers.0.weight"])
        simulation.run(steps=1)


def test_first_snapshot_shows_the_batch_that_the_first_step_takes(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs(batch_size=10, learning_rate=0.0), backend)
    before = simulation.snapshot()
    simulation.run(steps=1)
    assert simulation.snapshot().loss == before.loss
    assert (before.update_ratio == 0.0).all()


def test_snapshot_is_frozen(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(), backend)
    snapshot = simulation.snapshot()
    arrays = [
        snapshot.grad_weight_rms,
        snapshot.units[0].delta_rms,
        snapshot.parameters["layers.0.weight"],
        snapshot.gradients["layers.0.bias"],
        simulation.parameters["layers.0.weight"],
        simulation.loss_and_gradients(*simulation.probe)[1]["layers.0.weight"],
    ]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
    kept = snapshot.parameters["layers.0.weight"].copy()
    simulation.run(steps=5)
    np.testing.assert_array_equal(snapshot.parameters["layers.0.weight"], kept)


def test_update_ratio_is_the_last_change_over_the_weight(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs(activation="tanh", momentum=0.8, learning_rate=0.2, batch_size=10), backend)
    simulation.run(steps=4)
    before = simulation.parameters
    simulation.run(steps=1)
    after = simulation.parameters
    for layer, ratio in enumerate(simulation.snapshot().update_ratio):
        name = f"layers.{layer}.weight"
        change = np.linalg.norm(after[name] - before[name])
        assert ratio == pytest.approx(change / np.linalg.norm(after[name]), rel=1e-9)


def test_test_part_is_measured_at_the_last_end_of_an_epoch(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation, stepped = (Simulation(blobs(batch_size=10), backend) for _ in range(2))
    assert np.isnan(simulation.snapshot().test_loss)
    simulation.run(steps=3)
    assert np.isnan(simulation.snapshot().test_loss)
    simulation.run(steps=7)
    stepped.run(epochs=2)
    expected, _ = stepped.loss_and_gradients(stepped.dataset.x_test, stepped.dataset.y_test)
    snapshot = simulation.snapshot()
    assert (snapshot.step, snapshot.epoch) == (10, 2)
    assert snapshot.test_loss == pytest.approx(expected, rel=1e-12)


def test_without_a_test_part_its_figures_are_no_number(backend: str) -> None:
    simulation = Simulation(Experiment(Data(samples=30, test_fraction=0.0)), backend)
    simulation.run(epochs=1)
    snapshot = simulation.snapshot()
    assert np.isnan(snapshot.test_loss)
    assert np.isnan(snapshot.test_accuracy)


@pytest.mark.parametrize("steps", [0, 3, 4, 11])
def test_what_follows_a_restored_state_is_bit_identical(
    steps: int, backend: str, blobs: Callable[..., Experiment]
) -> None:
    experiment = blobs(activation="prelu", momentum=0.9, batch_size=10)
    simulation = Simulation(experiment, backend)
    simulation.run(steps=steps)
    state, at_state = simulation.state(), simulation.snapshot()
    simulation.run(steps=17)
    expected, figures = simulation.parameters, simulation.snapshot()
    for other in (simulation, Simulation(experiment, backend)):
        other.restore(state)
        np.testing.assert_array_equal(other.snapshot().update_ratio, at_state.update_ratio)
        other.run(steps=17)
        assert (other.step, other.epoch) == (figures.step, figures.epoch)
        np.testing.assert_equal(other.snapshot().test_loss, figures.test_loss)
        for name, value in expected.items():
            np.testing.assert_array_equal(value, other.parameters[name])


def test_restore_brings_its_experiment_back(blobs: Callable[..., Experiment]) -> None:
    first, second = blobs((5, 4)), blobs((7, 3, 2), "tanh", features=4, seed=3)
    simulation = Simulation(first, "numpy")
    simulation.run(steps=5)
    state, expected = simulation.state(), simulation.parameters
    simulation.reconfigure(second)
    simulation.run(steps=5)
    simulation.restore(state)
    assert simulation.experiment == first
    assert simulation.step == 5
    for name, value in expected.items():
        np.testing.assert_array_equal(value, simulation.parameters[name])


@pytest.mark.parametrize("loss", ["auto", "mse", "cross_entropy"])
def test_training_that_explodes_stops_at_once_and_names_it(loss: str, backend: str) -> None:
    experiment = Experiment(
        network=Network.uniform(6, 10, activation="relu"), training=Training(loss, learning_rate=1e300)
    )
    simulation = Simulation(experiment, backend)
    simulation.run(steps=1000)
    assert simulation.step < 10
    assert not simulation.is_finite
    snapshot = simulation.snapshot()
    assert not np.isfinite(snapshot.loss) or not np.isfinite(snapshot.grad_weight_rms).all()


def test_backends_stop_at_the_same_step() -> None:
    experiment = Experiment(
        network=Network.uniform(4, 10, activation="identity"), training=Training(learning_rate=3.0)
    )
    steps = []
    for backend in ("numpy", "numba"):
        simulation = Simulation(experiment, backend)
        simulation.run(steps=10_000)
        assert not simulation.is_finite
        steps.append(simulation.step)
    assert steps[0] == steps[1] < 10_000


def test_parameters_that_are_no_numbers_are_noticed(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(), backend)
    parameters = {name: value.copy() for name, value in simulation.parameters.items()}
    parameters["layers.0.weight"][0, 0] = np.nan
    simulation.load_parameters(parameters)
    assert not simulation.is_finite
    assert np.isnan(simulation.snapshot().loss)
    simulation.run(steps=5)
    assert simulation.step == 1
    assert not simulation.is_finite


@given(
    widths=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    samples=st.integers(2, 12),
    batch_size=st.integers(1, 14),
    features=st.integers(1, 3),
)
@settings(max_examples=40, deadline=None)
def test_the_smallest_networks_and_batches_train(
    widths: list[int], samples: int, batch_size: int, features: int
) -> None:
    data = Data("blobs", samples=samples, features=features, test_fraction=0.0)
    network = Network(tuple(Layer(width) for width in widths))
    simulation = Simulation(Experiment(data, network, Training(batch_size=batch_size)))
    simulation.run(epochs=3)
    assert simulation.epoch == 3
    assert simulation.is_finite
    assert np.isfinite(simulation.snapshot().grad_weight_rms).all()


def test_two_samples_are_enough(backend: str) -> None:
    x, y = np.array([[0.5], [-0.5]]), np.array([1, 0])
    data = Data(test_fraction=0.0, standardize=False)
    network = Network.uniform(1, 1)
    simulation = Simulation(Experiment(data, network, Training(batch_size=1)), backend, data=(x, y))
    before = simulation.snapshot((x, y)).loss
    simulation.run(steps=100)
    assert simulation.snapshot((x, y)).loss < before


@pytest.mark.parametrize("y", [np.array([1]), np.array([[0.5]])])
def test_a_single_sample_is_refused(y: np.ndarray[Any, Any]) -> None:
    with pytest.raises(ExperimentError, match="data: got 1 sample, takes at least 2"):
        Simulation(Experiment(), "numpy", data=(np.array([[0.5]]), y))


def test_own_arrays_take_the_place_of_the_source(backend: str) -> None:
    generator = np.random.default_rng(0)
    x, y = generator.standard_normal((50, 6)), np.arange(50) % 4
    simulation = Simulation(Experiment(Data(classes=4)), backend, data=(x, y))
    assert simulation.dataset.features == 6
    assert simulation.predict(x).shape == (50, 4)
    np.testing.assert_allclose(simulation.predict(x).sum(axis=1), 1.0, rtol=1e-12)


def test_probabilities_of_two_classes_come_in_two_columns(backend: str) -> None:
    simulation = Simulation(Experiment(), backend)
    probabilities = simulation.predict(simulation.dataset.x_test)
    assert probabilities.shape == (250, 2)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, rtol=1e-15)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"layers.9.weight": np.zeros((2, 2))}, "unknown: layers.9.weight"),
        ({"layers.0.bias": np.zeros(3)}, "layers.0.bias"),
        ({"layers.0.bias": np.array(["a"] * 5)}, "layers.0.bias"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(
    mapping: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]],
    words: str,
    blobs: Callable[..., Experiment],
) -> None:
    simulation = Simulation(blobs(), "numpy")
    before = simulation.parameters
    with pytest.raises(ExperimentError, match=words):
        simulation.load_parameters({**before, **mapping})
    with pytest.raises(ExperimentError, match="missing"):
        simulation.load_parameters({"layers.0.bias": np.zeros(5)})
    np.testing.assert_array_equal(before["layers.0.bias"], simulation.parameters["layers.0.bias"])


def test_batches_that_do_not_fit_are_refused(blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(), "numpy")
    x, y = simulation.probe
    bad: list[tuple[object, object, str]] = [
        (x[:, :2], y, "x: got"),
        (x, y[:3], "y: got"),
        (x, y + 3, "labels from"),
        (x, y.astype(float), "whole class labels of shape"),
        (x[:0], y[:0], "x: got"),
    ]
    for inputs, targets, words in bad:
        with pytest.raises(ExperimentError, match=words):
            simulation.loss_and_gradients(inputs, targets)  # type: ignore[arg-type]  # what is refused here
    with pytest.raises(ExperimentError, match="run: got"):
        simulation.run()
    with pytest.raises(ExperimentError, match="run: got"):
        simulation.run(steps=-1)
    with pytest.raises(ExperimentError, match="backend"):
        Simulation(blobs(), "abacus")


def test_activation_may_differ_from_layer_to_layer(
    difference: Callable[..., float],
) -> None:
    hidden = (Layer(4, Activation("prelu")), Layer(9, Activation("tanh")), Layer(2, Activation("relu")))
    experiment = Experiment(network=Network(hidden))
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    assert "layers.0.slope" in first.parameters
    assert "layers.1.slope" not in first.parameters
    first.run(steps=50)
    second.run(steps=50)
    assert difference(first.parameters, second.parameters) <= 1e-10


def test_a_whole_run_loads_no_qt() -> None:
    program = (
        "import sys, vgviz\n"
        "simulation = vgviz.Simulation(vgviz.Experiment())\n"
        "simulation.run(epochs=1)\n"
        "simulation.snapshot()\n"
        "loaded = [m for m in sys.modules if m.startswith(('PySide6', 'shiboken6', 'pyqtgraph'))]\n"
        "assert not loaded, loaded\n"
        "assert 'sklearn' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=240)


def test_importing_the_package_loads_neither_qt_nor_numba() -> None:
    program = (
        "import sys, vgviz\n"
        "names = ('PySide6', 'pyqtgraph', 'numba', 'scipy', 'sklearn')\n"
        "assert not [name for name in names if name in sys.modules]\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_given_arrays_are_the_callers_to_change_afterwards() -> None:
    x, y = np.random.default_rng(0).standard_normal((20, 2)), np.arange(20) % 2
    simulation = Simulation(Experiment(), "numpy", (x, y))
    kept = simulation.dataset.x_train.copy()
    x[:] = 99.0
    simulation.reconfigure(msgspec.structs.replace(simulation.experiment, seed=1))
    simulation.reconfigure(msgspec.structs.replace(simulation.experiment, seed=0))
    np.testing.assert_array_equal(simulation.dataset.x_train, kept)


@pytest.mark.parametrize("count", [1.5, float("nan"), -1, "3"])
def test_impossible_numbers_of_steps_are_refused(count: Any) -> None:
    simulation = Simulation(Experiment(), "numpy")
    with pytest.raises(ExperimentError, match="run: got steps="):
        simulation.run(steps=count)
    numpy_count: Any = np.int64(1)
    simulation.run(numpy_count)
    assert type(simulation.step) is int


def test_a_state_from_other_given_data_of_the_same_shape_is_refused() -> None:
    x, y = np.random.default_rng(0).standard_normal((40, 3)), np.arange(40) % 2
    experiment = Experiment(network=Network.uniform(2, 4))
    first, same, other = (Simulation(experiment, "numpy", (z, y)) for z in (x, x.copy(), x + 1e-6))
    first.run(steps=3)
    state = first.state()
    same.restore(state)
    assert same.step == 3
    with pytest.raises(ExperimentError, match=r"^state: the data"):
        other.restore(state)
    assert other.step == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (3, "data: got int, takes a pair"),
        (([[1.0]],), "data: got tuple of 1, takes a pair"),
        (([[1.0], [2.0, 3.0]], [0, 1]), "data: x: got no array"),
        (([[1.0], [2.0]], [[0.0], [1.0, 2.0]]), "data: y: got no array"),
        (([[1.0], [2.0]], [1, 1]), "takes labels of two classes or more"),
        (([[1.0], [2.0]], [0, 100_000]), "data: y got labels from 0 to 100000, takes 0 to 99999"),
        (([[1.0], [2.0]], iter([0, 1])), "data: y got object of shape ()"),
        ((np.ma.masked_equal([[1.0], [2.0]], 2.0), [0, 1]), "data: x: got an array with masked values"),
        ((torch.ones(2, 1, requires_grad=True), [0, 1]), "data: x: got no array (Can't call numpy()"),
        ((np.full((2, 1), np.longdouble("1e400")), [0, 1]), "data: x[0, 0] is inf"),
    ],
)
def test_given_data_that_are_no_pair_of_arrays_are_refused(data: Any, words: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        Simulation(Experiment(), "numpy", data)
    assert words in str(caught.value)


def test_rows_of_different_lengths_are_refused_wherever_arrays_are_taken() -> None:
    simulation = Simulation(Experiment(network=Network.uniform(1, 2)), "numpy")
    ragged: Any = [[1.0, 2.0], [3.0]]
    for path, take in (
        ("x", lambda: simulation.predict(ragged)),
        ("y", lambda: simulation.loss_and_gradients([[1.0, 2.0]], ragged)),
        (
            "parameters: layers.0.weight",
            lambda: simulation.load_parameters({**simulation.parameters, "layers.0.weight": ragged}),
        ),
    ):
        with pytest.raises(ExperimentError) as caught:
            take()
        assert str(caught.value).startswith(f"{path}: got no array")


@pytest.mark.parametrize("source", ["wave", "surface"])
def test_a_regression_learns_with_squared_error(source: str, backend: str) -> None:
    network = Network.uniform(2, 24, activation="tanh", init=Init("lecun_normal", 2.0))
    experiment = Experiment(Data(source, 400, noise=0.0), network, Training(learning_rate=0.03, momentum=0.9))
    simulation = Simulation(experiment, backend)
    before = simulation.snapshot(batch=simulation.probe)
    simulation.run(epochs=150)
    after = simulation.snapshot(batch=simulation.probe)
    assert np.isnan(after.accuracy)
    assert np.isnan(after.test_accuracy)
    assert after.loss < 0.1 * before.loss
    assert after.test_loss < 0.1 * before.loss
    assert simulation.predict(simulation.dataset.x_test).shape == (100, 1)
    assert (after.class_names, after.target_names) == ((), ("y",))


def test_steps_are_done_in_bursts_that_end_with_the_epoch_and_do_not_take_long(
    blobs: Callable[..., Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = Simulation(blobs(batch_size=4), "numpy")  # 36 training samples: 9 steps an epoch
    bursts: list[int] = []

    def train_steps(self: NumpyBackend, plan: Plan, state: TrainingState, burst: Burst) -> Trained:
        bursts.append(burst.steps)
        return computed(self, plan, state, burst)

    computed = NumpyBackend.train_steps
    monkeypatch.setattr(NumpyBackend, "train_steps", train_steps)
    simulation.run(steps=12)
    assert bursts == [9, 3]
    monkeypatch.setattr(training_run, "MOST_WORK", 2 * 3 * 4 * simulation.plan.parameter_count)
    bursts.clear()
    simulation.run(steps=7)
    assert bursts == [2, 2, 2, 1]


@pytest.mark.parametrize(("width", "size"), [(4, 256), (64, 99), (400, 32)])
def test_the_probe_is_smaller_in_large_networks(width: int, size: int) -> None:
    experiment = Experiment(network=Network.uniform(6, width), data=Data(samples=600))
    simulation = Simulation(experiment, backend="numpy")
    x, y = simulation.probe
    assert len(x) == len(y) == size
    assert np.array_equal(x, simulation.dataset.x_train[:size])


@pytest.mark.parametrize("change", ["reconfigure", "load_parameters"])
def test_an_overflow_that_a_change_brings_is_noticed_before_the_next_step(
    change: str, backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs(activation="sigmoid"), backend)
    huge = {name: np.full(value.shape, 1e200) for name, value in simulation.parameters.items()}
    if change == "load_parameters":
        simulation.reconfigure(blobs(activation="relu"))
        simulation.load_parameters(huge)
    else:
        simulation.load_parameters(huge)
        assert simulation.is_finite, "a saturated sigmoid hides the size of its inputs"
        simulation.reconfigure(blobs(activation="relu"))
    assert not simulation.is_finite
    assert not np.isfinite(simulation.snapshot().loss)


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (lambda _: Simulation(cast(Any, 3), "numpy"), "experiment: got int"),
        (lambda simulation: simulation.reconfigure(None), "experiment: got NoneType"),
        (lambda simulation: simulation.reconfigure(Experiment(), origin=3), "origin: got 3"),
        (lambda simulation: simulation.reconfigure(Experiment(), origin=[[1]] * 9), "origin: got"),
        (lambda simulation: simulation.reconfigure(Experiment(), origin=[0.0] * 9), "origin: got"),
        (lambda simulation: simulation.reconfigure(Experiment(), origin=[True] * 9), "origin: got"),
        (lambda simulation: simulation.run(steps=True), "run: got steps=True"),
        (lambda simulation: simulation.restore(3), "state: got int"),
        (lambda simulation: simulation.snapshot(3), "batch: got int"),
        (lambda simulation: simulation.load_parameters(3), "parameters: got int"),
        (
            lambda simulation: simulation.load_parameters({3: 1.0}),
            "parameters: unknown: 3; takes layers.0.weight, layers.0.bias, layers.1.weight and 15 more",
        ),
        (
            lambda simulation: simulation.load_parameters({}),
            r"parameters: missing: layers.0.weight, layers.0.bias, layers.1.weight and 15 more",
        ),
    ],
)
def test_what_is_no_such_thing_is_refused(use: Callable[[Any], object], words: str) -> None:
    simulation = Simulation(Experiment(), "numpy")
    before = simulation.state()
    with pytest.raises(ExperimentError, match=f"^{re.escape(words)}"):
        use(simulation)
    assert simulation.state() == before


def test_a_learning_rate_of_1e300_ends_in_what_the_snapshot_names(backend: str) -> None:
    network = Network.uniform(8, 10, activation="relu", init=Init("he_normal"))
    simulation = Simulation(Experiment(network=network, training=Training(learning_rate=1e300)), backend)
    simulation.run(steps=50)
    assert not simulation.is_finite
    assert simulation.step < 50
    assert not np.isfinite(simulation.snapshot().loss)


def test_a_snapshot_has_every_field_and_cannot_be_changed() -> None:
    snapshot = Simulation(Experiment(), backend="numpy").snapshot()
    assert set(vars(snapshot)) == {field.name for field in dataclasses.fields(snapshot)}
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.step = 1  # type: ignore[misc]
