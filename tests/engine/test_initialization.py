"""Schemes keep what they promise; changing one thing leaves the others' draws as they were."""

from collections.abc import Callable
from itertools import pairwise
from math import exp, pi, sqrt
from typing import Any

import msgspec
import numpy as np
import pytest
from scipy.integrate import quad

from vgviz import Activation, Data, Experiment, Init, Layer, Network, Simulation, Training
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.engine.initialization import first_slope, recommended_gain
from vgviz.engine.reference import function_and_derivative

change = msgspec.structs.replace


def start(experiment: Experiment) -> Simulation:
    return Simulation(experiment, "numpy")


def with_hidden(experiment: Experiment, *widths: int) -> Experiment:
    hidden = tuple(Layer(width) for width in widths)
    return change(experiment, network=change(experiment.network, hidden=hidden))


@pytest.fixture
def experiment(blobs: Callable[..., Experiment]) -> Experiment:
    return blobs((5, 5, 5), init=Init(bias_std=0.3))


def test_depth_leaves_the_other_layers_draws(experiment: Experiment) -> None:
    few, many = start(experiment).parameters, start(with_hidden(experiment, 5, 5, 5, 5, 5)).parameters
    for layer in range(3):
        for part in ("weight", "bias"):
            name = f"layers.{layer}.{part}"
            np.testing.assert_array_equal(few[name], many[name])
    np.testing.assert_array_equal(few["layers.3.weight"], many["layers.5.weight"])
    np.testing.assert_array_equal(few["layers.3.bias"], many["layers.5.bias"])


def test_width_leaves_the_layers_it_does_not_touch(experiment: Experiment) -> None:
    before, after = start(experiment).parameters, start(with_hidden(experiment, 5, 5, 9)).parameters
    np.testing.assert_array_equal(before["layers.0.weight"], after["layers.0.weight"])
    np.testing.assert_array_equal(before["layers.1.weight"], after["layers.1.weight"])


def test_biases_leave_the_weights(experiment: Experiment) -> None:
    plain = change(experiment, network=change(experiment.network, init=Init(bias_std=0.0)))
    np.testing.assert_array_equal(
        start(experiment).parameters["layers.1.weight"], start(plain).parameters["layers.1.weight"]
    )


def test_network_leaves_data_and_batches(experiment: Experiment) -> None:
    first, second = start(experiment), start(with_hidden(experiment, 2))
    np.testing.assert_array_equal(first.dataset.x_train, second.dataset.x_train)
    for _ in range(5):
        np.testing.assert_array_equal(
            first.state().progress.batches.batch, second.state().progress.batches.batch
        )
        first.run(steps=1)
        second.run(steps=1)


def test_schemes_scale_the_same_draws(experiment: Experiment) -> None:
    def weight(**init: Any) -> np.ndarray[tuple[int, ...], np.dtype[np.floating]]:
        network = Network(experiment.network.hidden, Init(**init))
        return start(change(experiment, network=network)).parameters["layers.1.weight"]

    np.testing.assert_allclose(weight(gain=3.0), 3.0 * weight(gain=1.0), rtol=1e-15)
    np.testing.assert_allclose(
        weight(scheme="he_uniform"), np.sqrt(2.0) * weight(scheme="glorot_uniform"), rtol=1e-15
    )
    np.testing.assert_allclose(
        weight(scheme="normal"), np.sqrt(5.0) * weight(scheme="lecun_normal"), rtol=1e-15
    )


def test_streams_differ_from_each_other(experiment: Experiment) -> None:
    parameters = start(experiment).parameters
    assert not np.array_equal(parameters["layers.1.weight"], parameters["layers.2.weight"])
    assert not np.array_equal(parameters["layers.1.bias"], parameters["layers.2.bias"])
    other = start(change(experiment, seed=1)).parameters
    assert not np.array_equal(parameters["layers.1.weight"], other["layers.1.weight"])


def drawn(scheme: str, fan_in: int, fan_out: int, gain: float = 1.0, seed: int = 0) -> Any:
    return INITIALIZERS[scheme].draw(np.random.default_rng(seed), fan_in, fan_out, gain)


