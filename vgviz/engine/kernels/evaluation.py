"""What a network answers, without gradients."""

from vgviz.engine.jit import entry
from vgviz.engine.kernels.arrays import Buffers, Floats, Network, Vectors
from vgviz.engine.kernels.passes import EVALUATING, forward, lay_ones, output_rows, padded


@entry
def evaluate(
    network: Network, x: Floats, buffers: Buffers, vectors: Vectors, batch_size: int, out: Floats
) -> None:
    """Write the outputs for ``x`` (samples, features) into ``out`` (samples, outputs), a batch at a time."""
    for start in range(0, len(x), batch_size):
        batch = min(batch_size, len(x) - start)
        stride = padded(batch)
        lay_ones(network, buffers, stride)
        for n in range(stride):
            for feature in range(network.features):
                buffers.activations[feature * stride + n] = x[start + min(n, batch - 1), feature]
        forward(network, vectors.parameters, vectors.running, buffers, batch, stride, EVALUATING)
        z, _ = output_rows(network, buffers, stride)
        for n in range(batch):
            for output in range(network.outputs):
                out[start + n, output] = z[output * stride + n]
