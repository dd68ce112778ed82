"""The strongest paths of a weight, beside every path written out and beside the engine's own gradient."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz import Data, Experiment, ExperimentError, Layer, Network, Simulation, Training
from vgviz.analysis import Paths, strongest_paths

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "prelu", "gelu")


def network_of(widths: tuple[int, ...], skips: tuple[bool, ...], activation: Any, **other: Any) -> Simulation:
    hidden = tuple(Layer(width, activation, residual=skip) for width, skip in zip(widths, skips, strict=True))
    data = Data("blobs", samples=40, features=3, classes=other.pop("classes", 3))
    return Simulation(Experiment(data, Network(hidden), **other), backend="numpy")


def every_product(simulation: Simulation, weight: tuple[int, int, int], sample: int) -> Iterator[float]:
    """Products of all paths, each written out by itself, with PyTorch's functions and loss."""
    layer, source, target = weight
    weights, derivatives, activations, delta = passed(simulation, sample)
    hidden = simulation.experiment.network.hidden
    ways = []
    for above in range(layer + 1, len(weights)):
        fan_in, fan_out = weights[above].shape
        skip = above < len(hidden) and hidden[above].residual and fan_in == fan_out
        ways.append([*range(fan_out), *(["skip"] if skip else [])])
    for way in product(*ways):
        factors, unit = [activations[layer][source], derivatives[layer][target]], target
        for above, following in enumerate(way, layer + 1):
            if following != "skip":
                factors += [weights[above][unit, following], derivatives[above][following]]
                unit = following
        yield prod(factors) * delta[unit]


def passed(simulation: Simulation, sample: int) -> Any:
    torch = pytest.importorskip("torch", reason="PyTorch is the yardstick of this test")
    from tests.engine.torch_twin import _FUNCTIONS

    parameters = simulation.parameters
    hidden = simulation.experiment.network.hidden
    a = torch.tensor(simulation.dataset.x_train[sample].copy())
    weights, derivatives, activations = [], [], []
    for index in range(len(hidden) + 1):
        weight = parameters[f"layers.{index}.weight"]
        weights.append(weight)
        activations.append(a.detach().numpy())
        z = (
            a @ torch.tensor(weight.copy()) + torch.tensor(parameters[f"layers.{index}.bias"].copy())
        ).detach()
        if index == len(hidden):
            break
        z.requires_grad_()
        layer = hidden[index]
        slope: Any = {"prelu": 0.25, "leaky_relu": 0.01}.get(layer.activation.name)
        f = _FUNCTIONS[layer.activation.name](z, torch.tensor([slope]).double() if slope == 0.25 else slope)
        (derivative,) = torch.autograd.grad(f.sum(), z)
        derivatives.append(derivative.numpy())
        a = (f + a if layer.residual and weight.shape[0] == weight.shape[1] else f).detach()
    derivatives.append(np.ones(len(z)))
    z.requires_grad_()
    label = torch.tensor(int(simulation.dataset.y_train[sample]))
    if len(z) == 1:
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z[0], label.double())
    else:
        loss = torch.nn.functional.cross_entropy(z, label)
    return weights, derivatives, activations, torch.autograd.grad(loss, z)[0].numpy()


