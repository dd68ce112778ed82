"""Skip connections: a layer's input added to its activation, and what comes back past the layer."""

from vgviz.engine.jit import exact
from vgviz.engine.kernels.arrays import Buffers, Floats, Network
from vgviz.engine.plan import FAN_OUT, INPUT_ROW, OUTPUT_ROW, SKIP


@exact
def skip_forward(network: Network, layer: int, buffers: Buffers, stride: int) -> None:
    """Add a layer's input to its activation."""
    row = network.layers[layer]
    x, f, size = row[INPUT_ROW] * stride, row[OUTPUT_ROW] * stride, row[FAN_OUT] * stride
    _add(buffers.activations[x : x + size], buffers.activations[f : f + size])


@exact
def skip_backward(network: Network, layer: int, buffers: Buffers, stride: int) -> None:
    """Add to dL/da what comes back past the layer above, and keep what will go back past this one."""
    size = network.layers[layer, FAN_OUT] * stride
    if network.layers[layer + 1, SKIP]:
        _add(buffers.skipped[:size], buffers.incoming[:size])
    if network.layers[layer, SKIP]:
        for n in range(size):  # a slice would compile a message about shapes, which takes seconds
            buffers.skipped[n] = buffers.incoming[n]


@exact
def _add(values: Floats, out: Floats) -> None:
    for n in range(out.size):
        out[n] += values[n]
