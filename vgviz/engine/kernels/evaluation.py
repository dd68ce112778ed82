"""What a network answers, without gradients."""

from vgviz.engine.jit import entry
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network, Vectors
from vgviz.engine.kernels.passes import EVALUATING, forward, gather_inputs, lay_ones, output_rows, padded


@entry
def evaluate(
    network: Network,
    x: Floats,
    chosen: Integers,
    buffers: Buffers,
    vectors: Vectors,
    batch_size: int,
    out: Floats,
) -> None:
    """Write the outputs for ``chosen`` rows of ``x`` into those of ``out``, a batch at a time."""
    for start in range(0, chosen.size, batch_size):
        batch = min(batch_size, chosen.size - start)
        stride = padded(batch)
        lay_ones(network, buffers, stride)
        gather_inputs(x, chosen[start : start + batch], network, buffers)
        forward(network, vectors.parameters, vectors.running, buffers, batch, stride, EVALUATING)
        z, _ = output_rows(network, buffers, stride)
        for n in range(batch):
            for output in range(network.outputs):
                out[start + n, output] = z[output * stride + n]
