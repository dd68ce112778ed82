"""The gradient check: small errors where the gradient is right, large ones where it is not."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, ExperimentError, Layer, Network, Simulation, Training
from vgviz.analysis import GradientCheck, gradient_check
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.normalizations import NORMALIZATIONS


def network_of(activation: Any = "tanh", backend: str = "numpy", **other: Any) -> Simulation:
    fields = {name: other.pop(name) for name in ("normalization", "residual") if name in other}
    network = Network((Layer(4, activation, **fields), Layer(4, activation, **fields), Layer(3, activation)))
    data = Data("blobs", samples=40, features=3, classes=other.pop("classes", 3))
    training = Training(batch_size=8, **other.pop("training", {}))
    simulation = Simulation(Experiment(data, network, training, **other), backend)
    simulation.run(steps=7)
    return simulation


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activations_gradient_passes(name: str) -> None:
    check = gradient_check(network_of(Activation(name, steepness=1.3)))
    assert check.relative_error < 1e-7
    assert check.checked == check.total == network_of().plan.parameter_count + (8 + 3) * (name == "prelu")


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("residual", [False, True])
def test_normalized_layers_and_skips_pass(normalization: str, residual: bool) -> None:
    check = gradient_check(network_of("prelu", normalization=normalization, residual=residual))
    assert check.smooth_relative_error < 1e-7
    assert max(error for name, error in check.errors.items() if _is_felt(check, name)) < 1e-6


def _is_felt(check: GradientCheck, name: str) -> bool:
    """A bias before batch normalization has the gradient 0, and differences that are only rounding."""
    return bool(np.abs(check.gradients[name]).max() > 1e-9)


@pytest.mark.parametrize("loss", ["cross_entropy", "mse", "huber", "hinge"])
def test_every_loss_passes_on_the_compiled_backend_too(loss: str) -> None:
    assert gradient_check(network_of(backend="numba", training={"loss": loss})).relative_error < 1e-7


def test_a_wrong_gradient_is_found_in_its_array(monkeypatch: pytest.MonkeyPatch) -> None:
    simulation = network_of()
    loss, right = simulation.loss_and_gradients(*simulation.batch)
    wrong = {**right, "layers.1.weight": right["layers.1.weight"] * 1.01}
    monkeypatch.setattr(simulation, "loss_and_gradients", lambda _x, _y: (loss, wrong))
    check = gradient_check(simulation)
    assert check.relative_error > 1e-4
    assert check.errors["layers.1.weight"] == pytest.approx(0.01 / 2.01, rel=1e-4)
    assert check.errors["layers.0.weight"] < 1e-7


def test_the_errors_are_those_of_the_definition() -> None:
    check = gradient_check(network_of())
    g = np.concatenate([value.ravel() for value in check.gradients.values()])
    n = np.concatenate([value.ravel() for value in check.differences.values()])
    expected = np.linalg.norm(g - n) / (np.linalg.norm(g) + np.linalg.norm(n))
    assert check.relative_error == pytest.approx(float(expected), rel=1e-6)


def test_the_differences_are_those_of_the_simulations_own_loss() -> None:
    simulation = network_of("sigmoid")
    check = gradient_check(simulation, step=1e-4)
    x, y = simulation.batch
    start = simulation.parameters
    losses = []
    for sign in (1.0, -1.0):
        moved = start["layers.1.weight"].copy()
        moved[2, 1] += sign * 1e-4
        simulation.load_parameters({**start, "layers.1.weight": moved})
        losses.append(simulation.loss_and_gradients(x, y)[0])
    expected = (losses[0] - losses[1]) / 2e-4
    assert check.differences["layers.1.weight"][2, 1] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_the_simulation_stays_exactly_as_it_was(backend: str) -> None:
    simulation, other = network_of(backend=backend), network_of(backend=backend)
    before = simulation.state()
    gradient_check(simulation)
    assert simulation.state() == before
    simulation.run(steps=9)
    other.run(steps=9)
    for name, value in simulation.parameters.items():
        np.testing.assert_array_equal(value, other.parameters[name])


def test_a_float32_network_is_measured_in_float64() -> None:
    check = gradient_check(network_of(precision="float32"))
    assert 1e-9 < check.relative_error < 1e-5
    assert {value.dtype for value in check.differences.values()} == {np.dtype(np.float64)}


def test_entries_too_small_for_differences_are_counted() -> None:
    network = Network.uniform(30, 3, activation="sigmoid")
    simulation = Simulation(Experiment(network=network), "numpy")
    check = gradient_check(simulation)
    threshold = np.finfo(np.float64).eps * abs(check.loss)
    expected = sum(
        int((np.abs(value) < threshold / check.steps[name]).sum()) for name, value in check.gradients.items()
    )
    assert check.below_resolution == expected
    assert 100 < expected < check.total
    assert gradient_check(network_of("sigmoid")).below_resolution == 0


def test_a_large_step_is_told_by_its_error() -> None:
    simulation = network_of("tanh")
    errors = [gradient_check(simulation, step).relative_error for step in (1e-1, 1e-2, 1e-3, 1e-4)]
    for coarse, fine in pairwise(errors):
        assert coarse / fine == pytest.approx(100.0, rel=0.2)


def test_a_kink_between_the_two_points_is_counted_and_kept_apart() -> None:
    simulation = network_of("relu", classes=2)
    check = gradient_check(simulation, step=0.3)
    assert 0 < check.kinks_crossed < check.total
    assert gradient_check(network_of("tanh"), step=0.3).kinks_crossed == 0
    exact = gradient_check(simulation)
    assert exact.kinks_crossed == 0
    assert exact.relative_error < 1e-7


def test_units_that_sit_on_their_kink_are_left_out_of_the_smooth_error() -> None:
    simulation = network_of("relu")
    parameters = {name: value.copy() for name, value in simulation.parameters.items()}
    parameters["layers.1.weight"][:, 0] = 0.0
    parameters["layers.1.bias"][0] = 0.0
    parameters["layers.2.weight"][0] = np.abs(parameters["layers.2.weight"][0]) + 0.5
    parameters["layers.2.bias"][:] = 1.0
    simulation.load_parameters(parameters)
    check = gradient_check(simulation)
    assert check.kinks["layers.1.bias"].tolist() == [True, False, False, False]
    assert check.relative_error > 1e-3
    assert check.smooth_relative_error < 1e-7


def test_progress_counts_up_to_the_total() -> None:
    heard: list[tuple[int, int]] = []
    check = gradient_check(network_of(), progress=lambda done, total: heard.append((done, total)))
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})
    assert heard[-1] == (check.total, check.total)


def test_a_check_that_is_stopped_speaks_of_what_it_has_checked() -> None:
    check = gradient_check(network_of(), progress=lambda done, _total: done < 12)
    assert 12 <= check.checked < check.total
    assert check.relative_error < 1e-7
    assert np.isnan(check.errors["layers.3.weight"])
    assert np.isnan(check.differences["layers.3.weight"]).all()


def test_a_network_without_gradient_has_no_error() -> None:
    simulation = network_of("relu")
    simulation.load_parameters({name: np.zeros(v.shape) for name, v in simulation.parameters.items()})
    check = gradient_check(simulation)
    assert check.errors["layers.0.weight"] == 0.0


@pytest.mark.parametrize("step", [0.0, -1.0, np.nan, np.inf, "small", True])
def test_a_step_that_is_none_is_refused(step: Any) -> None:
    with pytest.raises(ExperimentError, match="step: got"):
        gradient_check(network_of(), step)


def test_the_check_agrees_with_the_snapshots_gradients() -> None:
    simulation = network_of()
    check, snapshot = gradient_check(simulation), simulation.snapshot()
    assert check.loss == snapshot.loss
    for name, value in snapshot.gradients.items():
        np.testing.assert_array_equal(check.gradients[name], value)


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("activation", ["prelu", Activation("tanh", None, 1.5, "relu", 0.3)])
def test_every_kind_of_parameter_is_nudged_as_the_simulation_would_have_it(
    normalization: str, residual: bool, activation: Any
) -> None:
    simulation = network_of(activation, normalization=normalization, residual=residual)
    x, y = simulation.batch
    start, step = simulation.parameters, 1e-4
    differences = gradient_check(simulation, step=step).differences
    for name, array in start.items():
        place = array.size // 2
        losses = []
        for sign in (1.0, -1.0):
            moved = array.copy()
            moved.reshape(-1)[place] += sign * step
            simulation.load_parameters({**start, name: moved})
            losses.append(simulation.loss_and_gradients(x, y)[0])
        expected = (losses[0] - losses[1]) / (2 * step)
        assert differences[name].reshape(-1)[place] == pytest.approx(expected, rel=1e-6, abs=1e-10), name


def test_it_says_in_a_line_what_came_of_it() -> None:
    check = gradient_check(Simulation(Experiment(network=Network.uniform(2, 3)), backend="numpy"))
    assert repr(check).startswith(
        f"GradientCheck(relative_error={check.relative_error:.2g}, checked=25, total=25"
    )
