"""A network measured on one batch: loss, gradient and everything a snapshot shows of layers and units."""

import numpy as np

from vgviz.catalogue.normalizations import NONE
from vgviz.engine.histogram_bins import PRE_ACTIVATIONS, WEIGHTS
from vgviz.engine.jit import entry, exact, inlined, reducing
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network, Samples, Vectors
from vgviz.engine.kernels.histograms import count_units, count_weights
from vgviz.engine.kernels.losses import hits, mean_loss, output_delta
from vgviz.engine.kernels.norms import (
    column_squares,
    is_safe,
    norm,
    scaled_by_the_largest,
    scaled_squares,
    sum_and_squares,
    total_and_unsafe,
    weight_norms,
)
from vgviz.engine.kernels.passes import (
    FIRST,
    TRAINING,
    add_skipped,
    delta_below,
    forward_layer,
    gather,
    incoming_gradient,
    lay_ones,
    layer_rows,
    linear_delta,
    output_rows,
    padded,
    parameter_gradient,
    slope_gradient,
)
from vgviz.engine.kernels.prefetch import ask_for
from vgviz.engine.plan import (
    BOUND_FIXED,
    BOUND_HIGH,
    BOUND_LOW,
    FAN_IN,
    FAN_OUT,
    NORMALIZATION,
    SKIP,
    SLOPE_OFFSET,
    SLOPE_SHARE,
    STEEPNESS,
    UNIT_ROW,
    WEIGHT_OFFSET,
)
from vgviz.engine.telemetry import LAYER_FIELDS, SATURATED_BELOW, UNIT_FIELDS

GRAD_WEIGHT_NORM = LAYER_FIELDS.index("grad_weight_norm")
GRAD_WEIGHT_RMS = LAYER_FIELDS.index("grad_weight_rms")
GRAD_BIAS_NORM = LAYER_FIELDS.index("grad_bias_norm")
DELTA_RMS = LAYER_FIELDS.index("delta_rms")
NORMALIZATION_FACTOR = LAYER_FIELDS.index("normalization_factor")
WEIGHT_FACTOR = LAYER_FIELDS.index("weight_factor")
SKIP_FACTOR = LAYER_FIELDS.index("skip_factor")
DERIVATIVE_FACTOR = LAYER_FIELDS.index("derivative_factor")
ACTIVATION_MEAN = LAYER_FIELDS.index("activation_mean")
ACTIVATION_STD = LAYER_FIELDS.index("activation_std")
PRE_ACTIVATION_STD = LAYER_FIELDS.index("pre_activation_std")
DERIVATIVE_MEAN = LAYER_FIELDS.index("derivative_mean")
SATURATED_FRACTION = LAYER_FIELDS.index("saturated_fraction")
DEAD_FRACTION = LAYER_FIELDS.index("dead_fraction")
WEIGHT_NORM = LAYER_FIELDS.index("weight_norm")
UPDATE_RATIO = LAYER_FIELDS.index("update_ratio")
DISTANCE_FROM_START = LAYER_FIELDS.index("distance_from_start")
UNIT_ACTIVATION_MEAN = UNIT_FIELDS.index("activation_mean")
UNIT_DELTA_RMS = UNIT_FIELDS.index("delta_rms")
UNIT_DERIVATIVE_MEAN = UNIT_FIELDS.index("derivative_mean")
UNIT_SATURATED_FRACTION = UNIT_FIELDS.index("saturated_fraction")
UNIT_GRAD_WEIGHT_RMS = UNIT_FIELDS.index("grad_weight_rms")


