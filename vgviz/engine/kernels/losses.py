"""Losses on the output rows: delta of every output, and the loss itself where it is wanted.

A step of training only needs to know whether its loss is finite; logarithms are taken when the loss is shown.
The delta of padding is 0, which keeps it out of every gradient.
"""

import numpy as np

from vgviz.engine.jit import exact, inlined
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network
from vgviz.engine.kernels.exponential import exp_and_expm1
from vgviz.engine.kernels.shared import shared
from vgviz.engine.losses import BINARY_CROSS_ENTROPY, CROSS_ENTROPY, HINGE, HUBER, MAE


@shared
def output_delta(
    network: Network, buffers: Buffers, z: Floats, delta: Floats, batch: int, stride: int
) -> float:
    """Write dL/dz of the output rows into ``delta``; the result is finite exactly if the loss is.

    Parameters
    ----------
    z, delta : flat, one row of ``stride`` numbers an output.
    """
    if network.loss == BINARY_CROSS_ENTROPY:
        mark = _binary_delta(network, z, buffers.labels, delta, batch)
    elif network.loss == CROSS_ENTROPY:
        mark = _softmax_delta(z, buffers.labels, delta, network.outputs, batch, stride)
        if network.smoothing > 0.0:
            mark += _smooth(network, z, buffers.labels, delta, batch, stride)
    else:
        mark = _compared_delta(network, z, buffers.targets, delta, batch, stride)
    for output in range(network.outputs):
        for n in range(output * stride + batch, (output + 1) * stride):
            delta[n] = 0.0
    return mark


@exact
def _binary_delta(network: Network, z: Floats, labels: Integers, delta: Floats, batch: int) -> float:
    mark = 0.0
    scale = 1.0 / batch
    for n in range(batch):
        sign = -1.0 if labels[n] == 1 else 1.0
        e, _ = exp_and_expm1(-abs(z[n]))
        missed = (1.0 if sign * z[n] >= 0.0 else e) / (1.0 + e)
        delta[n] = sign * scale * (missed - 0.5 * network.smoothing)
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
def _smooth(network: Network, z: Floats, labels: Integers, delta: Floats, batch: int, stride: int) -> float:
    """Spread a share of each label over all classes."""
    mark, taken = 0.0, network.smoothing / batch
    for n in range(batch):
        for k in range(network.outputs):
            delta[n + k * stride] -= taken / network.outputs
            mark += 0.0 * z[n + k * stride]
        delta[n + labels[n] * stride] += taken
    return mark


@exact
def _compared_delta(
    network: Network, z: Floats, targets: Floats, delta: Floats, batch: int, stride: int
) -> float:
    """Deltas of the losses that compare each output with a target of its own."""
    total, scale = 0.0, 1.0 / (batch * network.outputs)
    for k in range(network.outputs):
        for n in range(k * stride, k * stride + batch):
            value, slope = _compare(network.loss, z[n], targets[n])
            delta[n] = scale * slope
            total += value
    return total


@inlined
def _compare(loss: int, z: float, target: float) -> tuple[float, float]:
    """One output's loss and its derivative."""
    if loss == HINGE:
        missing = 1.0 - target * z
        if missing > 0.0:
            return missing, -target
        return (0.0, 0.0) if missing <= 0.0 else (missing, missing)  # no number stays none
    difference = z - target
    size = abs(difference)
    sign = 1.0 if difference > 0.0 else (-1.0 if difference < 0.0 else difference)
    if loss == MAE:
        return size, sign
    if loss == HUBER and size > 1.0:
        return size - 0.5, sign
    if loss == HUBER:
        return 0.5 * difference * difference, difference
    return difference * difference, 2.0 * difference


@shared
def mean_loss(network: Network, buffers: Buffers, z: Floats, batch: int, stride: int) -> float:
    """The loss of the output rows ``z``."""
    total = 0.0
    for n in range(batch):
        if network.loss == BINARY_CROSS_ENTROPY:
            target = buffers.labels[n] * (1.0 - network.smoothing) + 0.5 * network.smoothing
            total += max(z[n], 0.0) - z[n] * target + np.log1p(np.exp(-abs(z[n])))
        elif network.loss == CROSS_ENTROPY:
            total += _cross_entropy(network, z, n, buffers.labels[n], stride)
        else:
            for k in range(n, n + network.outputs * stride, stride):
                value, _ = _compare(network.loss, z[k], buffers.targets[k])
                total += value / network.outputs
    return total / batch


@exact
def _cross_entropy(network: Network, z: Floats, n: int, label: int, stride: int) -> float:
    """One sample's loss: -log of its label's probability, mixed with the mean of that over all classes."""
    rows = range(n, n + network.outputs * stride, stride)
    largest = z[n]
    for k in rows:
        largest = max(largest, z[k])
    total, shortfall = 0.0, 0.0
    for k in rows:
        total += np.exp(z[k] - largest)
        shortfall += largest - z[k]
    lost = np.log(total) + (largest - z[n + label * stride])
    if network.smoothing == 0.0:
        return float(lost)
    spread = np.log(total) + shortfall / network.outputs
    return float((1.0 - network.smoothing) * lost + network.smoothing * spread)


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
