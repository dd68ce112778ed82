"""Mean-field theory against simulated networks, 1,000 units wide, twenty of each."""

import numpy as np
import pytest

from vgviz.analysis.gaussian import derivative_of, mean_square
from vgviz.analysis.mean_field import variance_map
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Activation, Data, Experiment, Init, Network

WIDTH, SEEDS = 1000, 20
WEIGHT_VARIANCE, BIAS_VARIANCE = 1.5, 0.05
# A mean over twenty networks lies this many of its standard errors from the truth at most; and what a width
# of 1,000 still leaves out of a theory of infinite width, as a share.
ERRORS, FINITE = 4.0, 0.01


def _measured(activation: Activation, seed: int) -> tuple[float, float, float]:
    """Variance of z in the second and the third hidden layer, and the squared gradient's factor between."""
    init = Init("lecun_normal", np.sqrt(WEIGHT_VARIANCE), np.sqrt(BIAS_VARIANCE))
    network = Network(Network.uniform(4, WIDTH, activation=activation).hidden, init)
    simulation = Simulation(Experiment(Data("noise", samples=40, features=50), network, seed=seed), "numpy")
    # A single sample: theory speaks of the variance over the units.
    x, y = simulation.probe
    snapshot = simulation.snapshot(batch=(x[:1], y[:1]))
    back = snapshot.weight_factor[1] * snapshot.derivative_factor[1]
    return float(snapshot.pre_activation_std[1] ** 2), float(snapshot.pre_activation_std[2] ** 2), back**2


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "relu", "selu", "gelu"])
def test_simulated_wide_networks_agree_with_the_theory(name: str) -> None:
    activation = Activation(name)
    forward, backward = [], []
    for seed in range(SEEDS):
        q, following, back = _measured(activation, seed)
        forward.append(following / variance_map(activation, WEIGHT_VARIANCE, BIAS_VARIANCE, q))
        backward.append(back / (WEIGHT_VARIANCE * mean_square(derivative_of(activation), q)))
    for shares in (forward, backward):
        error = np.std(shares, ddof=1) / np.sqrt(SEEDS)
        assert abs(np.mean(shares) - 1.0) < ERRORS * error + FINITE
        assert error < 0.05
