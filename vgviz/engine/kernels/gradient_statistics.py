"""What is measured of a layer on the way back: its delta, its gradients and its weights."""

import numpy as np

from vgviz.engine.jit import exact
from vgviz.engine.kernels.arrays import Floats, Network, Vectors
from vgviz.engine.kernels.norms import (
    column_squares,
    norm,
    roots_of_means,
    sum_and_squares,
    weight_norms,
)
from vgviz.engine.plan import FAN_IN, FAN_OUT, UNIT_ROW, WEIGHT_OFFSET
from vgviz.engine.telemetry import LAYER_FIELDS, UNIT_FIELDS

GRAD_WEIGHT_NORM = LAYER_FIELDS.index("grad_weight_norm")
GRAD_WEIGHT_RMS = LAYER_FIELDS.index("grad_weight_rms")
GRAD_BIAS_NORM = LAYER_FIELDS.index("grad_bias_norm")
DELTA_RMS = LAYER_FIELDS.index("delta_rms")
WEIGHT_NORM = LAYER_FIELDS.index("weight_norm")
UPDATE_RATIO = LAYER_FIELDS.index("update_ratio")
DISTANCE_FROM_START = LAYER_FIELDS.index("distance_from_start")
UNIT_DELTA_RMS = UNIT_FIELDS.index("delta_rms")
UNIT_GRAD_WEIGHT_RMS = UNIT_FIELDS.index("grad_weight_rms")


@exact
def measure_delta(
    network: Network,
    layer: int,
    delta: Floats,
    gradient: Floats,
    batch: int,
    stride: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
) -> float:
    """RMS of batch * delta of the layer and of each unit, norm of its batch sum; returns norm(delta).

    Padding is 0. The sums are put where dL/db will be.
    """
    row = network.layers[layer]
    units, first = row[FAN_OUT], row[UNIT_ROW]
    bias = row[WEIGHT_OFFSET] + row[FAN_IN] * units
    sums, rms = gradient[bias : bias + units], unit_statistics[UNIT_DELTA_RMS, first : first + units]
    _sums_and_squares(delta, batch, stride, sums, rms)
    scale, squares = roots_of_means(rms, delta, stride, batch, 1, np.float64(batch))
    layer_statistics[GRAD_BIAS_NORM, layer] = norm(sums)
    layer_statistics[DELTA_RMS, layer] = batch * (scale * np.sqrt(squares / (batch * units)))
    return np.float64(scale * np.sqrt(squares))


@exact
def _sums_and_squares(delta: Floats, batch: int, stride: int, sums: Floats, squares: Floats) -> None:
    """The sum of each unit's delta and of its squares."""
    for unit in range(sums.size):
        sums[unit], squares[unit] = sum_and_squares(delta[unit * stride : unit * stride + batch])


@exact
def measure_weight_gradient(
    network: Network, layer: int, gradient: Floats, layer_statistics: Floats, unit_statistics: Floats
) -> None:
    """Norm and RMS of dL/dW, and the RMS of each unit's."""
    row = network.layers[layer]
    start, units = row[WEIGHT_OFFSET], row[FAN_OUT]
    slopes = gradient[start : start + row[FAN_IN] * units]
    rms = unit_statistics[UNIT_GRAD_WEIGHT_RMS, row[UNIT_ROW] : row[UNIT_ROW] + units]
    column_squares(slopes, rms)
    scale, squares = roots_of_means(rms, slopes, 1, slopes.size - units + 1, units, 1.0)
    layer_statistics[GRAD_WEIGHT_NORM, layer] = scale * np.sqrt(squares)
    layer_statistics[GRAD_WEIGHT_RMS, layer] = scale * np.sqrt(squares / slopes.size)


@exact
def measure_weights(
    network: Network, layer: int, vectors: Vectors, origin: Floats, layer_statistics: Floats
) -> None:
    """Norm of the weights, and how far the last step and all steps took them, as shares of a norm."""
    row = network.layers[layer]
    start = row[WEIGHT_OFFSET]
    bias = start + row[FAN_IN] * row[FAN_OUT]
    weight_norm, change_norm, distance = weight_norms(
        vectors.parameters[start:bias], vectors.change[start:bias], origin[start:bias]
    )
    layer_statistics[WEIGHT_NORM, layer] = weight_norm
    layer_statistics[UPDATE_RATIO, layer] = change_norm / weight_norm
    layer_statistics[DISTANCE_FROM_START, layer] = distance
