"""Normalization and skips in whole kernels against the reference, small enough to run uncompiled too."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, Layer, Network, Simulation, Training
from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.engine.telemetry import LAYER_FIELDS


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_kernels_agree_with_the_reference(
    normalization: str, residual: bool, difference: Callable[..., float]
) -> None:
    activations: list[Any] = [Activation("prelu"), Activation("tanh"), Activation("sigmoid", steepness=2.0)]
    hidden = tuple(
        Layer(width, activations[width % 3], normalization, residual) for width in (4, 4, 3, 3, 1, 1)
    )
    data = Data("blobs", samples=24, features=4, classes=3, noise=1.0)
    experiment = Experiment(data, Network(hidden), Training(batch_size=7, learning_rate=0.05))
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=5)
    second.run(steps=5)
    assert difference(first.parameters, second.parameters) <= 1e-12
    if normalization == "batch":
        assert difference(first.running_statistics, second.running_statistics) <= 1e-12
    here, there = first.snapshot(), second.snapshot()
    for field in LAYER_FIELDS:
        np.testing.assert_allclose(
            getattr(here, field), getattr(there, field), rtol=1e-9, atol=1e-13, err_msg=field
        )
    x = first.dataset.x_test
    np.testing.assert_allclose(first.predict(x), second.predict(x), rtol=1e-12)
