"""Snapshots of real networks, and the same with chosen numbers in them."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Init, Network, Training

Snapshots = Callable[..., Snapshot]


def _measured(
    depth: int = 8, width: int = 10, *, steps: int = 0, seed: int = 0, rate: float = 0.1, **choices: Any
) -> Snapshot:
    init = Init(choices.pop("scheme", "glorot_uniform"), choices.pop("gain", 1.0))
    network = Network.uniform(depth, width, init=init, **choices)
    experiment = Experiment(network=network, training=Training(learning_rate=rate), seed=seed)
    simulation = Simulation(experiment, backend="numpy")
    if steps:
        simulation.run(steps=steps)
    return simulation.snapshot()


def _made(rms: Any, **fields: Any) -> Snapshot:
    """Snapshot of live layers with these RMS gradients; delta follows them unless it is given."""
    gradient = np.asarray(rms, dtype=np.float64)
    numbers = {"grad_weight_rms": gradient, "grad_weight_norm": gradient, "delta_rms": gradient}
    alive = {"dead_fraction": np.zeros(gradient.size), "weight_norm": np.ones(gradient.size)}
    alive |= {"grad_bias_norm": gradient, "pre_activation_std": np.ones(gradient.size)}
    alive |= {"activation_mean": np.ones(gradient.size), "activation_std": np.ones(gradient.size)}
    return replace(_base(gradient.size), **(numbers | alive | fields))


@cache
def _base(layers: int) -> Snapshot:
    return _measured(depth=layers - 1, width=2)


@pytest.fixture
def measured() -> Snapshots:
    """Function that measures a uniform network at its start or after some steps."""
    return _measured


@pytest.fixture
def made() -> Snapshots:
    """Function that makes a snapshot from per-layer RMS gradients and any other field."""
    return _made