def own_gradient(simulation: Simulation, weight: tuple[int, int, int], sample: int) -> float:
    data = simulation.dataset
    chosen = slice(sample, sample + 1)
    _, gradients = simulation.loss_and_gradients(data.x_train[chosen], data.y_train[chosen])
    return float(gradients[f"layers.{weight[0]}.weight"][weight[1], weight[2]])


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_the_paths_are_the_strongest_of_all_that_there_are(data: st.DataObject) -> None:
    widths = tuple(data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))
    skips = tuple(data.draw(st.booleans()) for _ in widths)
    activation = data.draw(st.sampled_from(ACTIVATIONS))
    classes = data.draw(st.sampled_from([2, 3]))
    simulation = network_of(widths, skips, activation, classes=classes, seed=data.draw(st.integers(0, 99)))
    layer = data.draw(st.integers(0, len(widths)))
    shape = simulation.parameters[f"layers.{layer}.weight"].shape
    weight = (layer, data.draw(st.integers(0, shape[0] - 1)), data.draw(st.integers(0, shape[1] - 1)))
    sample, count = data.draw(st.integers(0, 29)), data.draw(st.integers(1, 40))

    paths = strongest_paths(simulation, weight, sample, count)
    every = np.array(list(every_product(simulation, weight, sample)))
    assert paths.count == len(every)
    assert len(paths) == min(count, len(every))
    strongest = np.sort(np.abs(every))[::-1][:count]
    np.testing.assert_allclose([abs(path.product) for path in paths], strongest, rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(paths.total, every.sum(), rtol=1e-9, atol=1e-14 * np.abs(every).sum())
    np.testing.assert_allclose(paths.absolute_total, np.abs(every).sum(), rtol=1e-11)
    assert_consistent(paths)


def assert_consistent(paths: Paths) -> None:
    assert len({(path.units, tuple(f.kind for f in path.factors)) for path in paths}) == len(paths)
    for path in paths:
        assert path.product == prod(factor.value for factor in path.factors)
        assert path.share == pytest.approx(abs(path.product) / (paths.absolute_total or 1.0))
    assert 0.0 <= paths.share <= 1.0 + 1e-12


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("residual", [False, True])
def test_the_sum_over_a_billion_paths_is_the_samples_gradient(activation: str, residual: bool) -> None:
    network = Network.uniform(10, 10, activation=activation, residual=residual)
    simulation = Simulation(Experiment(network=network), backend="numpy")
    simulation.run(steps=20)
    for weight in ((0, 1, 3), (4, 2, 2), (9, 9, 0), (10, 5, 0)):
        paths = strongest_paths(simulation, weight, 7, 100)
        exact = own_gradient(simulation, weight, 7)
        assert paths.total == pytest.approx(exact, rel=1e-10, abs=1e-13 * paths.absolute_total)
        assert_consistent(paths)
    assert strongest_paths(simulation, (0, 0, 0), 0, 1).count == (10 + residual) ** 9


def test_a_path_names_its_units_and_factors_in_the_order_of_the_way() -> None:
    simulation = network_of((2, 2), (False, True), "tanh")
    paths = strongest_paths(simulation, ("layers.0.weight", 1, 0), 3, 9)
    weights = [simulation.parameters[f"layers.{index}.weight"] for index in range(3)]
    plain = next(path for path in paths if "skip" not in {f.kind for f in path.factors})
    kinds = [factor.kind for factor in plain.factors]
    assert kinds == ["activation", "derivative", "weight", "derivative", "weight", "loss"]
    (_, first), (_, second), (_, output) = plain.units
    assert (first, [layer for layer, _ in plain.units]) == (0, [0, 1, 2])
    assert plain.factors[0].value == simulation.dataset.x_train[3, 1]
    assert (plain.factors[0].layer, plain.factors[0].unit) == (-1, 1)
    assert plain.factors[2].value == weights[1][first, second]
    assert plain.factors[4].value == weights[2][second, output]
    around = next(path for path in paths if path.factors[2].kind == "skip")
    assert around.units[1] == (1, 0)
    assert around.factors[2].value == 1.0
    assert around.factors[3].kind == "weight"


def test_a_sample_may_be_ones_own() -> None:
    simulation = network_of((3,), (False,), "tanh")
    data = simulation.dataset
    assert strongest_paths(simulation, (0, 0, 0), (data.x_train[5], data.y_train[5]), 3) == strongest_paths(
        simulation, (0, 0, 0), 5, 3
    )


def test_regression_and_float32_have_paths_too() -> None:
    generator = np.random.default_rng(0)
    x, y = generator.standard_normal((20, 3)), generator.standard_normal((20, 2))
    simulation = Simulation(Experiment(precision="float32"), "numpy", data=(x, y))
    paths = strongest_paths(simulation, (2, 1, 1), (x[0], y[0]), 5)
    _, gradients = simulation.loss_and_gradients(x[:1], y[:1])
    assert paths.total == pytest.approx(float(gradients["layers.2.weight"][1, 1]), rel=1e-4)


def test_dead_units_leave_paths_of_0_and_no_share() -> None:
    network = Network.uniform(3, 3, activation="relu")
    simulation = Simulation(Experiment(network=network), "numpy")
    zeros = {name: np.zeros(value.shape) for name, value in simulation.parameters.items()}
    simulation.load_parameters(zeros)
    paths = strongest_paths(simulation, (0, 0, 0), 0, 4)
    assert (paths.total, paths.share, [path.product for path in paths]) == (0.0, 0.0, [0.0] * 4)


def test_paths_change_nothing() -> None:
    simulation = network_of((3, 3), (False, True), "relu")
    before = simulation.state()
    strongest_paths(simulation, (1, 0, 0), 0, 3)
    assert simulation.state() == before


@pytest.mark.parametrize(
    ("weight", "sample", "count", "words"),
    [
        ((4, 0, 0), 0, 1, "weight: layer: got 4, takes a whole number from 0 to 2"),
        ((0, 3, 0), 0, 1, "weight: i: got 3, takes a whole number from 0 to 2"),
        ((0, 0, 2.0), 0, 1, "weight: j: got 2.0"),
        ((0, 0), 0, 1, "takes (layer, i, j)"),
        (("layers.0.bias", 0, 0), 0, 1, "layers.0.bias"),
        ((0, 0, 0), 30, 1, "sample: got 30, takes a whole number from 0 to 29"),
        ((0, 0, 0), "first", 1, "sample: got str"),
        ((0, 0, 0), ([1.0], 0), 1, "x: got"),
        ((0, 0, 0), 0, 0, "count: got 0"),
    ],
)
def test_what_is_not_there_is_refused(weight: Any, sample: Any, count: int, words: str) -> None:
    simulation = network_of((3, 3), (False, False), "tanh")
    with pytest.raises(ExperimentError) as refusal:
        strongest_paths(simulation, weight, sample, count)
    assert words in str(refusal.value)


@pytest.mark.parametrize("normalization", ["batch", "layer", "rms"])
def test_normalization_is_refused_by_its_place(normalization: str) -> None:
    hidden = (Layer(3), Layer(3, normalization=normalization))
    simulation = Simulation(Experiment(network=Network(hidden), training=Training(batch_size=8)), "numpy")
    with pytest.raises(ExperimentError, match=r"network\.hidden\[1\]\.normalization: got .* takes 'none'"):
        strongest_paths(simulation, (0, 0, 0), 0, 1)
