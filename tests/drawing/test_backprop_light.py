"""The light of a pulse is the gradient's."""

import numpy as np
import pytest

from vgviz import Data, Experiment, Network, Simulation
from vgviz.drawing.backprop_light import MOST_WAYS, brightness, layer_light, unit_light, ways_back
from vgviz.drawing.color_scale import ColorScale


def test_light_falls_by_decades_and_goes_out() -> None:
    light = brightness(np.array([10.0, 1.0, 1e-2, 1e-5, 1e-7, 1e-12, 0.0, np.nan, np.inf]))
    assert light.tolist() == pytest.approx([1, 1, 5 / 7, 2 / 7, 0, 0, 0, 0, 1])


def test_layers_and_neurons_shine_with_their_own_delta() -> None:
    snapshot = Simulation(Experiment(), "numpy").snapshot()
    scale = ColorScale()
    assert layer_light(snapshot).tolist() == scale.position(snapshot.delta_rms).tolist()
    assert (np.diff(layer_light(snapshot)) > 0).all()
    for layer, units in enumerate(snapshot.units):
        assert unit_light(snapshot, layer).tolist() == scale.position(units.delta_rms).tolist()


@pytest.mark.parametrize("width", [40, 2 * MOST_WAYS])
def test_light_runs_along_the_edges_that_carry_most(width: int) -> None:
    experiment = Experiment(Data("digits", samples=100), Network.uniform(2, width))
    snapshot = Simulation(experiment, "numpy").snapshot()
    ways = ways_back(snapshot, 1)
    flow = np.abs(snapshot.parameters["layers.1.weight"] * snapshot.units[1].delta_rms)
    assert len(ways.sources) == MOST_WAYS
    shown = np.zeros(flow.shape, dtype=bool)
    shown[ways.sources, ways.targets] = True
    assert flow[shown].min() >= flow[~shown].max()
    strongest = int(flow[ways.sources, ways.targets].argmax())
    assert ways.starts[strongest] == unit_light(snapshot, 1)[ways.targets[strongest]]
    assert ways.ends[strongest] == unit_light(snapshot, 0)[ways.sources[strongest]]


def test_where_nothing_flows_nothing_shines() -> None:
    simulation = Simulation(Experiment(network=Network.uniform(2, 3)), "numpy")
    parameters = {name: np.zeros_like(values) for name, values in simulation.parameters.items()}
    simulation.load_parameters(parameters)
    ways = ways_back(simulation.snapshot(), 1)
    assert not ways.starts.any()
    assert not ways.ends.any()
