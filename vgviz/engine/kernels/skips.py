"""Skip connections: a layer's input added to its activation, and what comes back past the layer."""

from vgviz.engine.jit import exact
from vgviz.engine.kernels.arrays import Buffers, Floats, Network
from vgviz.engine.plan import INPUT_ROW, OUTPUT_ROW, SKIP


@exact
def skip_forward(network: Network, layer: int, buffers: Buffers, stride: int, first: int, count: int) -> None:
    """Add the inputs of a layer to the activations of ``count`` units from ``first``."""
    row, size = network.layers[layer], count * stride
    x, f = (row[INPUT_ROW] + first) * stride, (row[OUTPUT_ROW] + first) * stride
    _add(buffers.activations[x : x + size], buffers.activations[f : f + size])


@exact
def skip_backward(
    network: Network, layer: int, buffers: Buffers, stride: int, first: int, count: int
) -> None:
    """Add to dL/da what comes back past the layer above, and keep what will go back past this one."""
    start, stop = first * stride, (first + count) * stride
    if network.layers[layer + 1, SKIP]:
        _add(buffers.skipped[start:stop], buffers.incoming[start:stop])
    if network.layers[layer, SKIP]:
        for n in range(start, stop):  # a slice would compile a message about shapes, which takes seconds
            buffers.skipped[n] = buffers.incoming[n]


@exact
def _add(values: Floats, out: Floats) -> None:
    for n in range(out.size):
        out[n] += values[n]