@entry
def measure(
    network: Network,
    samples: Samples,
    buffers: Buffers,
    vectors: Vectors,
    origin: Floats,
    gradient: Floats,
    chosen: Integers,
    layer_statistics: Floats,
    unit_statistics: Floats,
    counts: Integers,
    places: Integers,
) -> tuple[float, int]:
    """Measure the ``chosen`` samples; returns loss and labels hit. ``origin`` are the first parameters.

    Fills ``gradient``, ``layer_statistics`` (LAYER_FIELDS, layers) and ``unit_statistics`` (UNIT_FIELDS,
    units). Unless ``counts`` is empty it fills it and ``places`` as `count_values` does, while the
    numbers are in the cache.
    """
    parameters = vectors.parameters
    batch, stride = chosen.size, padded(chosen.size)
    gather(samples, chosen, network, buffers)
    lay_ones(network, buffers, stride)
    for layer in range(len(network.layers)):
        if counts.size:
            _ask_for_counts(counts, layer, PRE_ACTIVATIONS)
        forward_layer(network, layer, parameters, buffers.statistics, buffers, batch, stride, TRAINING)
        _measure_forward(
            network, layer, parameters, buffers, batch, stride, layer_statistics, unit_statistics
        )
        if counts.size:
            count_units(network, layer, buffers, batch, stride, counts[layer], places[layer])
    z, delta = output_rows(network, buffers, stride)
    output_delta(network, buffers, z, delta, batch, stride)
    _measure_backward(
        network, vectors, origin, gradient, buffers, batch, stride,
        layer_statistics, unit_statistics, counts, places,
    )  # fmt: skip
    return mean_loss(network, buffers, z, batch, stride), hits(network, buffers.labels, z, batch, stride)


@inlined
def _measure_forward(
    network: Network,
    layer: int,
    parameters: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
) -> None:
    z, activation = layer_rows(network, layer, buffers, stride)
    unit, size = network.layers[layer, UNIT_ROW] * stride, z.size
    derivative = buffers.deltas[unit : unit + size].reshape(z.shape)
    if layer == len(network.layers) - 1:
        _derive_linear(z, derivative)
    _measure_units(
        network, layer, parameters, activation, derivative, batch, layer_statistics, unit_statistics
    )
    layer_statistics[PRE_ACTIVATION_STD, layer] = _deviation(
        z.reshape(size), _mean(z.reshape(size), batch, stride), batch, stride
    )
    layer_statistics[ACTIVATION_STD, layer] = _deviation(
        activation.reshape(size), layer_statistics[ACTIVATION_MEAN, layer], batch, stride
    )


@inlined
def _ask_for_counts(counts: Integers, layer: int, kind: int) -> None:
    """Let the place of two kinds of counts, from ``kind``, come into the cache before they are written."""
    size = counts.shape[2]
    ask_for(counts.reshape(counts.size), (layer * counts.shape[1] + kind) * size, 2 * size)


@inlined
def _derive_linear(z: Floats, derivative: Floats) -> None:
    for unit in range(z.shape[0]):
        for n in range(z.shape[1]):
            derivative[unit, n] = 1.0 if z[unit, n] == z[unit, n] else np.nan


@exact
def _measure_units(
    network: Network,
    layer: int,
    parameters: Floats,
    activation: Floats,
    derivative: Floats,
    batch: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
) -> None:
    """Means and shares of each unit, and of the layer."""
    units, first = activation.shape[0], network.layers[layer, UNIT_ROW]
    total, derivative_total, saturated_total, dead = 0.0, 0.0, 0.0, 0
    for unit in range(units):
        threshold = SATURATED_BELOW * _largest_derivative(network, layer, unit, parameters)
        activation_sum, derivative_sum, saturated, zeros = _sums(
            activation[unit, :batch], derivative[unit, :batch], threshold
        )
        total += activation_sum
        derivative_total += derivative_sum
        saturated_total += saturated
        dead += zeros == batch
        unit_statistics[UNIT_ACTIVATION_MEAN, first + unit] = activation_sum / batch
        unit_statistics[UNIT_DERIVATIVE_MEAN, first + unit] = derivative_sum / batch
        unit_statistics[UNIT_SATURATED_FRACTION, first + unit] = saturated / batch
    layer_statistics[ACTIVATION_MEAN, layer] = total / (units * batch)
    layer_statistics[DERIVATIVE_MEAN, layer] = derivative_total / (units * batch)
    layer_statistics[SATURATED_FRACTION, layer] = saturated_total / (units * batch)
    layer_statistics[DEAD_FRACTION, layer] = dead / units


