"""The counting kernel against its NumPy twin, on whatever numbers there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz import Activation, Experiment, Layer, Network, Simulation
from vgviz.engine import kernel_cache
from vgviz.engine.batch import Batch
from vgviz.engine.histogram_bins import GRADIENTS, POWERS_OF_TEN, PRE_ACTIVATIONS, WEIGHTS
from vgviz.engine.numba_backend import NumbaBackend
from vgviz.engine.numpy_backend import NumpyBackend
from vgviz.engine.plan import make_plan

WIDTH = 30
MANY = 300


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    x = np.arange(8.0).reshape(4, 2)
    kernel_cache.load()
    network = Network((Layer(WIDTH, Activation("identity")),))
    return Simulation(Experiment(network=network), data=(x, np.arange(4) % 2))


@pytest.mark.parametrize("spread", [0.0, 3.0, 300.0])
@pytest.mark.parametrize("size", [1e-300, 1e-3, 1e4])
def test_many_numbers_in_padded_rows_are_counted_like_by_the_twin(spread: float, size: float) -> None:
    generator = np.random.default_rng(0)
    network = Network((Layer(MANY, Activation("identity")), Layer(7, Activation("identity"))))
    plan = make_plan(Experiment(network=network), features=2, task="classification", targets=2)
    values = generator.normal(0.0, size, plan.parameter_count)
    values *= 10.0 ** generator.uniform(-spread, 0.0, values.size)
    values[:: MANY // 10] = 0.0
    batch = Batch(np.eye(2)[np.arange(19) % 2], np.arange(19) % 2)
    here, there = (
        backend.count_values(plan, values, batch, values) for backend in (NumpyBackend(), NumbaBackend())
    )
    np.testing.assert_array_equal(here.counts[0], there.counts[0])
    np.testing.assert_array_equal(here.places[0], there.places[0])
    np.testing.assert_array_equal(here.counts[:, WEIGHTS:], there.counts[:, WEIGHTS:])


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


@pytest.mark.parametrize("decades", [1, 20, 500])
@pytest.mark.parametrize("others", [[], [0.0, np.inf, np.nan, 5e-324]])
def test_gradients_next_to_an_edge_are_counted_on_their_side_of_it(
    simulation: Simulation, decades: int, others: list[float]
) -> None:
    plan = simulation.plan
    middle = POWERS_OF_TEN.size // 2
    edge = POWERS_OF_TEN[middle - 4 * decades : middle + 4 * decades]
    near = [np.nextafter(edge, 0.0), edge, np.nextafter(edge, np.inf), edge * (1 - 1e-5), edge * (1 + 1e-5)]
    batch = Batch(np.eye(2), np.array([0, 1]))
    numbers = np.concatenate([*near, others])
    for part in np.array_split(numbers, -(-numbers.size // (2 * WIDTH))):
        values = np.resize(-part, plan.parameter_count)
        values[: len(others)] = others
        here, there = (
            backend.count_values(plan, values, batch, values) for backend in (NumpyBackend(), NumbaBackend())
        )
        np.testing.assert_array_equal(here.counts[0, GRADIENTS], there.counts[0, GRADIENTS])
        np.testing.assert_array_equal(here.places[0, GRADIENTS], there.places[0, GRADIENTS])
