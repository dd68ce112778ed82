"""Losses on the output rows: delta of every output, and the loss itself where it is wanted.

A step of training only needs to know whether its loss is finite; logarithms are taken when the loss is shown.
The delta of padding is 0, which keeps it out of every gradient.
"""

import numpy as np

from vgviz.engine.jit import exact
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network
from vgviz.engine.kernels.exponential import exp_and_expm1
from vgviz.engine.losses import BINARY_CROSS_ENTROPY, CROSS_ENTROPY


@exact
def output_delta(
    network: Network, buffers: Buffers, z: Floats, delta: Floats, batch: int, stride: int
) -> float:
    """Write dL/dz of the output rows into ``delta``; the result is finite exactly if the loss is.

    Parameters
    ----------
    z, delta : flat, one row of ``stride`` numbers an output.
    """
    if network.loss == BINARY_CROSS_ENTROPY:
        mark = _binary_delta(z, buffers.labels, delta, batch)
    elif network.loss == CROSS_ENTROPY:
        mark = _softmax_delta(z, buffers.labels, delta, network.outputs, batch, stride)
    else:
        mark = _squared_delta(z, buffers.targets, delta, network.outputs, batch, stride)
    for output in range(network.outputs):
        for n in range(output * stride + batch, (output + 1) * stride):
            delta[n] = 0.0
    return mark


@exact
def _binary_delta(z: Floats, labels: Integers, delta: Floats, batch: int) -> float:
    mark = 0.0
    scale = 1.0 / batch
    for n in range(batch):
        sign = -1.0 if labels[n] == 1 else 1.0
        e, _ = exp_and_expm1(-abs(z[n]))
        delta[n] = sign * scale * (1.0 if sign * z[n] >= 0.0 else e) / (1.0 + e)
        mark += 0.0 * z[n]
    return mark


@exact
def _softmax_delta(
    z: Floats, labels: Integers, delta: Floats, outputs: int, batch: int, stride: int
) -> float:
    mark = 0.0
    for n in range(batch):
        label = labels[n]
        largest = z[n]
        for k in range(1, outputs):
            largest = max(largest, z[n + k * stride])
        others = 0.0
        for k in range(outputs):
            e, _ = exp_and_expm1(z[n + k * stride] - largest)
            delta[n + k * stride] = e
            others += 0.0 if k == label else e
        # The label's probability less 1 is minus the sum of the others, however small that is.
        chosen = n + label * stride
        total = others + delta[chosen]
        delta[chosen] = -others
        for k in range(outputs):
            delta[n + k * stride] /= total * batch
        mark += 0.0 * (largest - z[chosen]) + 0.0 * total
    return mark


@exact
def _squared_delta(z: Floats, targets: Floats, delta: Floats, outputs: int, batch: int, stride: int) -> float:
    total = 0.0
    scale = 2.0 / (batch * outputs)
    for k in range(outputs):
        for n in range(k * stride, k * stride + batch):
            difference = z[n] - targets[n]
            delta[n] = scale * difference
            total += difference * difference
    return total


@exact
def mean_loss(network: Network, buffers: Buffers, z: Floats, batch: int, stride: int) -> float:
    """The loss of the output rows ``z``."""
    total = 0.0
    for n in range(batch):
        if network.loss == BINARY_CROSS_ENTROPY:
            total += max(z[n], 0.0) - z[n] * buffers.labels[n] + np.log1p(np.exp(-abs(z[n])))
        elif network.loss == CROSS_ENTROPY:
            total += _log_likelihood_lost(z, n, buffers.labels[n], network.outputs, stride)
        else:
            for k in range(network.outputs):
                difference = z[n + k * stride] - buffers.targets[n + k * stride]
                total += difference * difference / network.outputs
    return total / batch


@exact
def _log_likelihood_lost(z: Floats, n: int, label: int, outputs: int, stride: int) -> float:
    largest = z[n]
    for k in range(1, outputs):
        largest = max(largest, z[n + k * stride])
    total = 0.0
    for k in range(outputs):
        total += np.exp(z[n + k * stride] - largest)
    return float(np.log(total) + (largest - z[n + label * stride]))


@exact
def hits(network: Network, labels: Integers, z: Floats, batch: int, stride: int) -> int:
    """How many of the batch's labels the outputs name."""
    count = 0
    for n in range(batch):
        predicted = 0
        if network.loss == BINARY_CROSS_ENTROPY:
            predicted = 1 if z[n] > 0.0 else 0
        else:
            for k in range(1, network.outputs):
                if z[n + k * stride] > z[n + predicted * stride]:
                    predicted = k
        count += 1 if predicted == labels[n] else 0
    return count
