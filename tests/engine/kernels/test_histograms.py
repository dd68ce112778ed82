"""The counting kernel against its NumPy twin, on whatever numbers there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz import Activation, Experiment, Layer, Network, Simulation
from vgviz.engine import kernel_cache
from vgviz.engine.backends import NumpyBackend
from vgviz.engine.batch import Batch
from vgviz.engine.histogram_bins import GRADIENTS, PRE_ACTIVATIONS, WEIGHTS
from vgviz.engine.numba_backend import NumbaBackend

WIDTH = 30


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    x = np.arange(8.0).reshape(4, 2)
    kernel_cache.load()
    network = Network((Layer(WIDTH, Activation("identity")),))
    return Simulation(Experiment(network=network), data=(x, np.arange(4) % 2))


@given(numbers=st.lists(st.floats(), min_size=1, max_size=WIDTH))
def test_kernel_counts_like_its_twin(simulation: Simulation, numbers: list[float]) -> None:
    plan = simulation.plan
    values = np.resize(np.array(numbers), plan.parameter_count)
    # Whatever the weights make of an input of zeros and one, z is one of them, or they times 0.
    batch = Batch(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([0, 1]))
    with np.errstate(all="ignore"):
        here = NumpyBackend.count_values(plan, values, batch, values)
        there = NumbaBackend().count_values(plan, values, batch, values)
    for kind in (PRE_ACTIVATIONS, WEIGHTS, GRADIENTS):
        np.testing.assert_array_equal(here.counts[0, kind], there.counts[0, kind])
        np.testing.assert_array_equal(here.places[0, kind], there.places[0, kind])
