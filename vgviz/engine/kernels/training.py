"""Whole training steps in one call."""

import numpy as np

from vgviz.engine.descent import Descent
from vgviz.engine.jit import entry, inlined
from vgviz.engine.kernels.arrays import Buffers, Integers, Network, Samples, Vectors
from vgviz.engine.kernels.losses import mean_loss, output_delta
from vgviz.engine.kernels.normalization import remember_statistics
from vgviz.engine.kernels.optimizers import update
from vgviz.engine.kernels.passes import (
    TRAINING,
    backward_layer,
    forward,
    gather,
    lay_ones,
    output_rows,
    padded,
)
from vgviz.engine.plan import WEIGHT_OFFSET

# Parameters whose gradients are still in the cache when they are updated. Fewer would not be worth the call.
UPDATED_TOGETHER = 1 << 13


@entry
def train_steps(
    network: Network,
    samples: Samples,
    buffers: Buffers,
    vectors: Vectors,
    order: Integers,
    batch_size: int,
    descent: Descent,
) -> tuple[int, float, bool]:
    """Train in place on batches of ``order``, one after the other, from its start again after its end.

    Returns
    -------
    Steps done, loss before the last of them, and whether loss and parameters are still finite. It stops at
    once when they are not; a step whose loss is not finite counts, but changes no parameter.
    """
    parameters, gradient = vectors.parameters, vectors.change  # a gradient turns into the change it causes
    steps = len(descent.scales)
    one_batch = batch_size >= order.size
    loss, start, laid = np.nan, 0, 0
    for step in range(steps):
        stop = min(start + batch_size, order.size)
        batch, stride = stop - start, padded(stop - start)
        if step == 0 or not one_batch:
            gather(samples, order[start:stop], network, buffers)
        if stride != laid:
            lay_ones(network, buffers, stride)
            laid = stride
        forward(network, parameters, vectors.running, buffers, batch, stride, TRAINING)
        z, delta = output_rows(network, buffers, stride)
        mark = output_delta(network, buffers, z, delta, batch, stride)
        if not np.isfinite(mark):
            gradient[:] = 0.0
            return step + 1, mean_loss(network, buffers, z, batch, stride), False
        if step == steps - 1:
            loss = mean_loss(network, buffers, z, batch, stride)
        if vectors.running.size:
            remember_statistics(vectors.running, buffers.statistics, batch)
        if not _descend(network, vectors, buffers, batch, stride, descent, step):
            return step + 1, mean_loss(network, buffers, z, batch, stride), False
        start = stop if stop < order.size else 0
    return steps, loss, True


@inlined
def _descend(
    network: Network,
    vectors: Vectors,
    buffers: Buffers,
    batch: int,
    stride: int,
    descent: Descent,
    step: int,
) -> bool:
    """Backward and update, some layers at a time; whether all parameters are still finite.

    A layer's parameters are of no use to the layers below it, so they can change before these have theirs.
    """
    parameters, gradient, lost = vectors.parameters, vectors.change, 0
    stop = parameters.size
    at_once = stop if descent.clips else UPDATED_TOGETHER
    for layer in range(len(network.layers) - 1, -1, -1):
        backward_layer(network, layer, parameters, gradient, buffers, batch, stride)
        start = network.layers[layer, WEIGHT_OFFSET]
        if stop - start >= at_once or layer == 0:
            lost += not update(descent, step, vectors, buffers.team, start, stop - start)
            stop = start
    return lost == 0
