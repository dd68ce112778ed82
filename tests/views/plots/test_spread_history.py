"""Histograms over the steps: what is kept, where bins lie, and when it begins anew."""

import numpy as np

from vgviz.engine.histogram_bins import ACTIVATIONS, GRADIENTS, PRE_ACTIVATIONS
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Network
from vgviz.views.plots.spread_history import BRIGHTEST, MOST_MOMENTS, SpreadHistory, count_values

SMALL = Experiment(Data(samples=80), Network.uniform(3, 6))


def _trained(steps: int, every: int = 1) -> tuple[SpreadHistory, Simulation]:
    simulation, history = Simulation(SMALL, "numpy"), SpreadHistory()
    for _ in range(steps):
        history.append(count_values(simulation.snapshot()))
        simulation.run(steps=every)
    return history, simulation


def test_a_column_is_the_histogram_of_its_moment() -> None:
    simulation, history = Simulation(SMALL, "numpy"), SpreadHistory()
    snapshot = simulation.snapshot()
    history.append(count_values(snapshot))
    counted = snapshot.histograms[1].pre_activations
    low, high = float(counted.edges[0]), float(counted.edges[-1])
    column = history.picture(1, PRE_ACTIVATIONS, low, high, 64)[::-1, 0]
    shares = counted.counts / counted.counts.max()
    np.testing.assert_array_equal(column, np.ceil(BRIGHTEST * np.sqrt(shares)))


def test_all_values_lie_within_the_extent_and_nothing_beyond_is_drawn() -> None:
    history, simulation = _trained(5, every=20)
    low, high = history.extent(0, ACTIVATIONS)
    assert 0.0 <= low < high <= 1.0 + 1.0 / 64  # a sigmoid's, to the end of the last bin
    above = history.picture(0, ACTIVATIONS, high + 1.0, high + 2.0, 10)
    assert not above.any()
    assert history.extent(0, GRADIENTS)[1] < 0.0  # decades of a vanished gradient
    assert simulation.step == 100


def test_where_nothing_is_a_number_there_is_still_an_extent() -> None:
    simulation, history = Simulation(SMALL, "numpy"), SpreadHistory()
    simulation.load_parameters({name: value * np.nan for name, value in simulation.parameters.items()})
    history.append(count_values(simulation.snapshot()))
    assert history.extent(0, PRE_ACTIVATIONS) == (-1.0, 1.0)


def test_memory_is_bounded_and_keeps_the_ends() -> None:
    history, _ = _trained(MOST_MOMENTS + 20)
    assert len(history.steps) <= MOST_MOMENTS
    assert history.steps[0] == 0
    assert history.steps[-1] == MOST_MOMENTS + 19


def test_the_same_step_replaces_and_an_earlier_one_begins_anew() -> None:
    history, simulation = _trained(4)
    history.append(count_values(simulation.snapshot()))
    history.append(count_values(simulation.snapshot()))
    assert history.steps == [0, 1, 2, 3, 4]
    simulation.restart()
    history.append(count_values(simulation.snapshot()))
    assert history.steps == [0]


def test_another_depth_begins_anew() -> None:
    history, simulation = _trained(4)
    simulation.reconfigure(Experiment(SMALL.data, Network.uniform(5, 6)))
    history.append(count_values(simulation.snapshot()))
    assert history.steps == [4]
    assert history.layers == 6