@reducing
def _sums(activation: Floats, derivative: Floats, threshold: float) -> tuple[float, float, int, int]:
    """Sums of one unit's activation and f', and how many f' are below ``threshold`` and how many 0."""
    activation_sum, derivative_sum, saturated, zeros = 0.0, 0.0, 0, 0
    for n in range(activation.size):
        activation_sum += activation[n]
        derivative_sum += derivative[n]
        saturated += abs(derivative[n]) < threshold
        zeros += derivative[n] == 0.0
    return activation_sum, derivative_sum, saturated, zeros


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


@inlined
def _largest_derivative(network: Network, layer: int, unit: int, parameters: Floats) -> float:
    """The supremum of abs(f') of one unit; see `vgviz.engine.derivative_bounds`."""
    value, offset = network.values[layer], network.layers[layer, SLOPE_OFFSET]
    if offset < 0:
        return float(value[STEEPNESS] * value[BOUND_FIXED])
    slope = value[SLOPE_SHARE] * parameters[offset + unit]
    either = max(abs(slope + value[BOUND_LOW]), abs(slope + value[BOUND_HIGH]))
    return float(value[STEEPNESS] * max(value[BOUND_FIXED], either))


@inlined
def _measure_backward(
    network: Network,
    vectors: Vectors,
    origin: Floats,
    gradient: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
    counts: Integers,
    places: Integers,
) -> None:
    parameters, top = vectors.parameters, len(network.layers) - 1
    above = linear_above = through = incoming = np.nan
    for layer in range(top, -1, -1):
        skips = is_normalized = False
        if counts.size:
            _ask_for_counts(counts, layer, WEIGHTS)
        if layer < top:
            units = network.layers[layer, FAN_OUT]
            start, size = network.layers[layer, WEIGHT_OFFSET], units * network.layers[layer, FAN_IN]
            ask_for(vectors.change, start, size)
            ask_for(origin, start, size)
            incoming_gradient(network, layer, parameters, buffers, stride, FIRST, units)
            through = _incoming_norm(network, layer, buffers, stride)
            add_skipped(network, layer, buffers, stride, FIRST, units)
            skips, is_normalized = network.layers[layer + 1, SKIP] == 1, _is_normalized(network, layer + 1)
            incoming = _incoming_norm(network, layer, buffers, stride) if skips else through
            slope_gradient(network, layer, gradient, buffers, stride, FIRST, units)
            delta_below(network, layer, buffers, stride, FIRST, units)
        here = _measure_delta(
            network, layer, gradient, buffers, batch, stride, layer_statistics, unit_statistics
        )
        layer_statistics[NORMALIZATION_FACTOR, layer] = linear_above / above if is_normalized else 1.0
        layer_statistics[WEIGHT_FACTOR, layer] = through / linear_above
        layer_statistics[SKIP_FACTOR, layer] = incoming / through if skips else 1.0
        layer_statistics[DERIVATIVE_FACTOR, layer] = here / incoming
        linear_delta(network, layer, parameters, gradient, buffers, batch, stride)
        _parameter_gradient(network, layer, parameters, gradient, buffers, stride)
        _measure_weight_gradient(network, layer, gradient, layer_statistics, unit_statistics)
        _measure_weights(network, layer, vectors, origin, layer_statistics)
        if counts.size:
            count_weights(network, layer, parameters, gradient, counts[layer], places[layer])
        above, linear_above = here, here
        if _is_normalized(network, layer):
            linear_above = norm(_delta_rows(network, layer, buffers, stride))
    for field in (NORMALIZATION_FACTOR, WEIGHT_FACTOR, SKIP_FACTOR, DERIVATIVE_FACTOR):
        layer_statistics[field, top] = np.nan  # nothing lies above


@inlined
def _parameter_gradient(
    network: Network, layer: int, parameters: Floats, gradient: Floats, buffers: Buffers, stride: int
) -> None:
    inputs = network.layers[layer, FAN_IN] + 1  # with the constant 1
    parameter_gradient(network, layer, parameters, gradient, buffers, stride, FIRST, inputs)


