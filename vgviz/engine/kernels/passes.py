"""One batch through the network: gathered, forward, backward."""

from typing import Any

import numpy as np

from vgviz.catalogue.normalizations import BATCH, NONE
from vgviz.engine.jit import exact, inlined, reducing
from vgviz.engine.kernels.activations.layer import apply_activation
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network, Samples
from vgviz.engine.kernels.normalization import (
    clear_bias_gradient,
    normalize_backward,
    normalized_forward,
)
from vgviz.engine.kernels.products import linear_backward, linear_forward, weight_gradient
from vgviz.engine.kernels.shared import shared
from vgviz.engine.kernels.skips import skip_backward, skip_forward
from vgviz.engine.kernels.vector import ROW_MULTIPLE
from vgviz.engine.losses import BINARY_CROSS_ENTROPY, CROSS_ENTROPY, HINGE
from vgviz.engine.plan import (
    FAN_IN,
    FAN_OUT,
    INPUT_ROW,
    NORMALIZATION,
    OUTPUT_ROW,
    SKIP,
    SLOPE_OFFSET,
    SLOPE_SHARE,
    STEEPNESS,
    UNIT_ROW,
    WEIGHT_OFFSET,
    Z_ROW,
)

# Not written out where they are passed on, because then forward_layer would be compiled for each by itself.
TRAINING: Any = np.bool_(True)
EVALUATING: Any = np.bool_(False)


def row_stride(batch: int) -> int:
    """Numbers from one buffer row to the next: ``batch`` padded to whole vectors."""
    return (batch + ROW_MULTIPLE - 1) // ROW_MULTIPLE * ROW_MULTIPLE


padded = inlined(row_stride)


@shared
def gather(samples: Samples, chosen: Integers, network: Network, buffers: Buffers) -> None:
    """Bring the ``chosen`` samples into the buffers, one row a feature; padding repeats the last sample."""
    batch, stride = chosen.size, padded(chosen.size)
    for n in range(stride):
        sample = chosen[min(n, batch - 1)]
        for feature in range(network.features):
            buffers.activations[feature * stride + n] = samples.x[sample, feature]
    _gather_targets(samples, chosen, network, buffers, stride)


@exact
def _gather_targets(
    samples: Samples, chosen: Integers, network: Network, buffers: Buffers, stride: int
) -> None:
    """Labels as they are, and as targets: a label is the target 1 of its own output."""
    batch = chosen.size
    if samples.labels.size == 0:
        for n in range(batch):
            for output in range(network.outputs):
                buffers.targets[output * stride + n] = samples.targets[chosen[n], output]
        return
    for n in range(batch):
        buffers.labels[n] = samples.labels[chosen[n]]
    if network.loss != BINARY_CROSS_ENTROPY and network.loss != CROSS_ENTROPY:
        absent = -1.0 if network.loss == HINGE else 0.0
        for output in range(network.outputs):
            for n in range(batch):
                buffers.targets[output * stride + n] = 1.0 if buffers.labels[n] == output else absent


@inlined
def lay_ones(network: Network, buffers: Buffers, stride: int) -> None:
    """Write the constant 1 after every layer's inputs; it stays while the stride does."""
    for layer in range(len(network.layers)):
        start = (network.layers[layer, INPUT_ROW] + network.layers[layer, FAN_IN]) * stride
        buffers.activations[start : start + stride] = 1.0


@shared
def forward_layer(
    network: Network,
    layer: int,
    parameters: Floats,
    running: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    is_training: bool,
) -> None:
    """z, f(z) and f'(z) of one layer. The output layer is linear: its z is written as its activation."""
    row = network.layers[layer]
    is_output = layer == len(network.layers) - 1
    f_start, z_start, size = row[OUTPUT_ROW] * stride, row[Z_ROW] * stride, row[FAN_OUT] * stride
    if row[NORMALIZATION] != NONE:
        normalized_forward(network, layer, parameters, running, buffers, batch, stride, is_training)
    else:
        out, start = (buffers.activations, f_start) if is_output else (buffers.z, z_start)
        linear_forward(
            parameters, row[WEIGHT_OFFSET], row[FAN_IN], row[FAN_OUT],
            buffers.activations, row[INPUT_ROW] * stride, out, start, stride,
        )  # fmt: skip
    if is_output:
        return
    z, f = buffers.z[z_start : z_start + size], buffers.activations[f_start : f_start + size]
    d_start = row[UNIT_ROW] * stride
    apply_activation(
        network, layer, parameters, buffers, z, f, buffers.deltas[d_start : d_start + size], stride
    )
    if row[SKIP]:
        skip_forward(network, layer, buffers, stride)


@inlined
def forward(
    network: Network,
    parameters: Floats,
    running: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    is_training: bool,
) -> None:
    """All layers, first to last; batch normalization takes ``running`` unless it is training."""
    for layer in range(len(network.layers)):
        forward_layer(network, layer, parameters, running, buffers, batch, stride, is_training)


