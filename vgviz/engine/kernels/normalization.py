"""Normalization before the activation, forward and backward, on rows of one unit each.

The twin of `vgviz.engine.normalization`. Forward, u lies in the layer's rows of ``buffers.normalized`` and
gives way to u_hat. Backward, dL/du takes the place of delta; padding stays 0. Matrices are (units, stride).
"""

import numpy as np

from vgviz.catalogue.normalizations import BATCH, EPSILON, MOMENTUM, RMS
from vgviz.engine.jit import exact, inlined, reducing
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network
from vgviz.engine.kernels.shared import shared
from vgviz.engine.plan import (
    FAN_IN,
    FAN_OUT,
    NORMALIZATION,
    NORMALIZED_ROW,
    RUNNING_UNIT,
    SCALE_OFFSET,
    SHIFT_OFFSET,
    UNIT_ROW,
    WEIGHT_OFFSET,
    Z_ROW,
)


@inlined
def _rows(flat: Floats, first: int, count: int, stride: int) -> Floats:
    return flat[first * stride : (first + count) * stride].reshape((count, stride))


@inlined
def _inverse_deviation(variance: float) -> float:
    # An infinite variance gives no number, where 1 / deviation = 0 would turn an explosion into silence.
    return float(1.0 / np.sqrt(variance + EPSILON) + (variance - variance))


@shared
def normalize_forward(
    network: Network,
    layer: int,
    parameters: Floats,
    running: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    is_training: bool,
) -> None:
    """Make of u = W x + b u_hat, in its place, and z = scale u_hat + shift.

    Batch normalization takes the batch's own statistics if ``is_training``, else the ``running`` ones.
    """
    row = network.layers[layer]
    units = row[FAN_OUT]
    u, z = (
        _rows(buffers.normalized, row[NORMALIZED_ROW], units, stride),
        _rows(buffers.z, row[Z_ROW], units, stride),
    )
    if row[NORMALIZATION] == BATCH:
        statistics = buffers.statistics if is_training else running
        if is_training:
            _measure_units(u, statistics, row[RUNNING_UNIT], batch)
        _normalize_units(u, z, statistics, row, parameters)
    else:
        inverse = _rows(buffers.normalized, row[NORMALIZED_ROW] + units, 1, stride)[0]
        _measure_samples(u, buffers.sums[:stride], inverse, row[NORMALIZATION] == RMS)
        _normalize_samples(u, z, inverse, row, parameters)


@reducing
def _measure_units(u: Floats, statistics: Floats, first: int, batch: int) -> None:
    """Mean and variance of each unit over the batch; all layers' means come before all variances."""
    variances = statistics.size // 2 + first
    for unit in range(len(u)):
        total = squares = u.dtype.type(0.0)
        for n in range(batch):
            total += u[unit, n]
        mean = u.dtype.type(total / batch)
        for n in range(batch):
            squares += (u[unit, n] - mean) * (u[unit, n] - mean)
        statistics[first + unit] = mean
        statistics[variances + unit] = squares / batch


@exact
def _normalize_units(u: Floats, z: Floats, statistics: Floats, row: Integers, parameters: Floats) -> None:
    number, means = u.dtype.type, row[RUNNING_UNIT]
    variances = statistics.size // 2 + means
    for unit in range(len(u)):
        mean = statistics[means + unit]
        inverse = number(_inverse_deviation(statistics[variances + unit]))
        scale, shift = parameters[row[SCALE_OFFSET] + unit], parameters[row[SHIFT_OFFSET] + unit]
        for n in range(u.shape[1]):
            u_hat = (u[unit, n] - mean) * inverse
            u[unit, n] = u_hat
            z[unit, n] = scale * u_hat + shift


@exact
def _measure_samples(u: Floats, mean: Floats, inverse: Floats, is_rms: bool) -> None:
    """Center each sample, unless it is for RMS normalization, and find its 1 / deviation."""
    units = len(u)
    mean[:] = 0.0
    inverse[:] = 0.0
    if not is_rms:
        for unit in range(units):
            for n in range(mean.size):
                mean[n] += u[unit, n]
        for n in range(mean.size):
            mean[n] /= units
    for unit in range(units):
        for n in range(mean.size):
            centered = u[unit, n] - mean[n]
            u[unit, n] = centered
            inverse[n] += centered * centered
    for n in range(inverse.size):
        inverse[n] = _inverse_deviation(inverse[n] / units)


