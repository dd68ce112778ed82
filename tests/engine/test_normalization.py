"""Normalization and skip connections: gradients, running statistics, factors of the chain rule, refusals."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz import (
    Activation,
    Data,
    Experiment,
    ExperimentError,
    Layer,
    Network,
    Simulation,
    Snapshot,
    Training,
)
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.normalizations import NORMALIZATIONS

Floats = NDArray[np.float64]

WAYS = [(name, residual) for name in NORMALIZATIONS for residual in (False, True)]


def experiment_of(
    hidden: tuple[Layer, ...], samples: int = 60, features: int = 6, **training: Any
) -> Experiment:
    data = Data("blobs", samples=samples, features=features, classes=3, noise=1.0)
    return Experiment(data, Network(hidden), Training(**training))


def uniform(normalization: str, residual: bool, activation: str = "tanh", **training: Any) -> Experiment:
    layers = tuple(Layer(width, Activation(activation), normalization, residual) for width in (6, 6, 5, 5))
    return experiment_of(layers, **training)


@pytest.mark.parametrize("batch", [2, 3, 21])
@pytest.mark.parametrize(("normalization", "residual"), WAYS)
def test_gradients_agree_with_pytorch(
    normalization: str,
    residual: bool,
    batch: int,
    backend: str,
    scatter: Callable[[Simulation], None],
    difference: Callable[..., float],
    torch_twin: Callable[..., Any],
) -> None:
    simulation = Simulation(uniform(normalization, residual), backend)
    scatter(simulation)
    x, y = simulation.dataset.x_train[:batch], simulation.dataset.y_train[:batch]
    loss, gradients = simulation.loss_and_gradients(x, y)
    expected_loss, expected = torch_twin(simulation).loss_and_gradients(x, y)
    assert loss == pytest.approx(expected_loss, rel=1e-12)
    assert difference(gradients, expected) <= 1e-10


@pytest.mark.parametrize(("normalization", "residual"), WAYS)
def test_backends_agree_after_100_steps(
    normalization: str, residual: bool, difference: Callable[..., float]
) -> None:
    experiment = uniform(normalization, residual, batch_size=11, learning_rate=0.05, momentum=0.5)
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=100)
    second.run(steps=100)
    assert difference(first.parameters, second.parameters) <= 1e-10
    if normalization == "batch":
        assert difference(first.running_statistics, second.running_statistics) <= 1e-10
    x = first.dataset.x_test
    np.testing.assert_allclose(first.predict(x), second.predict(x), rtol=1e-9)


@pytest.mark.parametrize(("normalization", "residual"), WAYS)
def test_gradients_agree_with_central_differences(
    normalization: str, residual: bool, scatter: Callable[[Simulation], None]
) -> None:
    simulation = Simulation(uniform(normalization, residual))
    scatter(simulation)
    start, (x, y) = simulation.parameters, (simulation.dataset.x_train[:7], simulation.dataset.y_train[:7])
    _, gradients = simulation.loss_and_gradients(x, y)
    size = np.sqrt(sum(float(np.square(gradient).sum()) for gradient in gradients.values()))
    for name, value in start.items():
        for place in np.ndindex(value.shape):
            losses = []
            for step in (1e-5, -1e-5):
                moved = value.copy()
                moved[place] += step
                simulation.load_parameters({**start, name: moved})
                losses.append(simulation.loss_and_gradients(x, y)[0])
            slope = (losses[0] - losses[1]) / 2e-5
            assert abs(slope - gradients[name][place]) <= 1e-7 * size + 1e-10, (name, place)


@pytest.mark.parametrize("batch_size", [1000, 15])
def test_running_statistics_follow_pytorch(batch_size: int, backend: str) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the yardstick of this test")
    hidden = (Layer(6, Activation("tanh"), "batch"), Layer(4, Activation("tanh"), "batch"))
    simulation = Simulation(experiment_of(hidden, batch_size=batch_size, learning_rate=0.1), backend)
    modules, nn = [], torch.nn
    for fan_in, fan_out in ((6, 6), (6, 4)):
        modules += [nn.Linear(fan_in, fan_out), nn.BatchNorm1d(fan_out), nn.Tanh()]
    network = nn.Sequential(*modules, nn.Linear(4, 3)).double()
    with torch.no_grad():
        for index, linear in enumerate(module for module in network if isinstance(module, nn.Linear)):
            linear.weight[...] = torch.tensor(simulation.parameters[f"layers.{index}.weight"].T.copy())
            linear.bias[...] = torch.tensor(simulation.parameters[f"layers.{index}.bias"])
    descent = torch.optim.SGD(network.parameters(), lr=0.1)
    for _ in range(50):
        simulation.run(steps=1)
        chosen = simulation.state().progress.batches.batch
        x, y = (
            torch.tensor(part[chosen]) for part in (simulation.dataset.x_train, simulation.dataset.y_train)
        )
        descent.zero_grad()
        nn.functional.cross_entropy(network(x), y).backward()
        descent.step()
    running = simulation.running_statistics
    for index, place in enumerate((1, 4)):
        norm = network[place]
        for ours, theirs in (("mean", norm.running_mean), ("variance", norm.running_var)):
            np.testing.assert_allclose(running[f"layers.{index}.running_{ours}"], theirs.numpy(), 1e-9, 1e-12)
    network.eval()
    x = simulation.dataset.x_test
    expected = torch.softmax(network(torch.tensor(x)), dim=1).detach().numpy()
    np.testing.assert_allclose(simulation.predict(x), expected, rtol=1e-9)
    np.testing.assert_allclose(simulation.predict(x[:1]), expected[:1], rtol=1e-9)


def test_looking_leaves_the_running_statistics_alone(backend: str) -> None:
    simulation = Simulation(uniform("batch", True), backend)
    assert set(simulation.running_statistics["layers.1.running_mean"]) == {0.0}
    assert set(simulation.running_statistics["layers.1.running_variance"]) == {1.0}
    simulation.run(steps=3)
    before = simulation.running_statistics
    simulation.snapshot()
    simulation.loss_and_gradients(*simulation.probe)
    simulation.predict(simulation.dataset.x_test)
    for name, value in simulation.running_statistics.items():
        np.testing.assert_array_equal(value, before[name])


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_what_follows_a_restored_state_is_bit_identical(normalization: str, backend: str) -> None:
    simulation = Simulation(uniform(normalization, True, batch_size=7, momentum=0.9), backend)
    simulation.run(steps=5)
    state = simulation.state()
    ends = []
    for _ in range(2):
        simulation.run(steps=12)
        ends.append((simulation.parameters, simulation.running_statistics, simulation.predict(np.eye(6))))
        simulation.restore(state)
    for first, second in zip(ends[0][:2], ends[1][:2], strict=True):
        for name in first:
            np.testing.assert_array_equal(first[name], second[name])
    np.testing.assert_array_equal(ends[0][2], ends[1][2])


@pytest.mark.parametrize("normalization", ["batch", "layer", "rms"])
def test_the_scale_of_normalized_weights_changes_nothing_but_their_gradient(
    normalization: str, backend: str
) -> None:
    simulation = Simulation(uniform(normalization, False), backend)
    x, y = simulation.dataset.x_train, simulation.dataset.y_train
    start, name = simulation.parameters, "layers.1.weight"
    results = []
    for factor in (1e5, 3e5):  # large, so that epsilon is small beside the variance
        parameters = {**start, name: factor * start[name]}
        simulation.load_parameters(parameters)
        results.append(simulation.loss_and_gradients(x, y))
    (loss, gradients), (other_loss, other_gradients) = results
    assert other_loss == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(3.0 * other_gradients[name], gradients[name], rtol=1e-6, atol=1e-18)
    # A function that does not depend on the weights' scale has no slope along them.
    assert abs(float((gradients[name] * parameters[name]).sum())) < 1e-9


def test_bias_before_batch_normalization_has_no_gradient(backend: str) -> None:
    simulation = Simulation(uniform("batch", False), backend)
    snapshot = simulation.snapshot()
    for index in range(4):
        np.testing.assert_array_equal(snapshot.gradients[f"layers.{index}.bias"], 0.0)
        sums = snapshot.gradients[f"layers.{index}.norm_shift"]  # the batch sum of delta
        assert snapshot.grad_bias_norm[index] == pytest.approx(np.linalg.norm(sums), rel=1e-12)
        assert snapshot.grad_bias_norm[index] > 0.0


def test_a_single_unit_with_layer_normalization_hands_on_its_shift(backend: str) -> None:
    simulation = Simulation(experiment_of((Layer(4), Layer(1, Activation("tanh"), "layer"))), backend)
    parameters = dict(simulation.parameters)
    parameters["layers.1.norm_shift"] = np.full(1, 0.7)
    simulation.load_parameters(parameters)
    snapshot = simulation.snapshot()
    assert snapshot.activation_mean[1] == pytest.approx(np.tanh(0.7), rel=1e-12)
    assert snapshot.pre_activation_std[1] == pytest.approx(0.0, abs=1e-15)
    np.testing.assert_array_equal(snapshot.gradients["layers.1.weight"], 0.0)
    np.testing.assert_array_equal(snapshot.gradients["layers.0.weight"], 0.0)
    assert snapshot.normalization_factor[0] == 0.0
    assert snapshot.gradients["layers.1.norm_shift"] != 0.0


@pytest.mark.parametrize("normalization", ["batch", "layer", "rms"])
def test_a_variance_that_overflows_is_not_hidden(normalization: str, backend: str) -> None:
    simulation = Simulation(uniform(normalization, False), backend)
    parameters = dict(simulation.parameters)
    parameters["layers.1.weight"] = 1e200 * parameters["layers.1.weight"]
    simulation.load_parameters(parameters)
    snapshot = simulation.snapshot()
    assert np.isfinite(snapshot.pre_activation_std[0])
    assert np.isnan(snapshot.pre_activation_std[1])
    assert np.isnan(snapshot.loss)
    simulation.run(steps=3)
    assert not simulation.is_finite
    assert simulation.step == 1


hidden_layers = st.builds(
    Layer,
    width=st.sampled_from((1, 2, 6)),
    activation=st.builds(Activation, st.sampled_from(sorted(ACTIVATIONS))),
    normalization=st.sampled_from(sorted(NORMALIZATIONS)),
    residual=st.booleans(),
)


def factors_of(snapshot: Snapshot) -> Floats:
    names = ("normalization_factor", "weight_factor", "skip_factor", "derivative_factor")
    return np.array([getattr(snapshot, name) for name in names])


@given(hidden=st.lists(hidden_layers, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_product_of_the_factors_is_the_ratio_of_the_deltas(hidden: list[Layer]) -> None:
    experiment = experiment_of(tuple(hidden), batch_size=16)
    for backend in ("numpy", "numba"):
        snapshot = Simulation(experiment, backend).snapshot()
        factors = factors_of(snapshot)[:, :-1]
        norms = snapshot.delta_rms * np.sqrt(snapshot.widths[1:])
        finite = np.isfinite(factors).all(axis=0)
        product = factors.prod(axis=0)
        np.testing.assert_allclose((product * norms[1:])[finite], norms[:-1][finite], rtol=1e-12)
        np.testing.assert_allclose(product[finite], snapshot.delta_factor[:-1][finite], rtol=1e-12)
        assert np.isnan(snapshot.delta_factor[-1])
        for index, layer in enumerate(hidden[1:]):
            if layer.normalization == "none":
                assert snapshot.normalization_factor[index] == 1.0
            if not layer.residual or layer.width != hidden[index].width:
                assert snapshot.skip_factor[index] == 1.0


def test_batches_of_one_are_refused_with_batch_normalization(backend: str) -> None:
    message = r"training\.batch_size: got 1, takes at least 2 with batch"
    with pytest.raises(ExperimentError, match=message):
        Simulation(uniform("batch", False, batch_size=1), backend)
    Simulation(uniform("layer", False, batch_size=1), backend).run(steps=2)


def test_one_training_sample_is_refused_with_batch_normalization(backend: str) -> None:
    experiment = Experiment(Data(test_fraction=0.5), Network((Layer(3, normalization="batch"),)))
    with pytest.raises(ExperimentError, match=r"data\.samples: got 1 for training, takes at least 2"):
        Simulation(experiment, backend, data=(np.ones((2, 2)), np.ones((2, 1))))


def test_one_sample_is_refused_where_a_batch_is_measured(backend: str) -> None:
    simulation = Simulation(uniform("batch", False), backend)
    x, y = simulation.dataset.x_train[:1], simulation.dataset.y_train[:1]
    for look in (lambda: simulation.loss_and_gradients(x, y), lambda: simulation.snapshot((x, y))):
        with pytest.raises(ExperimentError, match="x: got 1 sample, takes at least 2"):
            look()


def test_a_last_batch_of_one_sample_is_left_out_with_batch_normalization(backend: str) -> None:
    simulation = Simulation(uniform("batch", False, batch_size=11), backend)  # 45 = 4 x 11 + 1
    assert simulation.epoch_size == 4
    seen = set()
    for epoch in range(1, 9):
        batches = []
        for _ in range(4):
            simulation.run(steps=1)
            batches.append(simulation.state().progress.batches.batch)
        assert [len(batch) for batch in batches] == [11] * 4
        assert simulation.epoch == epoch
        seen |= set(np.concatenate(batches))
    assert len(seen) == 45  # it is another one each time
    assert Simulation(uniform("layer", False, batch_size=11), backend).epoch_size == 5