@inlined
def output_rows(network: Network, buffers: Buffers, stride: int) -> tuple[Floats, Floats]:
    """The output layer's z and delta, flat."""
    row = network.layers[len(network.layers) - 1]
    start, unit, size = row[OUTPUT_ROW] * stride, row[UNIT_ROW] * stride, row[FAN_OUT] * stride
    return buffers.activations[start : start + size], buffers.deltas[unit : unit + size]


@inlined
def layer_rows(network: Network, layer: int, buffers: Buffers, stride: int) -> tuple[Floats, Floats]:
    """Z and what a layer hands on, shape (units, stride); z is kept until the next layer's forward pass."""
    row, is_output = network.layers[layer], layer == len(network.layers) - 1
    start, z_start, size = row[OUTPUT_ROW] * stride, row[Z_ROW] * stride, row[FAN_OUT] * stride
    activation = buffers.activations[start : start + size].reshape((row[FAN_OUT], stride))
    z = activation if is_output else buffers.z[z_start : z_start + size].reshape((row[FAN_OUT], stride))
    return z, activation


@inlined
def parameter_gradient(network: Network, layer: int, gradient: Floats, buffers: Buffers, stride: int) -> None:
    """dL/dW and dL/db of one layer, from dL/d(W x + b) in the place of its delta."""
    row = network.layers[layer]
    weight_gradient(
        gradient, row[WEIGHT_OFFSET], row[FAN_IN], row[FAN_OUT],
        buffers.activations, row[INPUT_ROW] * stride, buffers.deltas, row[UNIT_ROW] * stride, stride,
    )  # fmt: skip
    if row[NORMALIZATION] == BATCH:
        clear_bias_gradient(network, layer, gradient)


@inlined
def incoming_gradient(
    network: Network, layer: int, parameters: Floats, buffers: Buffers, stride: int
) -> None:
    """dL/da of one layer, back through the weights of the layer above."""
    row = network.layers[layer + 1]
    linear_backward(
        parameters, row[WEIGHT_OFFSET], row[FAN_IN], row[FAN_OUT],
        buffers.deltas, row[UNIT_ROW] * stride, buffers.incoming, stride,
    )  # fmt: skip


@inlined
def add_skipped(network: Network, layer: int, buffers: Buffers, stride: int) -> None:
    """Add what comes back to a layer past the layer above, and keep what will go past this one."""
    if network.layers[layer, SKIP] or network.layers[layer + 1, SKIP]:
        skip_backward(network, layer, buffers, stride)


@exact
def slope_gradient(network: Network, layer: int, gradient: Floats, buffers: Buffers, stride: int) -> None:
    """dL/da of a layer's learned slopes a, where it has any; df/da is share * s z for z below 0."""
    row = network.layers[layer]
    if row[SLOPE_OFFSET] < 0:
        return
    scale = network.values[layer, SLOPE_SHARE] * network.values[layer, STEEPNESS]
    for unit in range(row[FAN_OUT]):
        if scale == 0.0:  # slopes that do not act now, and z that is not kept
            gradient[row[SLOPE_OFFSET] + unit] = 0.0
            continue
        z_start = (row[Z_ROW] + unit) * stride
        z = buffers.z[z_start : z_start + stride]
        incoming = buffers.incoming[unit * stride : (unit + 1) * stride]
        gradient[row[SLOPE_OFFSET] + unit] = scale * _sum_below_zero(incoming, z)


@reducing
def _sum_below_zero(incoming: Floats, z: Floats) -> float:
    total = 0.0
    for n in range(z.size):
        total += 0.0 if z[n] > 0.0 else incoming[n] * z[n]
    return total


@inlined
def delta_below(network: Network, layer: int, buffers: Buffers, stride: int) -> None:
    """Turn a layer's f'(z) into its delta = f'(z) dL/da."""
    start, size = network.layers[layer, UNIT_ROW] * stride, network.layers[layer, FAN_OUT] * stride
    delta, incoming = buffers.deltas[start : start + size], buffers.incoming[:size]
    for n in range(size):
        delta[n] *= incoming[n]


@inlined
def linear_delta(
    network: Network,
    layer: int,
    parameters: Floats,
    gradient: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
) -> None:
    """Turn a layer's delta = dL/dz into dL/d(W x + b)."""
    if network.layers[layer, NORMALIZATION] != NONE:
        normalize_backward(network, layer, parameters, gradient, buffers, batch, stride)


@inlined
def backward(
    network: Network, parameters: Floats, gradient: Floats, buffers: Buffers, batch: int, stride: int
) -> None:
    """The whole gradient from the output layer's delta.

    Deltas take the place of derivatives, and where a layer is normalized dL/d(W x + b) that of deltas.
    """
    top = len(network.layers) - 1
    parameter_gradient(network, top, gradient, buffers, stride)
    for layer in range(top - 1, -1, -1):
        incoming_gradient(network, layer, parameters, buffers, stride)
        add_skipped(network, layer, buffers, stride)
        slope_gradient(network, layer, gradient, buffers, stride)
        delta_below(network, layer, buffers, stride)
        linear_delta(network, layer, parameters, gradient, buffers, batch, stride)
        parameter_gradient(network, layer, gradient, buffers, stride)
