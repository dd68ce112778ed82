"""Normalization before the activation, forward and backward, on rows of one unit each.

The twin of `vgviz.engine.normalization`. Forward, u lies in the layer's rows of ``buffers.normalized`` and
gives way to u_hat. Backward, dL/du takes the place of delta; padding stays 0.
"""

import numpy as np

from vgviz.catalogue.normalizations import BATCH, EPSILON, MOMENTUM, RMS
from vgviz.engine.jit import exact, inlined, reducing
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network
from vgviz.engine.plan import (
    FAN_OUT,
    NORMALIZATION,
    NORMALIZED_ROW,
    RUNNING_UNIT,
    SCALE_OFFSET,
    SHIFT_OFFSET,
    UNIT_ROW,
)


@inlined
def _rows(flat: Floats, first: int, count: int, stride: int) -> Floats:
    return flat[first * stride : (first + count) * stride].reshape((count, stride))


@inlined
def _inverse_deviation(variance: float) -> float:
    return float(1.0 / np.sqrt(variance + EPSILON))


@inlined
def _learned(row: Integers, column: int, unit: int, parameters: Floats, absent: float) -> float:
    """A unit's scale or shift, or what stands for it where the layer learns none."""
    return float(parameters[row[column] + unit]) if row[column] >= 0 else absent


@exact
def normalize(
    network: Network,
    layer: int,
    parameters: Floats,
    running: Floats,
    buffers: Buffers,
    flat_z: Floats,
    batch: int,
    stride: int,
    is_training: bool,
) -> None:
    """u_hat in place of u, and z = scale u_hat + shift; statistics are the batch's own if ``is_training``."""
    row = network.layers[layer]
    units = row[FAN_OUT]
    u, z = _rows(buffers.normalized, row[NORMALIZED_ROW], units, stride), _rows(flat_z, 0, units, stride)
    if row[NORMALIZATION] == BATCH:
        statistics = buffers.statistics if is_training else running
        _normalize_units(row, parameters, statistics, u, z, batch, is_training)
    else:
        inverse = _rows(buffers.normalized, row[NORMALIZED_ROW] + units, 1, stride)[0]
        _measure_samples(u, buffers.sums[:stride], inverse, row[NORMALIZATION] == RMS)
        for unit in range(units):
            scale = _learned(row, SCALE_OFFSET, unit, parameters, 1.0)
            shift = _learned(row, SHIFT_OFFSET, unit, parameters, 0.0)
            _finish_unit(u[unit], inverse, z[unit], scale, shift)


@inlined
def _normalize_units(
    row: Integers,
    parameters: Floats,
    statistics: Floats,
    u: Floats,
    z: Floats,
    batch: int,
    is_training: bool,
) -> None:
    """Batch normalization with ``statistics``, all means and then all variances; in training filled first."""
    means, half = row[RUNNING_UNIT], statistics.size // 2
    for unit in range(len(u)):
        if is_training:
            mean, variance = _mean_and_variance(u[unit, :batch])
            statistics[means + unit], statistics[half + means + unit] = mean, variance
        mean, inverse = statistics[means + unit], _inverse_deviation(statistics[half + means + unit])
        scale = _learned(row, SCALE_OFFSET, unit, parameters, 1.0)
        shift = _learned(row, SHIFT_OFFSET, unit, parameters, 0.0)
        _standardize_unit(u[unit], mean, inverse, z[unit], scale, shift)


@reducing
def _mean_and_variance(values: Floats) -> tuple[float, float]:
    total = squares = values.dtype.type(0.0)
    for n in range(values.size):
        total += values[n]
    mean = values.dtype.type(total / values.size)
    for n in range(values.size):
        squares += (values[n] - mean) * (values[n] - mean)
    return float(mean), float(squares / values.size)


@exact
def _standardize_unit(u: Floats, mean: float, inverse: float, z: Floats, scale: float, shift: float) -> None:
    number = u.dtype.type
    m, r, s, b = number(mean), number(inverse), number(scale), number(shift)
    for n in range(u.size):
        u_hat = (u[n] - m) * r
        u[n] = u_hat
        z[n] = s * u_hat + b


@exact
def _measure_samples(u: Floats, mean: Floats, inverse: Floats, is_rms: bool) -> None:
    """Center each sample, unless it is for RMS normalization, and find its 1 / deviation."""
    units = len(u)
    mean[:] = 0.0
    inverse[:] = 0.0
    if not is_rms:
        for unit in range(units):
            _add(u[unit], mean)
        for n in range(mean.size):
            mean[n] /= units
    for unit in range(units):
        _center_unit(u[unit], mean, inverse)
    for n in range(inverse.size):
        inverse[n] = _inverse_deviation(inverse[n] / units)


