"""The message that names the step and the layer at which training left the finite numbers."""

from dataclasses import replace

import numpy as np
import pytest

from tests.session.conftest import SMALL
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.session.not_finite import what_is_not_finite


@pytest.fixture
def snapshot() -> Snapshot:
    simulation = Simulation(SMALL, backend="numpy")
    simulation.run(steps=1234)
    return simulation.snapshot()


def _with(snapshot: Snapshot, field: str, layers: list[int]) -> Snapshot:
    values = getattr(snapshot, field).copy()
    values[layers] = np.nan
    return replace(snapshot, **{field: values})


def test_weights_are_named_by_their_first_layer(snapshot: Snapshot) -> None:
    weights = dict(snapshot.parameters)
    for layer in (1, 2):
        weights[f"layers.{layer}.weight"] = np.full_like(weights[f"layers.{layer}.weight"], np.inf)
    words = what_is_not_finite(replace(snapshot, parameters=weights))
    assert "step 1,234" in words
    assert "the weights of layer 2" in words


def test_on_the_way_forward_the_first_layer_is_named(snapshot: Snapshot) -> None:
    assert "the activations of layer 2" in what_is_not_finite(_with(snapshot, "activation_mean", [1, 2, 3]))


def test_on_the_way_back_the_layer_nearest_the_loss_is_named(snapshot: Snapshot) -> None:
    assert "the gradient of the output layer" in what_is_not_finite(
        _with(snapshot, "delta_rms", [0, 1, 2, 3])
    )
    assert "the gradient of layer 3" in what_is_not_finite(_with(snapshot, "grad_weight_rms", [0, 1, 2]))


def test_where_nothing_else_is_wrong_it_is_the_loss(snapshot: Snapshot) -> None:
    assert "the loss" in what_is_not_finite(snapshot)
