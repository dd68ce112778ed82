"""Whole kernels against the reference on networks small enough to run uncompiled too."""

from collections.abc import Callable

import numpy as np
import pytest

from vgviz import Activation, Experiment, Simulation
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.telemetry import LAYER_FIELDS

LOSSES = {"binary_cross_entropy": 2, "cross_entropy": 3, "mse": 3, "hinge": 3}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_kernels_agree_with_the_reference(
    name: str, loss: str, blobs: Callable[..., Experiment], difference: Callable[..., float]
) -> None:
    activation = Activation(name, steepness=1.2, blend_to="prelu", blend=0.3)
    experiment = blobs((3, 5), activation, classes=LOSSES[loss], samples=24, loss=loss, batch_size=7)
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=5)
    second.run(steps=5)
    assert difference(first.parameters, second.parameters) <= 1e-13
    here, there = first.snapshot(), second.snapshot()
    for field in LAYER_FIELDS:
        np.testing.assert_allclose(
            getattr(here, field), getattr(there, field), rtol=1e-10, atol=1e-14, err_msg=field
        )
    x = first.dataset.x_test
    np.testing.assert_allclose(first.predict(x), second.predict(x), rtol=1e-12)