@inlined
def _is_normalized(network: Network, layer: int) -> bool:
    return bool(network.layers[layer, NORMALIZATION] != NONE)


@inlined
def _incoming_norm(network: Network, layer: int, buffers: Buffers, stride: int) -> float:
    length: float = norm(buffers.incoming[: network.layers[layer, FAN_OUT] * stride])
    return length


@inlined
def _delta_rows(network: Network, layer: int, buffers: Buffers, stride: int) -> Floats:
    first, units = network.layers[layer, UNIT_ROW], network.layers[layer, FAN_OUT]
    return buffers.deltas[first * stride : (first + units) * stride]


@exact
def _measure_delta(
    network: Network,
    layer: int,
    gradient: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
) -> float:
    """RMS of batch * delta of the layer and of each unit, norm of its batch sum; returns norm(delta).

    Padding is 0. The sums are put where dL/db will be.
    """
    row, delta = network.layers[layer], _delta_rows(network, layer, buffers, stride)
    units, first = row[FAN_OUT], row[UNIT_ROW]
    bias = row[WEIGHT_OFFSET] + row[FAN_IN] * units
    total = 0.0
    for unit in range(units):
        gradient[bias + unit], scale, squares = sum_and_squares(delta[unit * stride : unit * stride + batch])
        unit_statistics[UNIT_DELTA_RMS, first + unit] = batch * (scale * np.sqrt(squares / batch))
        total += scale * scale * squares
    layer_statistics[GRAD_BIAS_NORM, layer] = norm(gradient[bias : bias + units])
    scale, squares = 1.0, total
    if not is_safe(total):
        scale, squares = scaled_squares(delta)
    layer_statistics[DELTA_RMS, layer] = batch * (scale * np.sqrt(squares / (batch * units)))
    return np.float64(scale * np.sqrt(squares))


@exact
def _measure_weight_gradient(
    network: Network,
    layer: int,
    gradient: Floats,
    layer_statistics: Floats,
    unit_statistics: Floats,
) -> None:
    """Norm and RMS of dL/dW, and the RMS of each unit's."""
    row = network.layers[layer]
    start, fan_in, units = row[WEIGHT_OFFSET], row[FAN_IN], row[FAN_OUT]
    flat = gradient[start : start + fan_in * units]
    rms = unit_statistics[UNIT_GRAD_WEIGHT_RMS, row[UNIT_ROW] : row[UNIT_ROW] + units]
    column_squares(flat, rms)
    squares, unsafe = total_and_unsafe(rms)
    scale = 1.0
    if unsafe:
        for unit in range(units):
            if is_safe(rms[unit]):
                rms[unit] = np.sqrt(rms[unit] / fan_in)
            else:
                largest, share = scaled_by_the_largest(flat, unit, units)
                rms[unit] = largest * np.sqrt(share / fan_in)
    else:
        for unit in range(units):
            rms[unit] = np.sqrt(rms[unit] / fan_in)
    if not is_safe(squares):
        scale, squares = scaled_squares(flat)
    layer_statistics[GRAD_WEIGHT_NORM, layer] = scale * np.sqrt(squares)
    layer_statistics[GRAD_WEIGHT_RMS, layer] = scale * np.sqrt(squares / flat.size)


@exact
def _measure_weights(
    network: Network,
    layer: int,
    vectors: Vectors,
    origin: Floats,
    layer_statistics: Floats,
) -> None:
    row = network.layers[layer]
    start = row[WEIGHT_OFFSET]
    bias = start + row[FAN_IN] * row[FAN_OUT]
    weight_norm, change_norm, distance = weight_norms(
        vectors.parameters[start:bias], vectors.change[start:bias], origin[start:bias]
    )
    layer_statistics[WEIGHT_NORM, layer] = weight_norm
    layer_statistics[UPDATE_RATIO, layer] = change_norm / weight_norm
    layer_statistics[DISTANCE_FROM_START, layer] = distance
