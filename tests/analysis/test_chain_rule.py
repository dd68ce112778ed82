"""The chain rule as a product: exact, and nothing left out."""

from collections.abc import Callable
from math import isnan, log10, prod
from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Experiment, ExperimentError, Layer, Network, Simulation, Snapshot
from vgviz.analysis import chain_rule
from vgviz.catalogue.normalizations import NORMALIZATIONS

Snapshots = Callable[..., Snapshot]


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_the_product_is_the_layers_gradient(
    measured: Snapshots, normalization: str, residual: bool, activation: str
) -> None:
    snapshot = measured(6, 8, steps=3, normalization=normalization, residual=residual, activation=activation)
    for layer in range(snapshot.layers):
        chain = chain_rule(snapshot, layer)
        assert chain.product == pytest.approx(float(snapshot.grad_weight_norm[layer]), rel=1e-10)
        assert prod(factor.value for factor in chain.factors) == pytest.approx(chain.product, rel=1e-12)
        assert chain.log10 == pytest.approx(log10(chain.product), abs=1e-10)
        assert chain.log10 == pytest.approx(sum(factor.log10 for factor in chain.factors))
    assert len(chain_rule(snapshot, -1).factors) == 2


def test_the_running_products_are_the_errors_of_the_layers_passed() -> None:
    generator = np.random.default_rng(0)
    network = Network(tuple(Layer(width, Activation("tanh")) for width in (5, 4, 3)))
    simulation = Simulation(
        Experiment(network=network), "numpy", data=(generator.standard_normal((64, 2)), np.arange(64) % 2)
    )
    x, y = simulation.batch
    _, gradients = simulation.loss_and_gradients(x, y)
    lengths = []
    for sample in range(len(x)):
        _, own = simulation.loss_and_gradients(x[sample : sample + 1], y[sample : sample + 1])
        lengths.append([np.linalg.norm(own[f"layers.{layer}.bias"]) for layer in range(4)])
    errors = np.sqrt(np.mean(np.square(lengths), axis=0))
    chain = chain_rule(simulation.snapshot(), 0)
    assert [factor.kind for factor in chain.factors] == ["loss", *["weights", "derivative"] * 3, "inputs"]
    assert chain.factors[0].running == pytest.approx(errors[3])
    for layer, factor in zip((2, 1, 0), chain.factors[2::2], strict=True):
        assert factor.layer == layer
        assert factor.running == pytest.approx(errors[layer])
    assert chain.product == pytest.approx(float(np.linalg.norm(gradients["layers.0.weight"])))


def test_only_what_is_there_is_a_factor(measured: Snapshots) -> None:
    snapshot = measured(3, 6, normalization="batch", residual=True)
    kinds = [(factor.kind, factor.layer) for factor in chain_rule(snapshot, 0).factors]
    last = [("loss", 3), ("weights", 3), ("derivative", 2)]
    middle = [("normalization", 2), ("weights", 2), ("skip", 2), ("derivative", 1)]
    first = [("normalization", 1), ("weights", 1), ("skip", 1), ("derivative", 0), ("inputs", 0)]
    assert kinds == [*last, *middle, *first]


def test_fractions_multiply_to_about_the_ratio_of_the_errors(measured: Snapshots) -> None:
    snapshot = measured(5, 10)
    chain = chain_rule(snapshot, 0)
    assert len(chain.fractions) == 5
    last = chain.fractions[-1]
    assert last.running is not None
    ratio = snapshot.delta_rms[0] / snapshot.delta_rms[-1] * np.sqrt(10 / 1)
    assert float(last.running) / (1.0 + last.error) == pytest.approx(float(ratio))


def test_a_gradient_of_exactly_0_ends_the_chain(measured: Snapshots) -> None:
    chain = chain_rule(measured(4, 4, activation="relu", gain=0.0), 0)
    assert chain.product == 0.0
    assert chain.log10 == -np.inf
    assert not any(isnan(factor.value) for factor in chain.factors)


def test_where_a_skip_rescues_a_dead_branch_the_ratio_stands_for_its_parts(made: Snapshots) -> None:
    nothing = np.array([np.nan, np.inf, 1.0, np.nan])
    parts: dict[str, Any] = {"weight_factor": np.array([0.0, 0.0, 1.0, np.nan]), "skip_factor": nothing}
    parts |= {"derivative_factor": np.array([1.0, 1.0, 1.0, np.nan]), "normalization_factor": np.ones(4)}
    snapshot = made([3.0, 3.0, 1.0, 1.0], **parts)
    chain = chain_rule(snapshot, 0)
    assert [factor.kind for factor in chain.factors if factor.kind == "ratio"] == ["ratio"] * 2
    assert chain.product == pytest.approx(3.0)


def test_where_skips_lead_around_dead_layers_the_product_is_still_the_gradient() -> None:
    simulation = Simulation(
        Experiment(network=Network.uniform(8, 10, activation="relu", residual=True)), "numpy"
    )
    parameters = {name: value.copy() for name, value in simulation.parameters.items()}
    for dead in (3, 4):
        parameters[f"layers.{dead}.bias"][:] = -50.0
    simulation.load_parameters(parameters)
    snapshot = simulation.snapshot()
    assert snapshot.delta_rms[[3, 4]].tolist() == [0.0, 0.0]
    for layer in (0, 2, 5):
        chain = chain_rule(snapshot, layer)
        assert chain.product == pytest.approx(float(snapshot.grad_weight_norm[layer]), rel=1e-10)
        assert prod(factor.value for factor in chain.factors) == pytest.approx(chain.product, rel=1e-10)
    rescue = [factor for factor in chain_rule(snapshot, 0).factors if factor.kind == "ratio"]
    assert [factor.layer for factor in rescue] == [2]
    assert {factor.layer for factor in chain_rule(snapshot, 0).factors} == {8, 7, 6, 5, 2, 1, 0}
    for dead in (3, 4):
        assert chain_rule(snapshot, dead).product == 0.0


def test_a_network_that_is_too_deep_for_its_product_still_has_a_sum_of_logarithms(
    measured: Snapshots,
) -> None:
    chain = chain_rule(measured(400, 4), 80)
    assert -320 < chain.log10 < -100
    assert np.isfinite([factor.log10 for factor in chain.factors]).all()


def test_a_layer_that_is_not_there_is_refused(measured: Snapshots) -> None:
    with pytest.raises(ExperimentError, match="layer: got 9, takes a whole number from 0 to 8"):
        chain_rule(measured(8, 2), 9)
