"""The largest slope of any configured activation, which saturation is measured against."""

from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.exact_activations import exact
from vgviz import Activation, Data, Experiment, Layer, Network, Simulation, Training
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.derivative_bounds import derivative_bounds

Floats = NDArray[np.floating[Any]]
NAMES = st.sampled_from(sorted(ACTIVATIONS))
SHARES = st.floats(0.01, 0.99)


def places() -> Floats:
    """Close together, on both sides of every kink, and far out where the sine is steepest."""
    kinks = [kink for kind in ACTIVATIONS.values() for kink in kind.kinks]
    beside = np.concatenate((np.nextafter(kinks, -np.inf), np.nextafter(kinks, np.inf)))
    far = np.concatenate((np.geomspace(30.0, 1e4, 4000), np.pi * np.array([1e6, 1e6 + 1])))
    return np.concatenate((np.linspace(-30.0, 30.0, 60_001), beside, np.geomspace(1e-5, 1.0, 400), far, -far))


PLACES = places()


def slopes_of(name: str, parameter: float) -> Floats:
    return np.asarray(ACTIVATIONS[name].derivative(PLACES, parameter))


def parameter_of(name: str, share: float) -> float:
    parameter = ACTIVATIONS[name].parameter
    low, high = parameter.slider if parameter else (0.0, 0.0)
    return low + share * (high - low)


@given(first=NAMES, second=NAMES, blend=SHARES, at=SHARES, slope=st.floats(-1.0, 1.0))
@settings(max_examples=300, deadline=None)
def test_no_slope_of_a_blend_is_larger_and_one_comes_close(
    first: str, second: str, blend: float, at: float, slope: float
) -> None:
    kinds = ACTIVATIONS[first], ACTIVATIONS[second]
    shares = 1.0 - blend, blend
    parameters = parameter_of(first, at), parameter_of(second, at)
    fixed, share, low, high = derivative_bounds(kinds, shares, parameters)
    bound = max(fixed, abs(share * slope + low), abs(share * slope + high)) if share else fixed
    values = [slope if kind.learned else value for kind, value in zip(kinds, parameters, strict=True)]
    seen = np.abs(shares[0] * slopes_of(first, values[0]) + shares[1] * slopes_of(second, values[1])).max()
    assert seen <= bound * (1.0 + 1e-9)
    assert seen >= bound * (1.0 - 1e-5)


def test_the_bound_of_a_blend_is_found_to_1e_9() -> None:
    def slope(z: Any) -> Any:
        return 0.6 * exact("tanh", z, 0.0)[1] + 0.4 * exact("gelu", z, 0.0)[1]

    peak = mpmath.findroot(lambda z: mpmath.diff(slope, z), 0.3)
    bounds = derivative_bounds((ACTIVATIONS["tanh"], ACTIVATIONS["gelu"]), (0.6, 0.4), (0.0, 0.0))
    assert bounds[0] == pytest.approx(float(slope(peak)), rel=1e-9)


@pytest.mark.parametrize("blend", [0.0, 0.4])
def test_saturation_is_measured_against_the_blend_as_it_is_configured(blend: float, backend: str) -> None:
    activation = Activation("tanh", steepness=3.0, blend_to="gaussian" if blend else None, blend=blend)
    x = np.linspace(-2.0, 2.0, 400)[:, np.newaxis]
    network, data = Network((Layer(1, activation),)), Data(test_fraction=0.0, standardize=False)
    experiment = Experiment(data, network, Training(batch_size=400))
    simulation = Simulation(experiment, backend, data=(x, (x[:, 0] > 0).astype(int)))
    simulation.load_parameters({**simulation.parameters, "layers.0.weight": np.ones((1, 1))})

    def slope(z: Floats) -> Floats:
        wave = 6.0 * z * np.exp(-9.0 * z * z)
        return np.asarray(np.abs(3.0 * ((1.0 - blend) / np.cosh(3.0 * z) ** 2 - blend * wave)))

    largest = slope(np.linspace(-2.0, 2.0, 2_000_001)).max()
    expected = np.mean(slope(x[:, 0]) < 0.1 * largest)
    assert 0.1 < expected < 0.9
    assert simulation.snapshot().saturated_fraction[0] == pytest.approx(expected, abs=1e-12)
