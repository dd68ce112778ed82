"""LSUV: each layer's pre-activations on the data have the variance that was asked for."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, Init, Layer, Network, Simulation, Training
from vgviz.engine.initialization import recommended_gain
from vgviz.engine.reference import forward

change = msgspec.structs.replace
FULL_BATCH = Training(batch_size=10_000)


def started(network: Network, data: Data | None = None, **fields: Any) -> Simulation:
    return Simulation(Experiment(data or Data(), network, FULL_BATCH, **fields), "numpy")


def lsuv(gain: float | None = 1.0, bias_std: float = 0.0) -> Init:
    return Init("lsuv", gain, bias_std)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "prelu", "identity"])
@pytest.mark.parametrize("gain", [0.3, 1.0, 2.0])
def test_every_layer_has_the_variance_asked_for(activation: str, gain: float) -> None:
    network = Network.uniform(30, 12, init=lsuv(gain), activation=activation)
    snapshot = started(network).snapshot()
    np.testing.assert_allclose(snapshot.pre_activation_std[:-1], gain, rtol=1e-9)


def test_an_output_that_is_the_same_for_all_samples_stays_as_it_was_drawn() -> None:
    # Thirty sigmoid layers leave less of a difference between samples than numbers can hold.
    parameters = started(Network.uniform(30, 12, init=lsuv(0.3))).parameters
    assert np.linalg.norm(parameters["layers.30.weight"]) == pytest.approx(0.3)


def test_biases_count() -> None:
    snapshot = started(Network.uniform(10, 12, init=lsuv(1.0, 0.5))).snapshot()
    np.testing.assert_allclose(snapshot.pre_activation_std, 1.0, rtol=1e-9)


def test_the_weights_share_has_the_variance_where_biases_alone_exceed_it() -> None:
    simulation = started(Network.uniform(1, 400, init=lsuv(1.0, 20.0)))
    u = simulation.dataset.x_train @ simulation.parameters["layers.0.weight"]
    assert u.std() == pytest.approx(1.0, rel=1e-9)


def test_the_recommended_gain_is_each_layers_own() -> None:
    hidden = (Layer(8, Activation("tanh")), Layer(8, Activation("relu")))
    snapshot = started(Network(hidden, lsuv(None))).snapshot()
    wanted = [recommended_gain(Activation("tanh")), recommended_gain(Activation("relu")), 1.0]
    np.testing.assert_allclose(snapshot.pre_activation_std, wanted, rtol=1e-9)


def test_weights_are_the_orthogonal_ones_scaled() -> None:
    network = Network.uniform(5, 10, activation="relu")
    fitted = started(change(network, init=lsuv())).parameters
    plain = started(change(network, init=Init("orthogonal"))).parameters
    for layer in range(6):
        name = f"layers.{layer}.weight"
        ratio = fitted[name] / plain[name]
        assert np.ptp(ratio) < 1e-12 * ratio.max()


def test_a_layer_that_gets_only_zeros_stays_as_it_was_drawn() -> None:
    data = change(Data(), test_fraction=0.0)
    experiment = Experiment(data, Network.uniform(3, 4, init=lsuv()))
    simulation = Simulation(experiment, "numpy", (np.zeros((6, 2)), [0, 1] * 3))
    weight = simulation.parameters["layers.0.weight"]
    np.testing.assert_allclose(weight @ weight.T, np.eye(2), atol=1e-12)


def test_a_drawn_inner_layer_is_fitted_to_what_reaches_it(blobs: Callable[..., Experiment]) -> None:
    before = blobs((6, 6, 6), "tanh", init=lsuv(), batch_size=1000)
    simulation = Simulation(before, "numpy")
    simulation.run(steps=20)
    trained = simulation.parameters
    hidden = before.network.hidden
    hidden = (hidden[0], Layer(9, hidden[1].activation), hidden[2])
    simulation.reconfigure(change(before, network=change(before.network, hidden=hidden)))
    np.testing.assert_array_equal(simulation.parameters["layers.0.weight"], trained["layers.0.weight"])
    np.testing.assert_allclose(simulation.snapshot().pre_activation_std[1:3], 1.0, rtol=1e-9)
    np.testing.assert_array_equal(simulation.parameters["layers.3.weight"], trained["layers.3.weight"])


def test_an_added_layer_leaves_those_above_and_below(blobs: Callable[..., Experiment]) -> None:
    before = blobs((6, 6), "tanh", init=lsuv(), batch_size=1000)
    simulation = Simulation(before, "numpy")
    simulation.run(steps=20)
    trained = simulation.parameters
    hidden = (*before.network.hidden, before.network.hidden[0])
    network = change(before.network, hidden=hidden)
    simulation.reconfigure(change(before, network=network), origin=(0, None, 1, 2))
    np.testing.assert_array_equal(simulation.parameters["layers.2.weight"], trained["layers.1.weight"])
    assert simulation.snapshot().pre_activation_std[1] == pytest.approx(1.0, rel=1e-9)


def test_both_backends_start_from_the_same_weights(blobs: Callable[..., Experiment]) -> None:
    experiment = blobs((30, 30), "tanh", init=lsuv())
    numpy, numba = (Simulation(experiment, name).parameters for name in ("numpy", "numba"))
    for name, value in numpy.items():
        np.testing.assert_array_equal(value, numba[name])


@pytest.mark.parametrize("normalization", ["none", "batch", "layer", "rms"])
@pytest.mark.parametrize("residual", [False, True])
def test_the_linear_outputs_vary_as_asked_under_normalization_and_skips(
    normalization: str, residual: bool
) -> None:
    network = Network.uniform(
        6, 9, init=lsuv(0.7, 0.2), activation="tanh", normalization=normalization, residual=residual
    )
    simulation = started(network)
    named = simulation.plan.named(simulation.state().training.parameters)
    for index, layer in enumerate(forward(simulation.plan, named, simulation.dataset.x_train)[:-1]):
        linear = layer.x @ named[f"layers.{index}.weight"] + named[f"layers.{index}.bias"]
        assert linear.std() == pytest.approx(0.7, rel=1e-9)


def test_single_precision_starts_from_the_rounded_weights_of_double() -> None:
    network = Network.uniform(4, 8, init=lsuv(), activation="relu")
    single, double = (started(network, precision=name).parameters for name in ("float32", "float64"))
    for name, value in double.items():
        np.testing.assert_array_equal(single[name], value.astype(np.float32))
