"""The decision map holds the engine's own predictions."""

from typing import Any

import numpy as np
import pytest

from vgviz import Data, Experiment, ExperimentError, Network, Simulation, Training
from vgviz.drawing.decision_map import DecisionMap, DecisionMapQuestion
from vgviz.drawing.input_plane import InputPlane


def _trained(steps: int = 400, backend: str = "numba", **fields: Any) -> Simulation:
    network = Network.uniform(2, 8, activation="tanh")
    simulation = Simulation(Experiment(network=network, **fields), backend)
    simulation.run(steps=steps)
    return simulation


def _points(shown: DecisionMap) -> np.ndarray:
    rows, columns = shown.winners.shape
    return shown.plane.points(columns, rows)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
@pytest.mark.parametrize("classes", [2, 3])
def test_every_cell_is_the_networks_prediction(classes: int, backend: str) -> None:
    simulation = _trained(50, backend, data=Data("blobs", classes=classes))
    shown = DecisionMapQuestion(aspect=1.6).answer(simulation)
    probability = simulation.predict(_points(shown))
    assert shown.winners.ravel().tolist() == probability.argmax(axis=1).tolist()
    np.testing.assert_allclose(shown.outputs.ravel(), probability.max(axis=1))
    sure = (probability.max(axis=1) - 1 / classes) / (1 - 1 / classes)
    np.testing.assert_allclose(shown.strengths.ravel(), sure, atol=1e-12)
    assert shown.has_probabilities
    assert shown.plane.width / shown.plane.height == pytest.approx(1.6)


def test_border_lies_where_both_classes_are_as_likely() -> None:
    simulation = _trained()
    shown = DecisionMapQuestion().answer(simulation)
    assert shown.borders.shape[1] > 20
    probability = simulation.predict(shown.borders[:2].T)[:, 1]
    assert np.abs(probability - 0.5).max() < 0.1


def test_borders_between_three_classes_part_their_winners() -> None:
    simulation = _trained(data=Data("blobs", classes=3))
    shown = DecisionMapQuestion().answer(simulation)
    probability = np.sort(simulation.predict(shown.borders[:2].T), axis=1)
    assert np.median(probability[:, -1] - probability[:, -2]) < 0.05


def test_wrong_are_the_samples_that_accuracy_misses() -> None:
    simulation = _trained(150)
    samples = DecisionMapQuestion().answer(simulation).samples
    assert 1 - samples.wrong[~samples.in_test].mean() == pytest.approx(simulation.train_accuracy())
    data = simulation.dataset
    assert samples.places[samples.in_test].tolist() == data.x_test.tolist()
    assert samples.classes[~samples.in_test].tolist() == data.y_train.tolist()


def test_a_view_is_answered_in_full_detail() -> None:
    simulation = _trained(20)
    whole = DecisionMapQuestion().answer(simulation)
    part = InputPlane(0.0, 0.1, 0.0, 0.1)
    close = DecisionMapQuestion(part).answer(simulation)
    assert close.plane == part
    assert close.winners.shape == whole.winners.shape
    assert close.home == whole.home


@pytest.mark.parametrize("loss", ["mse", "hinge"])
def test_losses_without_probabilities_show_the_lead(loss: str) -> None:
    simulation = _trained(training=Training(loss=loss))
    shown = DecisionMapQuestion().answer(simulation)
    assert not shown.has_probabilities
    outputs = np.sort(simulation.predict(_points(shown)), axis=1)
    np.testing.assert_allclose(shown.strengths.ravel(), np.clip(outputs[:, 1] - outputs[:, 0], 0, 1))


def test_a_regression_shows_its_values_and_targets() -> None:
    simulation = _trained(data=Data("surface"))
    shown = DecisionMapQuestion().answer(simulation)
    np.testing.assert_allclose(shown.outputs.ravel(), simulation.predict(_points(shown))[:, 0])
    assert shown.class_names == ()
    assert np.abs(shown.samples.shares).max() == pytest.approx(1.0)
    assert not shown.samples.wrong.any()


def test_other_data_say_why_there_is_no_map() -> None:
    with pytest.raises(ExperimentError, match="two features; these have 4"):
        DecisionMapQuestion().answer(Simulation(Experiment(Data("iris")), "numpy"))


def test_large_networks_get_a_coarser_map() -> None:
    simulation = Simulation(Experiment(network=Network.uniform(4, 128)), "numpy")
    assert DecisionMapQuestion().answer(simulation).winners.size < 400


def test_places_find_their_cell_and_their_sample() -> None:
    shown = DecisionMapQuestion(aspect=2.0).answer(_trained(3))
    rows, columns = shown.winners.shape
    points = _points(shown)
    assert shown.cell(*points[0]) == (0, 0)
    assert shown.cell(*points[-1]) == (rows - 1, columns - 1)
    assert shown.cell(shown.plane.right + 1, 0.0) is None
    place = shown.samples.places[17]
    assert shown.nearest(place[0] + 1e-9, place[1], 1e-3) == 17
    assert shown.nearest(1e3, 1e3, 1.0) is None


def test_numbers_that_are_none_stay_so() -> None:
    simulation = _trained(1)
    parameters = {name: np.full_like(values, np.nan) for name, values in simulation.parameters.items()}
    simulation.load_parameters(parameters)
    shown = DecisionMapQuestion().answer(simulation)
    assert np.isnan(shown.strengths).all()
    assert shown.borders.shape == (4, 0)
