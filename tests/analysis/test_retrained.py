"""Training done anew gives the very weights that the run has had."""

import numpy as np
import pytest

from vgviz import Data, Experiment, Network, Simulation, Training
from vgviz.analysis.retrained import retrained

SMALL = Experiment(network=Network.uniform(3, 5))


def test_a_copy_trained_anew_for_one_epoch_has_the_runs_own_weights() -> None:
    simulation = Simulation(SMALL, "numpy")
    start = simulation.parameters
    simulation.run(epochs=1)
    epoch = simulation.parameters
    simulation.run(steps=77)
    shares: list[float] = []
    again = retrained(simulation.copy(), progress=shares.append)
    assert again.step == simulation.epoch_size == 24
    for name in start:
        assert np.array_equal(again.start[name], start[name])
        assert np.array_equal(again.after[name], epoch[name])
    assert shares == sorted(shares)
    assert shares[0] == 0.0 < shares[-1] < 1.0


@pytest.mark.parametrize("steps", [0, 1, 123])
def test_another_experiment_is_trained_for_as_many_steps_as_wanted(steps: int) -> None:
    relu = Experiment(network=Network.uniform(3, 5, activation="relu"))
    again = retrained(Simulation(SMALL, "numpy"), relu, steps)
    twin = Simulation(relu, "numpy")
    twin.run(steps=steps)
    assert (again.step, again.experiment) == (steps, relu)
    assert all(np.array_equal(again.after[name], twin.parameters[name]) for name in twin.parameters)


def test_numbers_that_do_not_stay_finite_end_it_early() -> None:
    wild = Experiment(Data("wave"), Network.uniform(3, 5, activation="identity"), Training(learning_rate=1e3))
    again = retrained(Simulation(wild, "numpy"), steps=400)
    assert again.step < 400
