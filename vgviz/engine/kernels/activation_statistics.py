"""What is measured of a layer on the way forward: its pre-activations, its activations and f'(z)."""

import numpy as np

from vgviz.engine.jit import exact, inlined, reducing
from vgviz.engine.kernels.arrays import Buffers, Floats, Network
from vgviz.engine.kernels.passes import layer_rows
from vgviz.engine.plan import (
    BOUND_FIXED,
    BOUND_HIGH,
    BOUND_LOW,
    FAN_OUT,
    SLOPE_OFFSET,
    SLOPE_SHARE,
    STEEPNESS,
    UNIT_ROW,
)
from vgviz.engine.telemetry import LAYER_FIELDS, SATURATED_BELOW, UNIT_FIELDS

ACTIVATION_MEAN = LAYER_FIELDS.index("activation_mean")
ACTIVATION_STD = LAYER_FIELDS.index("activation_std")
PRE_ACTIVATION_STD = LAYER_FIELDS.index("pre_activation_std")
DERIVATIVE_MEAN = LAYER_FIELDS.index("derivative_mean")
SATURATED_FRACTION = LAYER_FIELDS.index("saturated_fraction")
DEAD_FRACTION = LAYER_FIELDS.index("dead_fraction")
UNIT_ACTIVATION_MEAN = UNIT_FIELDS.index("activation_mean")
UNIT_DERIVATIVE_MEAN = UNIT_FIELDS.index("derivative_mean")
UNIT_SATURATED_FRACTION = UNIT_FIELDS.index("saturated_fraction")


@inlined
def measure_forward(
    network: Network,
    layer: int,
    parameters: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
) -> None:
    """Means, deviations and shares of a layer whose z, f(z) and f'(z) are there.

    Of units only the sums: `divide_sums` makes means of all of them at once.
    """
    z, activation = layer_rows(network, layer, buffers, stride)
    first = network.layers[layer, UNIT_ROW]
    derivative = buffers.deltas[first * stride : first * stride + z.size]
    if layer == len(network.layers) - 1:
        _derive_linear(z, derivative)
    _measure_units(
        network, layer, parameters, activation, derivative, batch, stride, layer_statistics, unit_statistics
    )
    layer_statistics[PRE_ACTIVATION_STD, layer] = _deviation(z, _mean(z, batch, stride), batch, stride)
    layer_statistics[ACTIVATION_STD, layer] = _deviation(
        activation, layer_statistics[ACTIVATION_MEAN, layer], batch, stride
    )


@exact
def divide_sums(unit_statistics: Floats, batch: int) -> None:
    """Turn the sums that `measure_forward` leaves of all units into means and shares."""
    for field in (UNIT_ACTIVATION_MEAN, UNIT_DERIVATIVE_MEAN, UNIT_SATURATED_FRACTION):
        for unit in range(unit_statistics.shape[1]):
            unit_statistics[field, unit] /= batch


@inlined
def _derive_linear(z: Floats, derivative: Floats) -> None:
    for n in range(z.size):
        derivative[n] = 1.0 if z[n] == z[n] else np.nan


@exact
def _measure_units(
    network: Network,
    layer: int,
    parameters: Floats,
    activation: Floats,
    derivative: Floats,
    batch: int,
    stride: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
) -> None:
    """Sums of each unit; means and shares of the layer."""
    first, units = network.layers[layer, UNIT_ROW], network.layers[layer, FAN_OUT]
    is_learned = network.layers[layer, SLOPE_OFFSET] >= 0
    value = network.values[layer]
    threshold = SATURATED_BELOW * float(value[STEEPNESS] * value[BOUND_FIXED])
    total, derivative_total, saturated_total, dead = 0.0, 0.0, 0.0, 0
    for unit in range(units):
        start = unit * stride
        if is_learned:
            threshold = SATURATED_BELOW * _largest_derivative(network, layer, unit, parameters)
        activation_sum, derivative_sum, saturated = _sums(
            activation[start : start + batch], derivative[start : start + batch], threshold
        )
        total += activation_sum
        derivative_total += derivative_sum
        saturated_total += saturated
        if derivative_sum == 0.0:
            dead += _sum_of_sizes(derivative[start : start + batch]) == 0.0
        unit_statistics[UNIT_ACTIVATION_MEAN, first + unit] = activation_sum
        unit_statistics[UNIT_DERIVATIVE_MEAN, first + unit] = derivative_sum
        unit_statistics[UNIT_SATURATED_FRACTION, first + unit] = saturated
    layer_statistics[ACTIVATION_MEAN, layer] = total / (units * batch)
    layer_statistics[DERIVATIVE_MEAN, layer] = derivative_total / (units * batch)
    layer_statistics[SATURATED_FRACTION, layer] = saturated_total / (units * batch)
    layer_statistics[DEAD_FRACTION, layer] = dead / units


@reducing
def _sums(activation: Floats, derivative: Floats, threshold: float) -> tuple[float, float, float]:
    """Sums of one unit's activation and f', and how many abs(f') are below ``threshold``."""
    activation_sum, derivative_sum, saturated = 0.0, 0.0, 0.0
    for n in range(activation.size):
        activation_sum += activation[n]
        derivative_sum += derivative[n]
        saturated += 1.0 if abs(derivative[n]) < threshold else 0.0
    return activation_sum, derivative_sum, saturated


@reducing
def _sum_of_sizes(values: Floats) -> float:
    total = 0.0
    for n in range(values.size):
        total += abs(values[n])
    return total


@inlined
def _largest_derivative(network: Network, layer: int, unit: int, parameters: Floats) -> float:
    """The supremum of abs(f') of one unit with a learned slope; see `vgviz.engine.derivative_bounds`."""
    value = network.values[layer]
    slope = value[SLOPE_SHARE] * parameters[network.layers[layer, SLOPE_OFFSET] + unit]
    either = max(abs(slope + value[BOUND_LOW]), abs(slope + value[BOUND_HIGH]))
    return float(value[STEEPNESS] * max(value[BOUND_FIXED], either))


@exact
def _mean(values: Floats, batch: int, stride: int) -> float:
    """Mean over batch and units of rows that are ``stride`` apart."""
    length, distance = (values.size, values.size) if batch == stride else (batch, stride)
    total = 0.0
    for start in range(0, values.size, distance):
        total += _sum(values[start : start + length])
    return total / (values.size // stride * batch)


@exact
def _deviation(values: Floats, mean: float, batch: int, stride: int) -> float:
    """Standard deviation over batch and units of rows that are ``stride`` apart."""
    length, distance = (values.size, values.size) if batch == stride else (batch, stride)
    squares = 0.0
    for start in range(0, values.size, distance):
        squares += _squared_distance(values[start : start + length], mean)
    return np.float64(np.sqrt(squares / (values.size // stride * batch)))


@reducing
def _sum(values: Floats) -> float:
    total = 0.0
    for n in range(values.size):
        total += values[n]
    return total


@reducing
def _squared_distance(values: Floats, center: float) -> float:
    total = 0.0
    for n in range(values.size):
        total += (values[n] - center) * (values[n] - center)
    return total
