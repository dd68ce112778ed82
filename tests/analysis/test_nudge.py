"""A nudge: what is measured beside what the gradient predicts."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from vgviz import Data, Experiment, ExperimentError, Layer, Network, Simulation
from vgviz.analysis import Nudge, largest_gradient, nudge


def network_of(
    activation: Any = "tanh", *, classes: int = 3, backend: str = "numpy", **fields: Any
) -> Simulation:
    data = Data("blobs", samples=40, features=3, classes=classes)
    precision = fields.pop("precision", "float64")
    network = Network((Layer(4, activation, **fields),) * 3)
    simulation = Simulation(Experiment(data, network, precision=precision), backend)
    simulation.run(steps=7)
    return simulation


def moved(simulation: Simulation, name: str, index: tuple[int, ...], step: float) -> Simulation:
    """Another simulation of the same network with one entry changed."""
    other = Simulation(simulation.experiment, "numpy")
    other.restore(simulation.state())
    arrays = {key: value.copy() for key, value in simulation.parameters.items()}
    arrays[name][index] += step
    other.load_parameters(arrays)
    return other


@pytest.mark.parametrize(
    "parameter", [("layers.0.weight", 2, 1), ("layers.1.bias", 3), ("layers.3.weight", 0, 2)]
)
def test_the_changes_are_those_of_the_simulations_own_loss_and_outputs(parameter: Any) -> None:
    simulation = network_of()
    result = nudge(simulation, parameter, [0.1, -1e-3])
    x, y = simulation.batch
    loss, gradients = simulation.loss_and_gradients(x, y)
    name, *index = parameter
    assert result.loss.slope == gradients[name][tuple(index)]
    assert result.loss.now == loss
    for number, step in enumerate((0.1, -1e-3)):
        other = moved(simulation, name, tuple(index), step)
        change = other.loss_and_gradients(x, y)[0] - loss
        assert result.loss.measured[number] == pytest.approx(change, abs=1e-15)
        logits = [np.log(each.predict(x)) for each in (simulation, other)]
        # Logits of a softmax are known up to a constant: differences between classes are compared.
        before, after = (each[:, result.unit].mean() - each.mean() for each in logits)
        assert np.sign(result.output.measured[number]) == np.sign(after - before)
        assert result.loss.predicted[number] == pytest.approx(result.loss.slope * step)


def test_the_output_is_the_mean_of_the_unit_that_moves_most() -> None:
    generator = np.random.default_rng(0)
    data = generator.standard_normal((30, 2)), generator.standard_normal((30, 2))
    simulation = Simulation(Experiment(network=Network.uniform(2, 4, activation="tanh")), "numpy", data=data)
    result = nudge(simulation, ("layers.0.weight", 0, 0), [1e-3])
    x, _ = simulation.batch
    other = moved_given(simulation, data, 1e-3)
    changes = other.predict(x).mean(axis=0) - simulation.predict(x).mean(axis=0)
    assert result.unit == np.argmax(np.abs(changes))
    assert result.output.measured[0] == pytest.approx(changes[result.unit], rel=1e-9)
    assert result.output.predicted[0] == pytest.approx(changes[result.unit], rel=1e-2)
    assert result.output.now == pytest.approx(simulation.predict(x).mean(axis=0)[result.unit])


def moved_given(simulation: Simulation, data: Any, step: float) -> Simulation:
    other = Simulation(simulation.experiment, "numpy", data=data)
    arrays = {key: value.copy() for key, value in simulation.parameters.items()}
    arrays["layers.0.weight"][0, 0] += step
    other.load_parameters(arrays)
    return other


@pytest.mark.parametrize("normalization", ["none", "batch", "layer", "rms"])
@pytest.mark.parametrize("residual", [False, True])
def test_a_tenth_of_the_step_leaves_a_hundredth_of_the_difference(normalization: str, residual: bool) -> None:
    result = nudge(
        network_of("tanh", normalization=normalization, residual=residual),
        ("layers.0.weight", 1, 2),
        [1e-3, 1e-4],
    )
    for response in (result.loss, result.output):
        coarse, fine = response.difference
        assert coarse / fine == pytest.approx(100.0, rel=0.1)


def test_the_usual_steps_go_from_a_tenth_to_a_billionth_where_rounding_rules() -> None:
    result = nudge(network_of(), ("layers.0.weight", 0, 0))
    assert result.steps[[0, -1]] == pytest.approx([1e-1, 1e-9])
    assert len(result.steps) == 17
    assert result.loss.difference[-1] < 1e-14
    assert result.samples == 30


def test_a_step_over_a_kink_is_told() -> None:
    result = nudge(network_of("relu"), ("layers.0.weight", 0, 0), [3.0, 1e-9])
    assert result.kinks.tolist() == [True, False]


def test_a_wide_layer_gives_the_same_in_several_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    simulation = network_of()
    whole = nudge(simulation, ("layers.1.weight", 0, 0))
    monkeypatch.setattr("vgviz.analysis.nudged_losses.STACKED", 1)
    np.testing.assert_allclose(
        nudge(simulation, ("layers.1.weight", 0, 0)).loss.measured, whole.loss.measured, atol=1e-15
    )


def test_a_nudge_may_be_measured_on_a_batch_of_ones_own() -> None:
    simulation = network_of()
    x, y = simulation.probe
    result = nudge(simulation, ("layers.0.weight", 0, 0), [1e-3], (x, y))
    assert result.loss.slope == simulation.loss_and_gradients(x, y)[1]["layers.0.weight"][0, 0]
    assert result.samples == len(x)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_a_nudge_changes_nothing(backend: str) -> None:
    simulation = network_of(backend=backend)
    before = simulation.state()
    nudge(simulation, ("layers.0.weight", 0, 0))
    assert simulation.state() == before


def test_the_largest_gradient_is_found_beside_nans() -> None:
    gradients = {"w": np.array([[1.0, -5.0], [np.nan, 3.0]]), "b": np.array([np.nan, np.nan])}
    assert largest_gradient(gradients, "w") == ("w", 0, 1)
    assert largest_gradient(gradients, "b") == ("b", 0)


def _nudge(**given: Any) -> Callable[[], Nudge]:
    chosen = {"parameter": ("layers.0.weight", 0, 0), "steps": [1e-3]} | given
    return lambda: nudge(network_of(), **chosen)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"parameter": ("layers.9.weight", 0, 0)}, "parameter: got 'layers.9.weight'"),
        ({"parameter": ("layers.0.weight", 0)}, "got 1 indices for layers.0.weight, takes 2"),
        ({"parameter": ("layers.0.weight", 0, 4)}, "index 1: got 4, takes a whole number from 0 to 3"),
        ({"steps": [1e-3, 0.0]}, r"steps: got \[0.0\]"),
        ({"steps": [np.nan]}, r"steps: got \[nan\]"),
        ({"steps": []}, "takes finite numbers"),
    ],
)
def test_what_is_not_there_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ExperimentError, match=words):
        _nudge(**given)()
