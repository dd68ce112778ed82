"""Skip connections: the identity is never lost."""

from collections.abc import Callable

import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, Layer, Network, Simulation, Training

TANH = Activation("tanh")


def experiment_of(hidden: tuple[Layer, ...], features: int = 5) -> Experiment:
    data = Data("blobs", samples=40, features=features, classes=3, noise=1.0)
    return Experiment(data, Network(hidden), Training(batch_size=16))


@pytest.mark.parametrize("normalization", ["none", "batch", "layer", "rms"])
def test_a_residual_block_never_loses_the_identity(normalization: str, backend: str) -> None:
    block = Layer(5, TANH, normalization, residual=True)
    deep = Simulation(experiment_of((Layer(5, TANH), *(block,) * 6)), backend)
    shallow = Simulation(experiment_of((Layer(5, TANH),)), backend)
    kept = {name.replace("layers.1.", "layers.7."): value for name, value in shallow.parameters.items()}
    nothing = {name: np.zeros(value.shape) for name, value in deep.parameters.items()}
    deep.load_parameters({**nothing, **kept})  # the branches give nothing
    x, y = deep.dataset.x_train, deep.dataset.y_train
    np.testing.assert_array_equal(deep.predict(x), shallow.predict(x))
    loss, gradients = deep.loss_and_gradients(x, y)
    expected_loss, expected = shallow.loss_and_gradients(x, y)
    assert loss == expected_loss
    for name in ("layers.0.weight", "layers.0.bias"):
        np.testing.assert_array_equal(gradients[name], expected[name])


def test_a_skip_rescues_the_gradient_of_a_dead_branch(backend: str) -> None:
    hidden = (Layer(5, TANH), Layer(5, Activation("relu"), residual=True))
    simulation = Simulation(experiment_of(hidden), backend)
    parameters = dict(simulation.parameters)
    parameters["layers.1.bias"] = np.full(5, -1e3)
    simulation.load_parameters(parameters)
    snapshot = simulation.snapshot()
    assert snapshot.dead_fraction[1] == 1.0
    assert snapshot.delta_rms[1] == 0.0
    assert snapshot.delta_rms[0] > 0.0
    assert not np.isfinite(snapshot.weight_factor[0] * snapshot.skip_factor[0])
    assert np.isfinite(snapshot.derivative_factor[0])


def test_a_branch_without_weights_leaves_the_ratio_to_the_skip(backend: str) -> None:
    simulation = Simulation(experiment_of((Layer(5, TANH), Layer(5, TANH, residual=True))), backend)
    parameters = dict(simulation.parameters)
    parameters["layers.1.weight"] = np.zeros((5, 5))
    simulation.load_parameters(parameters)
    snapshot = simulation.snapshot()
    assert snapshot.weight_factor[0] == 0.0
    assert snapshot.skip_factor[0] == np.inf
    assert 0.0 < snapshot.delta_factor[0] < np.inf


def test_where_widths_differ_there_is_no_skip(backend: str, difference: Callable[..., float]) -> None:
    plain, residual = (
        Simulation(experiment_of((Layer(4, TANH, residual=skip), Layer(6, TANH, residual=skip))), backend)
        for skip in (False, True)
    )
    x, y = plain.dataset.x_train, plain.dataset.y_train
    assert difference(plain.loss_and_gradients(x, y)[1], residual.loss_and_gradients(x, y)[1]) == 0.0
    np.testing.assert_array_equal(residual.snapshot().skip_factor[:-1], 1.0)


def test_the_first_hidden_layer_skips_too_if_it_is_as_wide_as_the_input(backend: str) -> None:
    simulation = Simulation(experiment_of((Layer(5, TANH, residual=True),)), backend)
    x = simulation.dataset.x_train[:16]
    parameters = simulation.parameters
    f = np.tanh(x @ parameters["layers.0.weight"] + parameters["layers.0.bias"])
    snapshot = simulation.snapshot((x, simulation.dataset.y_train[:16]))
    assert snapshot.activation_mean[0] == pytest.approx(np.mean(f + x), abs=1e-13)
    assert snapshot.activation_std[0] == pytest.approx(np.std(f + x), rel=1e-12)


def test_skips_keep_the_gradient_of_a_deep_sigmoid_network(backend: str) -> None:
    plain, residual = (
        Simulation(experiment_of((Layer(5), *(Layer(5, residual=skip),) * 60)), backend).snapshot()
        for skip in (False, True)
    )
    assert plain.vanishing_ratio < 1e-20
    assert residual.vanishing_ratio > 1e-3