@exact
def _normalize_samples(u: Floats, z: Floats, inverse: Floats, row: Integers, parameters: Floats) -> None:
    for unit in range(len(u)):
        scale, shift = parameters[row[SCALE_OFFSET] + unit], u.dtype.type(0.0)
        if row[SHIFT_OFFSET] >= 0:
            shift = parameters[row[SHIFT_OFFSET] + unit]
        for n in range(inverse.size):
            u_hat = u[unit, n] * inverse[n]
            u[unit, n] = u_hat
            z[unit, n] = scale * u_hat + shift


@shared
def normalize_backward(
    network: Network,
    layer: int,
    parameters: Floats,
    gradient: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
) -> None:
    """Turn a layer's delta = dL/dz into dL/du, and write the gradients of its scales and shifts."""
    row = network.layers[layer]
    units = row[FAN_OUT]
    u_hat = _rows(buffers.normalized, row[NORMALIZED_ROW], units, stride)
    delta = _rows(buffers.deltas, row[UNIT_ROW], units, stride)
    _learned_gradients(delta, u_hat, row, gradient)
    if row[NORMALIZATION] == BATCH:
        _units_backward(delta, u_hat, buffers.statistics, row, parameters, gradient, batch)
    else:
        inverse = _rows(buffers.normalized, row[NORMALIZED_ROW] + units, 1, stride)[0]
        level, along = buffers.sums[:stride], buffers.sums[stride : 2 * stride]
        _scale_samples(delta, u_hat, row, parameters, level, along)
        if row[NORMALIZATION] == RMS:
            level[:] = 0.0
        _samples_backward(delta, u_hat, inverse, level, along)


@exact
def clear_bias_gradient(network: Network, layer: int, gradient: Floats) -> None:
    """What is the same for the whole batch leaves no trace in u_hat: dL/db is 0, where its sum is noise."""
    row = network.layers[layer]
    bias = row[WEIGHT_OFFSET] + row[FAN_IN] * row[FAN_OUT]
    for i in range(bias, bias + row[FAN_OUT]):
        gradient[i] *= 0.0


@reducing
def _learned_gradients(delta: Floats, u_hat: Floats, row: Integers, gradient: Floats) -> None:
    """The batch's sum of delta u_hat is the scale's gradient, that of delta the shift's."""
    for unit in range(len(delta)):
        level = along = delta.dtype.type(0.0)
        for n in range(delta.shape[1]):
            level += delta[unit, n]
            along += delta[unit, n] * u_hat[unit, n]
        gradient[row[SCALE_OFFSET] + unit] = along
        if row[SHIFT_OFFSET] >= 0:
            gradient[row[SHIFT_OFFSET] + unit] = level


@exact
def _units_backward(
    delta: Floats,
    u_hat: Floats,
    statistics: Floats,
    row: Integers,
    parameters: Floats,
    gradient: Floats,
    batch: int,
) -> None:
    number, variances = delta.dtype.type, statistics.size // 2 + row[RUNNING_UNIT]
    for unit in range(len(delta)):
        scale = parameters[row[SCALE_OFFSET] + unit]
        factor = number(scale * _inverse_deviation(statistics[variances + unit]))
        level = number(gradient[row[SHIFT_OFFSET] + unit] / batch)
        along = number(gradient[row[SCALE_OFFSET] + unit] / batch)
        for n in range(batch):
            delta[unit, n] = factor * (delta[unit, n] - level - along * u_hat[unit, n])


@exact
def _scale_samples(
    delta: Floats, u_hat: Floats, row: Integers, parameters: Floats, level: Floats, along: Floats
) -> None:
    """Turn dL/dz into dL/du_hat; its mean over the units, alone and along u_hat, for each sample."""
    level[:] = 0.0
    along[:] = 0.0
    for unit in range(len(delta)):
        scale = parameters[row[SCALE_OFFSET] + unit]
        for n in range(level.size):
            scaled = scale * delta[unit, n]
            delta[unit, n] = scaled
            level[n] += scaled
            along[n] += scaled * u_hat[unit, n]
    for n in range(level.size):
        level[n] /= len(delta)
        along[n] /= len(delta)


@exact
def _samples_backward(delta: Floats, u_hat: Floats, inverse: Floats, level: Floats, along: Floats) -> None:
    for unit in range(len(delta)):
        for n in range(inverse.size):
            delta[unit, n] = inverse[n] * (delta[unit, n] - level[n] - along[n] * u_hat[unit, n])


@exact
def remember_statistics(running: Floats, statistics: Floats, batch: int) -> None:
    """Move running means and variances towards the newest batch's; its unbiased variance counts."""
    half = running.size // 2
    for i in range(running.size):
        newest = statistics[i] if i < half else statistics[i] * (batch / (batch - 1.0))
        running[i] += MOMENTUM * (newest - running[i])
