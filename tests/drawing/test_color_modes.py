"""What can be coloured: every quantity reads its numbers from the snapshot."""

import numpy as np
import pytest

from vgviz.drawing.color_modes import COLOR_MODES, ColorMode
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Network


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """A trained network whose layers differ in width."""
    network = Network((*Network.uniform(1, 5).hidden, *Network.uniform(2, 3, activation="tanh").hidden))
    simulation = Simulation(Experiment(Data("blobs", classes=3), network), backend="numpy")
    simulation.run(steps=5)
    return simulation.snapshot()


LAYER_FIELD = {
    "gradient": "grad_weight_rms",
    "delta": "delta_rms",
    "activation": "activation_mean",
    "derivative": "derivative_mean",
    "saturation": "saturated_fraction",
    "update": "update_ratio",
}


@pytest.mark.parametrize("mode", COLOR_MODES.values(), ids=COLOR_MODES)
def test_a_quantity_has_a_number_for_every_layer_and_every_neuron(
    mode: ColorMode, snapshot: Snapshot
) -> None:
    layers = mode.layers(snapshot)
    assert layers.shape == (snapshot.layers,)
    assert mode.unit_values(snapshot).shape == (sum(snapshot.widths[1:]),)
    if mode.key in LAYER_FIELD:
        assert layers.tolist() == getattr(snapshot, LAYER_FIELD[mode.key]).tolist()
    assert mode.second is None or len(mode.second.words(snapshot)) == snapshot.layers


@pytest.mark.parametrize("key", ["delta", "activation", "derivative", "saturation"])
def test_neurons_show_what_was_measured_of_each(key: str, snapshot: Snapshot) -> None:
    field = {"delta": "delta_rms", "activation": "activation_mean", "derivative": "derivative_mean"}
    name = field.get(key, "saturated_fraction")
    mode = COLOR_MODES[key]
    for layer, units in enumerate(snapshot.units):
        shown = [mode.unit_value(snapshot, layer, unit) for unit in range(snapshot.widths[layer + 1])]
        assert shown == getattr(units, name).tolist()


def test_weights_are_shown_with_their_sign_and_their_means(snapshot: Snapshot) -> None:
    mode = COLOR_MODES["weight"]
    weights = [snapshot.parameters[f"layers.{layer}.weight"] for layer in range(snapshot.layers)]
    for shown, weight in zip(mode.edge_values(snapshot), weights, strict=True):
        assert (shown == weight).all()
    assert mode.kind == "diverging"
    assert np.allclose(mode.layers(snapshot), [weight.mean() for weight in weights])
    assert mode.unit_value(snapshot, 1, 2) == pytest.approx(weights[1][:, 2].mean())


def test_neurons_wear_their_layers_colour_where_nothing_is_measured_of_each(snapshot: Snapshot) -> None:
    ratios = COLOR_MODES["update"].unit_values(snapshot)
    assert ratios.tolist() == np.repeat(snapshot.update_ratio, snapshot.widths[1:]).tolist()


def test_only_gradients_and_weights_colour_edges() -> None:
    colored = {key: mode.edges for key, mode in COLOR_MODES.items() if mode.edges}
    assert colored == {"gradient": "gradients", "weight": "parameters"}
