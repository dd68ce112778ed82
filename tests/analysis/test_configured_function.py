"""An activation as configured: values, slopes and where gradients come through."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz import Activation
from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.catalogue.activations import ACTIVATIONS

SIGMOID = ConfiguredFunction(Activation("sigmoid"))


def test_a_sigmoid_is_exact() -> None:
    z = np.array([-6.0, 0.0, 4.0, 6.0, 40.0])
    exact = [float(1 / (1 + mpmath.exp(-value))) for value in z]
    np.testing.assert_allclose(SIGMOID.value(z), exact, rtol=1e-15)
    slopes = [float(mpmath.exp(-value) / (1 + mpmath.exp(-value)) ** 2) for value in z]
    np.testing.assert_allclose(SIGMOID.derivative(z), slopes, rtol=1e-15)


def test_a_sigmoid_is_healthy_where_its_slope_is_above_a_fortieth() -> None:
    assert SIGMOID.largest_derivative == 0.25
    assert SIGMOID.small_derivative == pytest.approx(0.025, rel=1e-15)
    edge = math.log(19 + math.sqrt(360))  # where a (1 - a) = 1 / 40
    (zone,) = SIGMOID.healthy_zones(8.0)
    assert zone == pytest.approx((-edge, edge), rel=1e-12)


def test_steepness_narrows_the_zone_and_raises_the_slope() -> None:
    steep = ConfiguredFunction(Activation("sigmoid", steepness=4.0))
    assert steep.largest_derivative == 1.0
    np.testing.assert_allclose(steep.healthy_zones(8.0), np.array(SIGMOID.healthy_zones(32.0)) / 4)


@pytest.mark.parametrize(
    ("activation", "zones"),
    [
        (Activation("relu"), ((0.0, 8.0),)),
        (Activation("identity"), ((-8.0, 8.0),)),
        (Activation("leaky_relu", parameter=0.05), ((0.0, 8.0),)),
        (Activation("leaky_relu", parameter=0.2), ((-8.0, 8.0),)),
        (Activation("hard_tanh"), ((-1.0, 1.0),)),
    ],
)
def test_zones_of_known_functions(activation: Activation, zones: tuple[tuple[float, float], ...]) -> None:
    np.testing.assert_allclose(ConfiguredFunction(activation).healthy_zones(8.0), zones, atol=1e-9)


def test_a_learned_slope_decides_the_zone() -> None:
    assert ConfiguredFunction(Activation("prelu"), 0.01).healthy_zones(4.0)[0][0] == pytest.approx(
        0, abs=1e-9
    )
    assert ConfiguredFunction(Activation("prelu"), -3.0).largest_derivative == 3.0
    assert ConfiguredFunction(Activation("prelu")).derivative(np.array([-1.0]))[0] == 0.25


@given(
    name=st.sampled_from(sorted(ACTIVATIONS)),
    other=st.sampled_from(sorted(ACTIVATIONS)),
    blend=st.floats(0, 1),
    steepness=st.floats(0.1, 10),
    place=st.floats(-0.99, 0.99),
)
def test_the_zones_are_where_the_slope_is_not_small(
    name: str, other: str, blend: float, steepness: float, place: float
) -> None:
    function = ConfiguredFunction(Activation(name, None, steepness, other, blend))
    reach = 6.0
    z = reach * place
    zones = function.healthy_zones(reach)
    if any(abs(z - edge) < 0.01 for zone in zones for edge in zone):
        return
    inside = any(low < z < high for low, high in zones)
    slope = abs(function.derivative(np.array([z]))[0])
    near = function.derivative(np.linspace(z - 0.006, z + 0.006, 7))
    turns_nearby = (np.abs(near) >= function.small_derivative).all() != inside  # a zone thinner than the grid
    assert turns_nearby or (slope >= function.small_derivative) == inside
