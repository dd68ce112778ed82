"""Laws of the field that a right backward pass obeys."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz import Activation, Data, Experiment, Init, Layer, Network, Simulation, Training


def test_linear_network_gradient_is_the_product_of_its_matrices(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs((4, 6, 5), "identity", classes=2, loss="mse", batch_size=1000), backend)
    x, y = simulation.dataset.x_train, simulation.dataset.y_train
    _, gradients = simulation.loss_and_gradients(x, y)
    weights = [simulation.parameters[f"layers.{layer}.weight"] for layer in range(4)]
    error = 2.0 * (simulation.predict(x) - np.eye(2)[y]) / y.size / 2.0
    for layer in range(4):
        before, after = x, error
        for below in weights[:layer]:
            before = before @ below
        for above in reversed(weights[layer + 1 :]):
            after = after @ above.T
        np.testing.assert_allclose(gradients[f"layers.{layer}.weight"], before.T @ after, rtol=1e-10)


@given(seed=st.integers(0, 10_000), gain=st.floats(0.1, 8.0), depth=st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_sigmoid_derivative_factor_never_exceeds_a_quarter(seed: int, gain: float, depth: int) -> None:
    experiment = Experiment(network=Network.uniform(depth, 10, init=Init("glorot_normal", gain)), seed=seed)
    snapshot = Simulation(experiment).snapshot()
    assert np.all(snapshot.derivative_factor[:-1] <= 0.25)
    assert np.all(snapshot.derivative_mean[:-1] <= 0.25)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "prelu", "identity"])
def test_product_of_the_factors_is_the_ratio_of_the_deltas(
    activation: str, backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs((9, 5, 7, 3), activation, batch_size=16), backend)
    simulation.run(steps=5)
    snapshot = simulation.snapshot()
    product = (
        snapshot.normalization_factor
        * snapshot.weight_factor
        * snapshot.skip_factor
        * snapshot.derivative_factor
    )
    widths = np.array(snapshot.widths[1:])
    norms = snapshot.delta_rms * np.sqrt(widths)
    np.testing.assert_allclose(product[:-1], norms[:-1] / norms[1:], rtol=1e-12)
    assert np.isnan(product[-1])


def test_prelu_with_slope_zero_is_relu(backend: str, blobs: Callable[..., Experiment]) -> None:
    relu = Simulation(blobs((6, 6), "relu"), backend)
    prelu = Simulation(blobs((6, 6), Activation("prelu", parameter=0.0)), backend)
    x, y = relu.dataset.x_train, relu.dataset.y_train
    loss, gradients = relu.loss_and_gradients(x, y)
    prelu_loss, prelu_gradients = prelu.loss_and_gradients(x, y)
    assert prelu_loss == loss
    for name, gradient in gradients.items():
        np.testing.assert_array_equal(prelu_gradients[name], gradient)


def test_he_with_relu_keeps_the_second_moment() -> None:
    layers = Network.uniform(20, 512, activation="relu", init=Init("he_normal"))
    data = Data("blobs", samples=300, features=512, test_fraction=0.0)
    snapshot = Simulation(Experiment(data, layers, Training(batch_size=300))).snapshot()
    second_moment = snapshot.pre_activation_std[:-1] ** 2
    assert np.all(second_moment < 5.0)
    assert 0.3 < second_moment[-1] / second_moment[0] < 3.0


@pytest.mark.parametrize(
    ("scheme", "variance"),
    [
        ("glorot_uniform", 2.0 / (400 + 300)),
        ("glorot_normal", 2.0 / (400 + 300)),
        ("he_uniform", 2.0 / 400),
        ("he_normal", 2.0 / 400),
        ("lecun_uniform", 1.0 / 400),
        ("lecun_normal", 1.0 / 400),
        ("normal", 1.0),
    ],
)
def test_weights_have_the_promised_deviation(scheme: str, variance: float) -> None:
    network = Network((Layer(400), Layer(300)), Init(scheme, gain=1.5, bias_std=0.2))
    parameters = Simulation(Experiment(network=network), "numpy").parameters
    weight = parameters["layers.1.weight"]
    assert weight.std() == pytest.approx(1.5 * np.sqrt(variance), rel=0.01)
    assert abs(weight.mean()) < 0.01 * weight.std()
    assert parameters["layers.0.bias"].std() == pytest.approx(0.2, rel=0.1)
    if scheme.endswith("uniform"):
        assert np.abs(weight).max() <= np.sqrt(3.0 * variance) * 1.5


@pytest.mark.parametrize(
    ("activation", "scheme", "gain"),
    [
        ("relu", "he_normal", 1.0),
        ("relu", "lecun_normal", np.sqrt(2.0)),
        ("identity", "lecun_normal", 1.0),
        ("leaky_relu", "he_uniform", 1.0 / np.sqrt(1.0 + 0.01**2)),
        ("tanh", "lecun_normal", 1.0 / np.sqrt(0.46440)),
    ],
)
def test_recommended_gain(activation: str, scheme: str, gain: float) -> None:
    def first_weights(value: float | None) -> np.ndarray[tuple[int, ...], np.dtype[np.floating]]:
        network = Network.uniform(2, 8, activation=Activation(activation), init=Init(scheme, value))
        return Simulation(Experiment(network=network), "numpy").parameters["layers.0.weight"]

    np.testing.assert_allclose(first_weights(None), gain * first_weights(1.0), rtol=1e-4)


def test_gradient_of_a_thousand_sigmoid_layers_is_exactly_zero_where_it_underflows(backend: str) -> None:
    snapshot = Simulation(Experiment(network=Network.uniform(1000, 10)), backend).snapshot()
    rms = snapshot.grad_weight_rms
    assert rms[0] == 0.0
    assert snapshot.grad_weight_norm[0] == 0.0
    assert snapshot.vanishing_ratio == 0.0
    assert np.isfinite(rms).all()
    tiny = (rms > 0.0) & (rms < 1e-200)
    assert tiny.any()
    # Where squares of the numbers are long 0, norms still follow them.
    layer = int(np.flatnonzero(tiny)[-1])
    gradient = snapshot.gradients[f"layers.{layer}.weight"]
    largest = float(np.abs(gradient).max())
    expected = largest * np.linalg.norm(gradient / largest)
    assert snapshot.grad_weight_norm[layer] == pytest.approx(expected, rel=1e-12)
    deep = np.flatnonzero((rms > 1e-290) & (rms < 1e-160))
    product = snapshot.weight_factor[deep] * snapshot.derivative_factor[deep]
    np.testing.assert_allclose(product, snapshot.delta_rms[deep] / snapshot.delta_rms[deep + 1], rtol=1e-12)


@pytest.mark.parametrize("size", [1e-200, 1e-310, 1.0, 1e200])
def test_norms_hold_over_the_whole_range_of_numbers(size: float, backend: str) -> None:
    simulation = Simulation(Experiment(network=Network.uniform(1, 4, activation="relu")), backend)
    simulation.load_parameters(
        {name: np.full(value.shape, size) for name, value in simulation.parameters.items()}
    )
    weights = simulation.snapshot().weight_norm
    np.testing.assert_allclose(weights, [size * np.sqrt(8.0), size * 2.0], rtol=1e-12)


@pytest.mark.parametrize(
    ("activation", "largest"),
    [
        (Activation("sigmoid"), 0.25),
        (Activation("sigmoid", steepness=3.0), 0.75),
        (Activation("tanh", blend_to="relu", blend=0.5), 1.0),
        (Activation("sigmoid", blend_to="tanh", blend=0.4, steepness=2.0), 2.0 * (0.6 * 0.25 + 0.4)),
    ],
)
def test_saturation_is_measured_against_the_function_as_configured(
    activation: Activation, largest: float, backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs((50,), activation, features=8, batch_size=40), backend)
    simulation.load_parameters(
        {
            name: 3.0 * value + (0.5 if "bias" in name else 0.0)
            for name, value in simulation.parameters.items()
        }
    )
    x = simulation.dataset.x_train[:36]
    parameters = simulation.parameters
    z = x @ parameters["layers.0.weight"] + parameters["layers.0.bias"]
    step = 1e-6
    derivative = (_function(activation, z + step) - _function(activation, z - step)) / (2.0 * step)
    expected = np.mean(np.abs(derivative) < 0.1 * largest)
    snapshot = simulation.snapshot((x, simulation.dataset.y_train[:36]))
    assert 0.0 < expected < 1.0
    assert snapshot.saturated_fraction[0] == pytest.approx(expected)


def _function(
    activation: Activation, z: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    u = activation.steepness * z
    functions = {
        "sigmoid": 1.0 / (1.0 + np.exp(-u)),
        "tanh": np.tanh(u),
        "relu": np.maximum(u, 0.0),
    }
    mixed = (1.0 - activation.blend) * functions[activation.name]
    if activation.blend_to is not None:
        mixed = mixed + activation.blend * functions[activation.blend_to]
    return np.asarray(mixed)


def test_dead_units_are_counted(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs((4, 4), "relu", batch_size=1000), backend)
    parameters = {name: value.copy() for name, value in simulation.parameters.items()}
    parameters["layers.0.bias"][:3] = -1e3
    simulation.load_parameters(parameters)
    snapshot = simulation.snapshot()
    assert snapshot.dead_fraction[0] == 0.75
    np.testing.assert_array_equal(snapshot.units[0].saturated_fraction[:3], 1.0)
    np.testing.assert_array_equal(snapshot.units[0].delta_rms[:3], 0.0)
