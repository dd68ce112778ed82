"""What enters an activation, measured: the same numbers as the snapshot's, before and after normalization."""

import numpy as np
import pytest

from vgviz import Activation, Experiment, ExperimentError, Init, Network, Simulation
from vgviz.analysis.squashing import squashing
from vgviz.engine.reference import forward


def _trained(backend: str = "numpy", **layer: object) -> Simulation:
    network = Network.uniform(3, 6, init=Init("normal", gain=2.0), **layer)
    simulation = Simulation(Experiment(network=network), backend)
    simulation.run(steps=5)
    return simulation


@pytest.mark.parametrize("normalization", ["none", "batch", "layer", "rms"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "prelu", Activation("tanh", None, 2, "relu", 0.3)])
def test_layer_and_unit_agree_with_the_snapshot(normalization: str, activation: object) -> None:
    simulation = _trained(normalization=normalization, activation=activation)
    snapshot = simulation.snapshot(batch=simulation.probe)
    for layer in range(4):
        measured = squashing(simulation, layer)
        assert measured.has_normalization == (normalization != "none" and layer < 3)
        there = measured.entering
        assert 1 - there.healthy_fraction == pytest.approx(snapshot.saturated_fraction[layer], abs=1e-12)
        assert there.derivative_mean == pytest.approx(snapshot.derivative_mean[layer], rel=1e-10)
        assert there.std == pytest.approx(snapshot.pre_activation_std[layer], rel=1e-10)
        exact = snapshot.histograms[layer].pre_activations
        np.testing.assert_array_equal(there.histogram.counts, exact.counts)
        np.testing.assert_array_equal(there.histogram.edges, exact.edges)
    unit = squashing(simulation, 1, 4)
    telemetry = snapshot.units[1]
    assert 1 - unit.entering.healthy_fraction == pytest.approx(telemetry.saturated_fraction[4], abs=1e-12)
    assert unit.entering.derivative_mean == pytest.approx(telemetry.derivative_mean[4], rel=1e-10)
    assert unit.entering.histogram.total == len(simulation.probe[0])


def test_before_is_what_the_weights_make_and_after_what_the_normalization_makes_of_it() -> None:
    simulation = _trained(normalization="batch")
    passes = forward(simulation.plan, simulation.parameters, simulation.probe[0])
    linear = passes[1].x @ simulation.parameters["layers.1.weight"] + simulation.parameters["layers.1.bias"]
    measured = squashing(simulation, 1)
    assert measured.before.std == pytest.approx(float(np.std(linear)), rel=1e-12)
    assert measured.after.std == pytest.approx(float(np.std(passes[1].z)), rel=1e-12)


def test_without_a_normalization_after_is_what_inserting_batch_normalization_would_give() -> None:
    simulation = _trained()
    with_batch = [
        layer if index != 1 else type(layer)(layer.width, layer.activation, "batch", layer.residual)
        for index, layer in enumerate(simulation.experiment.network.hidden)
    ]
    inserted = Simulation(Experiment(network=Network(tuple(with_batch), Init("normal", gain=2.0))), "numpy")
    parameters = dict(inserted.parameters) | simulation.parameters
    inserted.load_parameters(parameters)
    would, does = squashing(simulation, 1).after, squashing(inserted, 1).after
    assert would.healthy_fraction == does.healthy_fraction
    assert would.std == pytest.approx(does.std, rel=1e-12)
    np.testing.assert_array_equal(would.histogram.counts, does.histogram.counts)
    assert would.healthy_fraction > squashing(simulation, 1).before.healthy_fraction


def test_a_learned_slope_is_the_units_own_and_the_layers_mean() -> None:
    simulation = _trained(activation="prelu")
    slopes = simulation.parameters["layers.0.slope"]
    assert squashing(simulation, 0).function.slope == pytest.approx(float(slopes.mean()))
    assert squashing(simulation, 0, 2).function.slope == float(slopes[2])


@pytest.mark.parametrize(("layer", "unit"), [(9, None), (0, 6), (-9, None)])
def test_a_place_that_is_not_there_is_refused(layer: int, unit: int | None) -> None:
    with pytest.raises(ExperimentError, match="takes a whole number from 0"):
        squashing(_trained(), layer, unit)


def test_numbers_that_exploded_are_counted_apart() -> None:
    simulation = _trained()
    broken = simulation.parameters | {"layers.0.bias": np.array([np.inf, np.nan, 0.0, 0.0, 0.0, 0.0])}
    simulation.load_parameters(broken)
    histogram = squashing(simulation, 0).entering.histogram
    assert histogram.infinity == histogram.nan == len(simulation.probe[0])