@exact
def _add(values: Floats, out: Floats) -> None:
    for n in range(values.size):
        out[n] += values[n]


@exact
def _center_unit(u: Floats, mean: Floats, squares: Floats) -> None:
    for n in range(u.size):
        centered = u[n] - mean[n]
        u[n] = centered
        squares[n] += centered * centered


@exact
def _finish_unit(u: Floats, inverse: Floats, z: Floats, scale: float, shift: float) -> None:
    s, b = u.dtype.type(scale), u.dtype.type(shift)
    for n in range(u.size):
        u_hat = u[n] * inverse[n]
        u[n] = u_hat
        z[n] = s * u_hat + b


@exact
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
    if row[NORMALIZATION] == BATCH:
        _units_backward(row, parameters, gradient, buffers.statistics, u_hat, delta, batch)
    else:
        inverse = _rows(buffers.normalized, row[NORMALIZED_ROW] + units, 1, stride)[0]
        _samples_backward(row, parameters, gradient, buffers.sums, u_hat, delta, inverse)


@inlined
def _keep_gradients(row: Integers, unit: int, gradient: Floats, level: float, along: float) -> None:
    """``level`` = sum of delta is the shift's gradient, ``along`` = sum of delta u_hat the scale's."""
    gradient[row[SCALE_OFFSET] + unit] = along
    if row[SHIFT_OFFSET] >= 0:
        gradient[row[SHIFT_OFFSET] + unit] = level


@inlined
def _units_backward(
    row: Integers,
    parameters: Floats,
    gradient: Floats,
    statistics: Floats,
    u_hat: Floats,
    delta: Floats,
    batch: int,
) -> None:
    variances = statistics.size // 2 + row[RUNNING_UNIT]
    for unit in range(len(delta)):
        level, along = _sums(delta[unit], u_hat[unit])
        _keep_gradients(row, unit, gradient, level, along)
        scale = _learned(row, SCALE_OFFSET, unit, parameters, 1.0)
        factor = scale * _inverse_deviation(statistics[variances + unit])
        _unit_backward(delta[unit, :batch], u_hat[unit], factor, level / batch, along / batch)


@reducing
def _sums(delta: Floats, u_hat: Floats) -> tuple[float, float]:
    level = along = delta.dtype.type(0.0)
    for n in range(delta.size):
        level += delta[n]
        along += delta[n] * u_hat[n]
    return float(level), float(along)


@exact
def _unit_backward(delta: Floats, u_hat: Floats, factor: float, level: float, along: float) -> None:
    number = delta.dtype.type
    f, c, a = number(factor), number(level), number(along)
    for n in range(delta.size):
        delta[n] = f * (delta[n] - c - a * u_hat[n])


@inlined
def _samples_backward(
    row: Integers,
    parameters: Floats,
    gradient: Floats,
    sums: Floats,
    u_hat: Floats,
    delta: Floats,
    inverse: Floats,
) -> None:
    units, stride = delta.shape
    level, along = sums[:stride], sums[stride : 2 * stride]
    sums[: 2 * stride] = 0.0
    for unit in range(units):
        shift_gradient, scale_gradient = _sums(delta[unit], u_hat[unit])
        _keep_gradients(row, unit, gradient, shift_gradient, scale_gradient)
        scale = _learned(row, SCALE_OFFSET, unit, parameters, 1.0)
        _scale_unit(delta[unit], u_hat[unit], scale, level, along)
    if row[NORMALIZATION] == RMS:
        level[:] = 0.0
    for n in range(2 * stride):
        sums[n] /= units
    for unit in range(units):
        _sample_backward(delta[unit], u_hat[unit], inverse, level, along)


@exact
def _scale_unit(delta: Floats, u_hat: Floats, scale: float, level: Floats, along: Floats) -> None:
    """Turn dL/dz into dL/du_hat and add it up for each sample, alone and along u_hat."""
    s = delta.dtype.type(scale)
    for n in range(delta.size):
        scaled = s * delta[n]
        delta[n] = scaled
        level[n] += scaled
        along[n] += scaled * u_hat[n]


@exact
def _sample_backward(delta: Floats, u_hat: Floats, inverse: Floats, level: Floats, along: Floats) -> None:
    for n in range(delta.size):
        delta[n] = inverse[n] * (delta[n] - level[n] - along[n] * u_hat[n])


@exact
def remember_statistics(running: Floats, statistics: Floats, batch: int) -> None:
    """Move running means and variances towards the newest batch's; its unbiased variance counts."""
    half = running.size // 2
    for i in range(running.size):
        newest = statistics[i] if i < half else statistics[i] * (batch / (batch - 1.0))
        running[i] += MOMENTUM * (newest - running[i])
