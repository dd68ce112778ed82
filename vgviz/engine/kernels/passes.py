"""One batch through the network: gathered, forward, backward."""

from typing import Any

import numpy as np

from vgviz.catalogue.normalizations import BATCH, NONE
from vgviz.engine.jit import copied, exact, inlined, reducing
from vgviz.engine.kernels.activations.layer import apply_activation
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network, Samples
from vgviz.engine.kernels.normalization import (
    clear_bias_gradient,
    normalize_backward,
    normalize_forward,
)
from vgviz.engine.kernels.products import linear_backward, linear_forward, weight_gradient
from vgviz.engine.kernels.shared import shared
from vgviz.engine.kernels.skips import skip_backward, skip_forward
from vgviz.engine.kernels.teamwork import (
    ACTIVATION,
    BACKWARD,
    PRODUCT,
    first_part,
    next_part,
    wait_for_helper,
)
from vgviz.engine.kernels.vector import ROW_MULTIPLE
from vgviz.engine.losses import BINARY_CROSS_ENTROPY, CROSS_ENTROPY, HINGE
from vgviz.engine.plan import (
    FAN_IN,
    FAN_OUT,
    INPUT_ROW,
    NORMALIZATION,
    NORMALIZED_ROW,
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
FIRST: Any = np.int64(0)
# Rows at whose multiples parts of a layer begin, so that tiles and loops over rows are as whole as without.
ROWS_TOGETHER: Any = np.int64(8)
# Rows so many numbers apart, or twice as many, all lie in the same few places of the first cache.
ONE_PLACE = 1024
# Features of a sample that fill a cache line, or half of one.
BLOCK_FEATURES = 8
# One value of an activation and its derivative takes as long as so many multiplications.
WORK_OF_AN_ACTIVATION = 16


def row_stride(batch: int) -> int:
    """Numbers from one buffer row to the next: ``batch`` padded to whole vectors, and not to `ONE_PLACE`."""
    stride = (batch + ROW_MULTIPLE - 1) // ROW_MULTIPLE * ROW_MULTIPLE
    return stride if stride % ONE_PLACE else stride + ROW_MULTIPLE


padded = inlined(row_stride)


@shared
def gather(samples: Samples, chosen: Integers, network: Network, buffers: Buffers) -> None:
    """Bring the ``chosen`` samples into the buffers."""
    gather_inputs(samples.x, chosen, network, buffers)
    _gather_targets(samples, chosen, network, buffers, padded(chosen.size))


@exact
def gather_inputs(x: Floats, chosen: Integers, network: Network, buffers: Buffers) -> None:
    """Bring the ``chosen`` rows of ``x`` into the buffers, one row a feature; padding repeats the last one.

    In blocks of whole cache lines on either side: a sample's features would lie a row of the buffer apart.
    """
    batch, stride = chosen.size, padded(chosen.size)
    whole = network.features // BLOCK_FEATURES * BLOCK_FEATURES
    for start in range(0, stride, ROW_MULTIPLE):
        for first in range(0, whole, BLOCK_FEATURES):
            for n in range(start, start + ROW_MULTIPLE):
                sample = chosen[min(n, batch - 1)]
                for feature in range(BLOCK_FEATURES):
                    buffers.activations[(first + feature) * stride + n] = x[sample, first + feature]
        for feature in range(whole, network.features):
            for n in range(start, start + ROW_MULTIPLE):
                buffers.activations[feature * stride + n] = x[chosen[min(n, batch - 1)], feature]


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


@copied
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
    work = row[FAN_IN] * row[FAN_OUT] * stride
    first, count = first_part(buffers.team, PRODUCT, layer, stride, row[FAN_OUT], ROWS_TOGETHER, work)
    while count:
        product_rows(network, layer, parameters, buffers, stride, first, count)
        first, count = next_part(buffers.team)
    wait_for_helper(buffers.team)
    if layer == len(network.layers) - 1:
        return
    if row[NORMALIZATION] != NONE:
        normalize_forward(network, layer, parameters, running, buffers, batch, stride, is_training)
    work = WORK_OF_AN_ACTIVATION * row[FAN_OUT] * stride
    first, count = first_part(buffers.team, ACTIVATION, layer, stride, row[FAN_OUT], ROWS_TOGETHER, work)
    while count:
        activation_rows(network, layer, parameters, buffers, stride, first, count)
        first, count = next_part(buffers.team)
    wait_for_helper(buffers.team)


@copied
def product_rows(
    network: Network, layer: int, parameters: Floats, buffers: Buffers, stride: int, first: int, count: int
) -> None:
    """W x + b of ``count`` units from ``first``, where the layer's z goes or what it normalizes."""
    row = network.layers[layer]
    out, start = buffers.z, row[Z_ROW]
    if row[NORMALIZATION] != NONE:
        out, start = buffers.normalized, row[NORMALIZED_ROW]
    elif layer == len(network.layers) - 1:
        out, start = buffers.activations, row[OUTPUT_ROW]
    linear_forward(
        parameters, row[WEIGHT_OFFSET], row[FAN_IN], row[FAN_OUT], first, count,
        buffers.activations, row[INPUT_ROW] * stride, out, start * stride, stride,
    )  # fmt: skip


@copied
def activation_rows(
    network: Network, layer: int, parameters: Floats, buffers: Buffers, stride: int, first: int, count: int
) -> None:
    """f(z) and f'(z) of ``count`` units from ``first``, and their inputs added where they are skipped."""
    apply_activation(network, layer, parameters, buffers, stride, first, count)
    if network.layers[layer, SKIP]:
        skip_forward(network, layer, buffers, stride, first, count)


@shared
def forward(
    network: Network,
    parameters: Floats,
    running: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    is_training: bool,
) -> None:
    """All layers, first to last; batch normalization takes ``running`` unless it is training.

    Called by name it goes through all of them: a network and its buffers are a hundred numbers to hand over.
    """
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
    """Z and what a layer hands on, flat; z is kept until the next layer's forward pass."""
    row, is_output = network.layers[layer], layer == len(network.layers) - 1
    start, z_start, size = row[OUTPUT_ROW] * stride, row[Z_ROW] * stride, row[FAN_OUT] * stride
    activation = buffers.activations[start : start + size]
    z = activation if is_output else buffers.z[z_start : z_start + size]
    return z, activation


@inlined
def parameter_gradient(
    network: Network, layer: int, parameters: Floats, gradient: Floats, buffers: Buffers, stride: int,
    first: int, count: int,
) -> None:  # fmt: skip
    """dL/dW and dL/db of ``count`` inputs from ``first``, from dL/d(W x + b) in the place of delta.

    The input after the last one is the constant 1, whose weights are the biases.
    """
    row = network.layers[layer]
    weight_gradient(
        gradient, row[WEIGHT_OFFSET] + first * row[FAN_OUT], count, row[FAN_OUT],
        buffers.activations, (row[INPUT_ROW] + first) * stride,
        buffers.deltas, row[UNIT_ROW] * stride, stride, parameters,
    )  # fmt: skip
    if row[NORMALIZATION] == BATCH and first + count > row[FAN_IN]:
        clear_bias_gradient(network, layer, gradient)


@inlined
def incoming_gradient(
    network: Network, layer: int, parameters: Floats, buffers: Buffers, stride: int, first: int, count: int
) -> None:
    """dL/da of ``count`` units of a layer, back through the weights of the layer above."""
    row = network.layers[layer + 1]
    linear_backward(
        parameters, row[WEIGHT_OFFSET], row[FAN_OUT], first, count,
        buffers.deltas, row[UNIT_ROW] * stride, buffers.incoming, stride,
    )  # fmt: skip


@inlined
def add_skipped(network: Network, layer: int, buffers: Buffers, stride: int, first: int, count: int) -> None:
    """Add what comes back to a layer past the layer above, and keep what will go past this one."""
    if network.layers[layer, SKIP] or network.layers[layer + 1, SKIP]:
        skip_backward(network, layer, buffers, stride, first, count)


@exact
def slope_gradient(
    network: Network, layer: int, gradient: Floats, buffers: Buffers, stride: int, first: int, count: int
) -> None:
    """dL/da of learned slopes a, where the layer has any; df/da is share * s z for z below 0."""
    row = network.layers[layer]
    if row[SLOPE_OFFSET] < 0:
        return
    scale = network.values[layer, SLOPE_SHARE] * network.values[layer, STEEPNESS]
    for unit in range(first, first + count):
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
def delta_below(network: Network, layer: int, buffers: Buffers, stride: int, first: int, count: int) -> None:
    """Turn the f'(z) of ``count`` units of a layer into their delta = f'(z) dL/da.

    Backwards, because the next layer's lie in front: then the processor foresees what is needed.
    """
    start, size = (network.layers[layer, UNIT_ROW] + first) * stride, count * stride
    delta = buffers.deltas[start : start + size]
    incoming = buffers.incoming[first * stride : first * stride + size]
    for n in range(size - 1, -1, -1):
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
def backward_layer(
    network: Network, layer: int, parameters: Floats, gradient: Floats, buffers: Buffers, batch: int,
    stride: int,
) -> None:  # fmt: skip
    """From a layer's delta the gradient of its weights and the delta of the layer below.

    Deltas take the place of derivatives, and where a layer is normalized dL/d(W x + b) that of deltas.
    """
    row = network.layers[layer]
    work = 2 * row[FAN_IN] * row[FAN_OUT] * stride
    first, count = first_part(buffers.team, BACKWARD, layer, stride, row[FAN_IN], ROWS_TOGETHER, work)
    while count:
        backward_rows(network, layer, parameters, gradient, buffers, stride, first, count)
        first, count = next_part(buffers.team)
    wait_for_helper(buffers.team)
    if layer:
        linear_delta(network, layer - 1, parameters, gradient, buffers, batch, stride)


@copied
def backward_rows(
    network: Network, layer: int, parameters: Floats, gradient: Floats, buffers: Buffers, stride: int,
    first: int, count: int,
) -> None:  # fmt: skip
    """The gradients of a layer's weights from ``count`` inputs, and the delta of the units they come from."""
    ones = first + count == network.layers[layer, FAN_IN]
    parameter_gradient(network, layer, parameters, gradient, buffers, stride, first, count + ones)
    if layer:
        below = layer - 1
        incoming_gradient(network, below, parameters, buffers, stride, first, count)
        add_skipped(network, below, buffers, stride, first, count)
        slope_gradient(network, below, gradient, buffers, stride, first, count)
        delta_below(network, below, buffers, stride, first, count)
