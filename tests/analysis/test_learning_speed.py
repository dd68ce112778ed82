"""Which layer learns last, and by how much."""

from dataclasses import replace
from math import inf, isnan

import numpy as np
import pytest

from vgviz import Experiment, Network, Simulation
from vgviz.analysis.learning_speed import learning_speed, speed_figures


def test_the_slowest_hidden_layer_is_compared_with_the_fastest_one() -> None:
    said = learning_speed(np.array([1e-6, 1e-5, 3.4e-4, 9.0]))
    assert said.ratio == pytest.approx(340)
    assert said.sentence == "Layer 1 learns 340 times slower than layer 3"
    assert said.short == "layer 1: 340× slower"


@pytest.mark.parametrize(
    ("speeds", "sentence", "ratio"),
    [
        ([2.0, 1.0, 1.0], "Layer 2 learns 2.0 times slower than layer 1", 2.0),
        ([1.0, 1234.0, 1.0], "Layer 1 learns 1,200 times slower than layer 2", 1234.0),
        ([1.0, 1.2, 5.0], "All hidden layers learn about equally fast", 1.2),
        ([0.0, 0.0, 1.0, 1.0], "Layers 1 to 2 do not learn at all", inf),
        ([1.0, 0.0, 1.0], "Layer 2 does not learn at all", inf),
        ([0.0, 1.0, 0.0, 1.0], "2 layers do not learn at all", inf),
    ],
)
def test_the_words_say_what_the_numbers_do(speeds: list[float], sentence: str, ratio: float) -> None:
    said = learning_speed(np.array(speeds))
    assert said.sentence == sentence
    assert said.ratio == pytest.approx(ratio)


@pytest.mark.parametrize("speeds", [[], [1.0], [1.0, 2.0], [np.nan, 1.0, 1.0], [1.0, np.inf, 1.0]])
def test_where_nothing_compares_nothing_is_said(speeds: list[float]) -> None:
    said = learning_speed(np.array(speeds))
    assert said.sentence == said.short == ""
    assert isnan(said.ratio)


def test_each_figure_has_words_of_its_own() -> None:
    speeds = np.array([1.0, 8.0, 1.0])
    assert "less in a step than" in learning_speed(speeds, "update").sentence
    assert "has moved 8.0 times less than" in learning_speed(speeds, "distance").sentence


def test_the_distance_is_that_from_the_first_weights() -> None:
    simulation = Simulation(Experiment(network=Network.uniform(3, 5)), "numpy")
    first = simulation.parameters
    simulation.run(steps=30)
    snapshot = simulation.snapshot()
    now = simulation.parameters
    names = [f"layers.{layer}.weight" for layer in range(4)]
    wanted = [np.linalg.norm(now[name] - first[name]) / np.linalg.norm(first[name]) for name in names]
    assert snapshot.distance_from_start == pytest.approx(wanted, rel=1e-12)
    assert speed_figures(snapshot)["gradient"].tolist() == snapshot.grad_bias_norm.tolist()
    assert snapshot.figures().distance_from_start is snapshot.distance_from_start


def test_the_distance_is_from_the_newest_start() -> None:
    simulation = Simulation(Experiment(network=Network.uniform(1, 2)), "numpy")
    simulation.run(steps=3)
    assert simulation.snapshot().distance_from_start[0] > 0.0
    first = {name: np.full_like(value, 2.0) for name, value in simulation.parameters.items()}
    simulation.load_parameters(first)
    assert simulation.snapshot().distance_from_start.tolist() == [0.0, 0.0]
    simulation.run(steps=1)
    moved = np.linalg.norm(simulation.parameters["layers.1.weight"] - 2.0)
    assert simulation.snapshot().distance_from_start[1] == pytest.approx(moved / np.sqrt(8.0), rel=1e-12)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_a_distance_too_small_to_square_is_not_lost(backend: str) -> None:
    simulation = Simulation(Experiment(network=Network.uniform(1, 2)), backend)
    simulation.load_parameters({name: np.full_like(w, 1e-200) for name, w in simulation.parameters.items()})
    state = simulation.state()
    moved = replace(state.training, parameters=np.full_like(state.training.parameters, 3e-200))
    simulation.restore(replace(state, training=moved))
    assert simulation.snapshot().distance_from_start == pytest.approx([2.0, 2.0])


def test_where_nothing_moves_few_words_say_so() -> None:
    assert learning_speed(np.zeros(4), "distance").short == "none has moved"