@pytest.mark.parametrize(
    ("scheme", "deviation"),
    [
        ("glorot_uniform", np.sqrt(2 / 700)),
        ("glorot_normal", np.sqrt(2 / 700)),
        ("he_uniform", np.sqrt(2 / 400)),
        ("he_normal", np.sqrt(2 / 400)),
        ("lecun_uniform", np.sqrt(1 / 400)),
        ("lecun_normal", np.sqrt(1 / 400)),
        ("truncated_normal", 0.8796256610342398 * np.sqrt(1 / 400)),
        ("normal", 1.0),
        ("uniform", 1.0),
        ("orthogonal", np.sqrt(1 / 400)),
    ],
)
def test_weights_have_mean_0_and_the_promised_deviation(scheme: str, deviation: float) -> None:
    weight = drawn(scheme, 400, 300, 3.0)
    assert weight.shape == (400, 300)
    assert weight.std() == pytest.approx(3.0 * deviation, rel=0.01)
    assert abs(weight.mean()) < 4 * 3.0 * deviation / np.sqrt(weight.size)


@pytest.mark.parametrize("scheme", ["glorot_uniform", "he_uniform", "lecun_uniform", "uniform"])
def test_uniform_weights_fill_their_range_evenly(scheme: str) -> None:
    weight = drawn(scheme, 400, 300)
    edge = np.sqrt(3.0) * INITIALIZERS[scheme].scale(400, 300)
    assert np.abs(weight).max() <= edge
    counts, _ = np.histogram(weight, bins=20, range=(-edge, edge))
    np.testing.assert_allclose(counts, weight.size / 20, rtol=0.06)


@pytest.mark.parametrize("scheme", INITIALIZERS)
@pytest.mark.parametrize(("fan_in", "fan_out"), [(1, 1), (2, 10), (30, 7), (40, 40)])
def test_the_mean_square_that_is_told_of_is_that_of_the_draws(scheme: str, fan_in: int, fan_out: int) -> None:
    squares = [np.mean(np.square(drawn(scheme, fan_in, fan_out, seed=seed))) for seed in range(2000)]
    error = np.std(squares) / sqrt(len(squares))
    told = INITIALIZERS[scheme].mean_square(fan_in, fan_out)
    assert told == pytest.approx(np.mean(squares), abs=5 * error + 1e-12)


def test_truncated_normal_is_lecuns_with_the_tails_drawn_anew() -> None:
    cut, whole = drawn("truncated_normal", 400, 300), drawn("lecun_normal", 400, 300)
    edge = 2.0 * np.sqrt(1 / 400)
    within = np.abs(whole) <= edge
    np.testing.assert_array_equal(cut[within], whole[within])
    assert np.abs(cut).max() <= edge
    assert not within.all()


@pytest.mark.parametrize("shape", [(40, 40), (40, 7), (7, 40), (1, 9), (9, 1), (1, 1)])
def test_the_shorter_side_of_orthogonal_weights_is_orthonormal(shape: tuple[int, int]) -> None:
    weight = drawn("orthogonal", *shape, gain=1.5)
    product = weight.T @ weight if shape[0] >= shape[1] else weight @ weight.T
    np.testing.assert_allclose(product, 2.25 * np.eye(min(shape)), atol=1e-12)


def test_orthogonal_weights_favour_no_direction() -> None:
    corners = [drawn("orthogonal", 3, 3, seed=seed)[0, 0] for seed in range(2000)]
    # A coordinate of a point that is uniform on a sphere in three dimensions is uniform in [-1, 1].
    counts, _ = np.histogram(corners, bins=8, range=(-1, 1))
    np.testing.assert_allclose(counts, 250, atol=4 * np.sqrt(250))


@pytest.mark.parametrize("gain", [0.0, 0.25, 3.0])
def test_constant_weights_are_the_gain_and_zeros_are_zero(gain: float) -> None:
    assert (drawn("constant", 5, 3, gain) == gain).all()
    assert (drawn("zeros", 5, 3, gain) == 0.0).all()


