"""What is measured of the weights' gradient, of layers and of single neurons."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz import Experiment, Network, Simulation
from vgviz.engine.norms import root_mean_square


@settings(deadline=None)
@given(
    st.lists(st.lists(st.floats(width=64), min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([1.0, 1e-200, 1e200]),
)
def test_root_mean_square_keeps_what_is_special(rows: list[list[float]], factor: float) -> None:
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        values = np.array(rows) * factor
        found = root_mean_square(values, axis=0)
    for rms, column in zip(found, values.T.astype(np.longdouble), strict=True):
        if np.isnan(column).any():
            assert np.isnan(rms)
        elif np.isinf(column).any():
            assert np.isinf(rms)
        else:
            assert rms == pytest.approx(float(np.sqrt(np.mean(column**2))), rel=1e-12, abs=5e-324)
            assert (rms == 0) == (not column.any())


@pytest.mark.parametrize("weight", [1.0, 1e-50])  # whose gradients are 1e-150 in the first layer
def test_a_neurons_gradient_is_the_root_mean_square_of_its_weights(backend: str, weight: float) -> None:
    simulation = Simulation(Experiment(network=Network.uniform(3, 4, activation="identity")), backend)
    parameters = simulation.parameters
    simulation.load_parameters({name: weight * values for name, values in parameters.items()})
    snapshot = simulation.snapshot()
    for layer, units in enumerate(snapshot.units):
        gradient = snapshot.gradients[f"layers.{layer}.weight"].astype(np.longdouble)
        wanted = np.sqrt(np.mean(gradient**2, axis=0)).astype(np.float64)
        np.testing.assert_allclose(units.grad_weight_rms, wanted, rtol=1e-12)
        whole = float(np.sqrt(np.mean(wanted.astype(np.longdouble) ** 2)))
        assert snapshot.grad_weight_rms[layer] == pytest.approx(whole, rel=1e-12)
    assert 0.0 < snapshot.grad_weight_rms[0] < weight**2
