"""What neurons answer, as pictures: the engine's own numbers, and flat where there is nothing to see."""

from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, ExperimentError, Layer, Network, Simulation
from vgviz.drawing.input_plane import InputPlane, plane_of
from vgviz.drawing.neuron_pictures import (
    FINE_CELLS,
    USUAL_CELLS,
    NeuronPictures,
    NeuronPicturesQuestion,
    image_shape,
)
from vgviz.number_format import number


def _pictures(network: Network, steps: int = 3, **fields: Any) -> tuple[Simulation, NeuronPictures]:
    simulation = Simulation(Experiment(network=network, **fields), backend="numpy")
    simulation.run(steps=steps)
    return simulation, NeuronPicturesQuestion().answer(simulation)


def test_points_go_through_the_plane_row_by_row_from_the_top() -> None:
    points = InputPlane(0.0, 4.0, -1.0, 1.0).points(4, 2)
    assert points[0].tolist() == [0.5, 0.5]
    assert points[3].tolist() == [3.5, 0.5]
    assert points[4].tolist() == [0.5, -0.5]


def test_the_plane_holds_every_sample() -> None:
    dataset = Simulation(Experiment(), "numpy").dataset
    plane = plane_of(dataset)
    assert plane is not None
    samples = np.concatenate([dataset.x_train, dataset.x_test])
    assert ((samples > (plane.left, plane.bottom)) & (samples < (plane.right, plane.top))).all()
    assert plane_of(Simulation(Experiment(Data("iris")), "numpy").dataset) is None


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "softplus", "gaussian", "identity"])
def test_every_cell_is_the_engines_answer_there(activation: str) -> None:
    simulation, pictures = _pictures(
        Network((Layer(3, Activation(activation)), Layer(5, Activation(activation))))
    )
    plane = plane_of(simulation.dataset)
    assert plane is not None
    answers = simulation.activations(plane.points(USUAL_CELLS, USUAL_CELLS))
    assert pictures.widths == (2, 3, 5, 1)
    for layer, answer in zip(pictures.columns[1:-1], answers[:-1], strict=True):
        shown = layer.pictures.reshape(len(layer.pictures), -1).T * layer.reach + layer.center
        np.testing.assert_allclose(shown, answer, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(layer.lowest, answer.min(axis=0))
        np.testing.assert_allclose(layer.highest, answer.max(axis=0))


def test_the_output_shows_the_decision() -> None:
    simulation, pictures = _pictures(Network.uniform(1, 8, activation="tanh"), steps=800)
    plane = plane_of(simulation.dataset)
    assert plane is not None
    probability = simulation.predict(plane.points(USUAL_CELLS, USUAL_CELLS))[:, 1]
    shown = pictures.columns[-1].pictures.ravel()
    np.testing.assert_allclose(shown, 2 * probability - 1, atol=1e-6)
    assert shown.min() < -0.8
    assert shown.max() > 0.8


def test_large_neurons_can_have_finer_pictures() -> None:
    simulation, _ = _pictures(Network.uniform(1, 2))
    assert NeuronPicturesQuestion(FINE_CELLS).answer(simulation).columns[1].pictures.shape == (2, 48, 48)
    large = Simulation(Experiment(network=Network.uniform(6, 64)), "numpy")
    assert NeuronPicturesQuestion(FINE_CELLS).answer(large).columns[1].pictures.shape[1] < 48


def test_inputs_are_ramps() -> None:
    _, pictures = _pictures(Network.uniform(1, 2))
    first, second = pictures.columns[0].pictures
    assert (np.diff(first, axis=1) > 0).all()
    assert (np.diff(first, axis=0) == 0).all()
    assert (np.diff(second, axis=0) < 0).all()


def test_small_answers_stay_faint_and_large_ones_are_not_cut_off() -> None:
    simulation, _ = _pictures(Network.uniform(1, 2, activation="relu"))
    parameters = dict(simulation.parameters)
    parameters["layers.0.weight"] = np.array([[1e-3, 40.0], [0.0, 0.0]])
    parameters["layers.0.bias"] = np.zeros(2)
    simulation.load_parameters(parameters)
    faint, strong = NeuronPicturesQuestion().answer(simulation).columns[1].pictures
    assert 0 < np.abs(faint).max() < 0.01
    assert np.abs(strong).max() == pytest.approx(1.0)
    assert len(np.unique(strong)) > USUAL_CELLS / 3


def test_last_layers_of_a_deep_sigmoid_network_look_flat() -> None:
    _, pictures = _pictures(Network.uniform(12, 10))
    spread = [np.ptp(layer.pictures, axis=(1, 2)).max() for layer in pictures.columns[1:-1]]
    assert spread[0] > 0.5
    assert spread[-1] < 1e-3


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_images_show_weights_and_the_most_exciting_sample(backend: str) -> None:
    experiment = Experiment(Data("digits", samples=300), Network.uniform(2, 6, activation="tanh"))
    simulation = Simulation(experiment, backend)
    simulation.run(steps=20)
    pictures = NeuronPicturesQuestion().answer(simulation)
    assert [layer.kind for layer in pictures.columns[1:]] == ["weights", "sample", "sample"]
    assert pictures.columns[0].pictures.size == 0
    weight = simulation.parameters["layers.0.weight"]
    np.testing.assert_allclose(
        pictures.columns[1].pictures[4], (weight[:, 4] / np.abs(weight).max()).reshape(8, 8), rtol=1e-6
    )
    x = simulation.probe[0]
    second = simulation.activations(x)[1]
    assert pictures.columns[2].samples.tolist() == second.argmax(axis=0).tolist()
    best = x[second[:, 3].argmax()]
    shown = pictures.columns[2].pictures[3].ravel()
    assert np.corrcoef(shown, np.clip(best / 2.5, -1, 1))[0, 1] > 0.999
    chosen = pictures.columns[3].samples
    assert chosen.tolist() == simulation.predict(x).argmax(axis=0).tolist()
    assert f"sample {chosen[7] + 1} " in pictures.words(3, 7)


def test_a_neuron_that_tells_no_samples_apart_has_an_empty_picture() -> None:
    experiment = Experiment(Data("digits", samples=300), Network.uniform(12, 8))
    simulation = Simulation(experiment, "numpy")
    late = NeuronPicturesQuestion().answer(simulation).columns[12].pictures
    assert np.abs(late).max() < 1e-3


def test_only_whole_images_are_images() -> None:
    names = tuple(f"pixel {row},{column}" for row in range(3) for column in range(4))
    assert image_shape(names) == (3, 4)
    assert image_shape(names[:-1]) is None
    assert image_shape(("x", "y")) is None
    assert image_shape(()) is None


def test_what_has_no_picture_says_why() -> None:
    with pytest.raises(ExperimentError, match="two features"):
        _pictures(Network.uniform(1, 2), data=Data("iris"))
    with pytest.raises(ExperimentError, match="too large"):
        _pictures(Network.uniform(3, 400), steps=0)


def test_words_say_what_the_colours_mean() -> None:
    _, pictures = _pictures(Network.uniform(1, 2))
    layer = pictures.columns[1]
    words = pictures.words(1, 0)
    assert number(float(layer.lowest[0])) in words
    assert "Colours 0 … 1.00" in words


def test_numbers_that_are_none_stay_so() -> None:
    simulation, _ = _pictures(Network.uniform(1, 2))
    parameters = {name: np.array(values) for name, values in simulation.parameters.items()}
    parameters["layers.0.bias"][0] = np.nan
    simulation.load_parameters(parameters)
    pictures = NeuronPicturesQuestion().answer(simulation)
    assert np.isnan(pictures.columns[1].pictures[0]).all()
    assert np.isfinite(pictures.columns[1].pictures[1]).all()