@pytest.mark.parametrize("shape", [(100, 50), (10, 10), (2, 10), (7, 30), (3, 1)])
def test_sparse_weights_keep_a_tenth_of_the_normal_ones_spread_over_the_units(shape: tuple[int, int]) -> None:
    sparse, normal = drawn("sparse", *shape, gain=2.0), drawn("normal", *shape, gain=2.0)
    kept = sparse != 0
    assert kept.sum() == max(1, round(normal.size / 10))
    np.testing.assert_array_equal(sparse[kept], normal[kept])
    assert np.ptp(kept.sum(axis=0)) <= 1


def test_sparse_weights_lie_anywhere() -> None:
    often = sum((drawn("sparse", 10, 10, seed=seed) != 0).astype(int) for seed in range(3000))
    np.testing.assert_allclose(often, 300, atol=5 * np.sqrt(300))


def test_large_layers_and_deep_networks_start_at_once() -> None:
    for scheme in INITIALIZERS:
        assert np.isfinite(drawn(scheme, 700, 900)).all()


def _depth_profile(scheme: str, activation: str, gain: float | None) -> tuple[Any, Any]:
    """Mean squares of activations and of deltas, layer by layer, over some seeds."""
    data = Data("blobs", samples=256, features=256, noise=10.0, test_fraction=0.0)
    forward, backward = [], []
    for seed in range(3):
        network = Network.uniform(12, 256, init=Init(scheme, gain), activation=activation)
        training = Training(batch_size=256)
        snapshot = start(Experiment(data, network, training, seed)).snapshot()
        forward.append(snapshot.activation_mean[:-1] ** 2 + snapshot.activation_std[:-1] ** 2)
        backward.append(snapshot.delta_rms[:-1] ** 2)
    return np.mean(forward, axis=0), np.mean(backward, axis=0)


@pytest.mark.parametrize(
    ("scheme", "activation", "gain"),
    [
        ("he_normal", "relu", 1.0),
        ("he_uniform", "relu", None),
        ("glorot_normal", "identity", 1.0),
        ("glorot_uniform", "identity", None),
        ("lecun_normal", "identity", 1.0),
        ("orthogonal", "identity", 1.0),
    ],
)
def test_activations_and_gradients_keep_their_size_over_twelve_layers(
    scheme: str, activation: str, gain: float | None
) -> None:
    forward, backward = _depth_profile(scheme, activation, gain)
    assert forward[-1] / forward[0] == pytest.approx(1.0, abs=0.35)
    assert backward[0] / backward[-1] == pytest.approx(1.0, abs=0.35)


def test_the_recommended_gain_keeps_the_gradients_of_a_network_whose_pre_activations_are_standard() -> None:
    # 1 / sqrt(E f'^2) makes up for f' where z ~ N(0, 1): at the first layers of a wide tanh network it does.
    slope_share = 1.0 / recommended_gain(Activation("tanh")) ** 2
    z = np.random.default_rng(0).standard_normal(1_000_000)
    assert np.mean((1.0 - np.tanh(z) ** 2) ** 2) == pytest.approx(slope_share, rel=5e-3)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("steepness", [0.37, 1.0, 5.3])
def test_recommended_gain_is_exact(name: str, steepness: float) -> None:
    activation = Activation(name, steepness=steepness)
    slope = np.full(1, first_slope(activation))

    def integrand(z: float) -> float:
        derivative = function_and_derivative(activation, np.array([[z]]), slope)[1][0, 0]
        return float(derivative) ** 2 * exp(-0.5 * z * z) / sqrt(2 * pi)

    # Whatever kinks and jumps the catalogue's functions have lie at such places.
    kinks = sorted({place / steepness for place in (-3.0, -1.0, 0.0, 1.0, 3.0, 6.0)} | {-9.0, 9.0})
    kinks = [kink for kink in kinks if abs(kink) <= 9.0]
    pieces = [quad(integrand, *piece, epsabs=1e-13, epsrel=1e-12, limit=200)[0] for piece in pairwise(kinks)]
    assert recommended_gain(activation) == pytest.approx(1.0 / sqrt(sum(pieces)), rel=1e-9)
