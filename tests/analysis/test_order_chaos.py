"""The critical line, and the place of a network beside it."""

import numpy as np
import pytest

from vgviz.analysis import critical_weight_variance, mean_field
from vgviz.analysis.order_chaos import critical_line, network_variances, with_variances
from vgviz.analysis.predicted_gradient import Spread, finite_width_deviation, predicted_profile
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Activation, Data, Experiment, Init, Network


@pytest.mark.parametrize("name", ["tanh", "selu", "sigmoid", "hard_tanh"])
@pytest.mark.parametrize("bias_variance", [0.05, 0.5])
def test_the_line_is_where_chi_becomes_one(name: str, bias_variance: float) -> None:
    line = critical_line(Activation(name))
    expected = critical_weight_variance(name, bias_variance)
    assert line.at(bias_variance) == pytest.approx(expected, rel=0.02)


def test_every_point_of_the_line_has_chi_one() -> None:
    line = critical_line(Activation("tanh"))
    for weight, bias in zip(line.weight_variance[1::9], line.bias_variance[1::9], strict=True):
        assert mean_field("tanh", float(weight), float(bias)).chi == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("activation", "critical"),
    [
        (Activation("relu"), 2.0),
        (Activation("leaky_relu", parameter=0.5), 2.0 / 1.25),
        (Activation("identity"), 1.0),
    ],
)
def test_without_a_scale_of_its_own_one_weight_variance_is_critical(
    activation: Activation, critical: float
) -> None:
    line = critical_line(activation)
    assert line.at(0.0) == pytest.approx(critical, rel=1e-8)
    assert line.at(100.0) == pytest.approx(critical, rel=1e-8)


def test_tanh_without_biases_is_critical_at_one() -> None:
    assert critical_line(Activation("tanh")).at(0.0) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    "scheme", ["glorot_uniform", "he_normal", "lecun_normal", "orthogonal", "normal", "lsuv"]
)
def test_a_network_starts_with_the_variances_that_were_wished(scheme: str) -> None:
    experiment = Experiment(Data(samples=64), Network.uniform(4, 300, activation="tanh"), seed=3)
    experiment = Experiment(experiment.data, Network(experiment.network.hidden, Init(scheme)))
    widths = (2, 300, 300, 300, 300, 1)
    wished = with_variances(experiment, widths, 1.7, 0.3)
    snapshot = Simulation(wished, "numpy").snapshot()
    weight, bias = network_variances(widths, Spread.of(snapshot))
    assert weight == pytest.approx(1.7, rel=0.02)
    assert bias == pytest.approx(0.3, rel=0.1)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_measured_profiles_lie_in_the_band(name: str) -> None:
    """Twenty networks as wide as deep theory likes: the mean of their logarithms within the spread."""
    widths = (2, *(200,) * 6, 1)
    logarithms = []
    for seed in range(20):
        experiment = Experiment(Data(samples=200), Network.uniform(6, 200, activation=name), seed=seed)
        snapshot = Simulation(experiment, "numpy").snapshot()
        measured = snapshot.grad_weight_rms / snapshot.grad_weight_rms[-1]
        logarithms.append(np.log(measured / predicted_profile(experiment, widths, Spread.of(snapshot))))
    inner = np.mean(logarithms, axis=0)[1:-1]
    assert np.all(np.abs(inner) < 0.7)
    assert finite_width_deviation(widths)[-1] == 0.0


def test_the_spread_of_the_first_weights_gives_the_prediction_of_the_initialization() -> None:
    experiment = Experiment(Data(samples=64), Network.uniform(3, 800, activation="tanh"))
    widths = (2, 800, 800, 800, 1)
    spread = Spread.of(Simulation(experiment, "numpy").snapshot())
    np.testing.assert_allclose(
        predicted_profile(experiment, widths, spread), predicted_profile(experiment, widths), rtol=0.1
    )


@pytest.mark.parametrize("normalization", ["none", "batch", "layer"])
@pytest.mark.parametrize("square", [1e200, 1e308])
def test_of_exploded_weights_an_infinite_or_no_number_is_expected(normalization: str, square: float) -> None:
    network = Network.uniform(3, 5, activation="relu", normalization=normalization)
    spread = Spread((square,) * 4, (0.0,) * 4)
    profile = predicted_profile(Experiment(network=network), (2, 5, 5, 5, 1), spread)
    assert not np.isfinite(profile[0])
