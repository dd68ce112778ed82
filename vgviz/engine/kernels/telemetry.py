"""A network measured on one batch: loss, gradient and everything a snapshot shows of layers and units."""

import numpy as np

from vgviz.catalogue.normalizations import NONE
from vgviz.engine.histogram_bins import PRE_ACTIVATIONS, WEIGHTS
from vgviz.engine.jit import entry, exact, inlined
from vgviz.engine.kernels.activation_statistics import divide_sums, measure_forward
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network, Samples, Vectors
from vgviz.engine.kernels.gradient_statistics import (
    measure_delta,
    measure_weight_gradient,
    measure_weights,
)
from vgviz.engine.kernels.histograms import count_units, count_weights
from vgviz.engine.kernels.losses import hits, mean_loss, output_delta
from vgviz.engine.kernels.norms import norm
from vgviz.engine.kernels.passes import (
    FIRST,
    TRAINING,
    add_skipped,
    delta_below,
    forward_layer,
    gather,
    incoming_gradient,
    lay_ones,
    linear_delta,
    output_rows,
    padded,
    parameter_gradient,
    slope_gradient,
)
from vgviz.engine.kernels.prefetch import ask_for
from vgviz.engine.plan import FAN_IN, FAN_OUT, NORMALIZATION, SKIP, UNIT_ROW, WEIGHT_OFFSET
from vgviz.engine.telemetry import LAYER_FIELDS

NORMALIZATION_FACTOR = LAYER_FIELDS.index("normalization_factor")
WEIGHT_FACTOR = LAYER_FIELDS.index("weight_factor")
SKIP_FACTOR = LAYER_FIELDS.index("skip_factor")
DERIVATIVE_FACTOR = LAYER_FIELDS.index("derivative_factor")
# Most numbers that are asked for at once: of longer rows the processor foresees what is needed.
ASKED_NUMBERS = 4096


@entry
def measure(
    network: Network,
    samples: Samples,
    buffers: Buffers,
    vectors: Vectors,
    origin: Floats,
    gradient: Floats,
    chosen: Integers,
    layer_statistics: Floats,
    unit_statistics: Floats,
    counts: Integers,
    places: Integers,
) -> tuple[float, int]:
    """Measure the ``chosen`` samples; returns loss and labels hit. ``origin`` are the first parameters.

    Fills ``gradient``, ``layer_statistics`` (LAYER_FIELDS, layers) and ``unit_statistics`` (UNIT_FIELDS,
    units). Unless ``counts`` is empty it fills it and ``places`` as `count_values` does, while the
    numbers are in the cache.
    """
    parameters = vectors.parameters
    batch, stride = chosen.size, padded(chosen.size)
    gather(samples, chosen, network, buffers)
    lay_ones(network, buffers, stride)
    for layer in range(len(network.layers)):
        if counts.size:
            _ask_for_counts(counts[layer], PRE_ACTIVATIONS)
        forward_layer(network, layer, parameters, buffers.statistics, buffers, batch, stride, TRAINING)
        measure_forward(network, layer, parameters, buffers, batch, stride, layer_statistics, unit_statistics)
        if counts.size:
            count_units(network, layer, buffers, batch, stride, counts[layer], places[layer])
    divide_sums(unit_statistics, batch)
    z, delta = output_rows(network, buffers, stride)
    output_delta(network, buffers, z, delta, batch, stride)
    _measure_backward(
        network, vectors, origin, gradient, buffers, batch, stride,
        layer_statistics, unit_statistics, counts, places,
    )  # fmt: skip
    return mean_loss(network, buffers, z, batch, stride), hits(network, buffers.labels, z, batch, stride)


@inlined
def _ask_for_counts(counts: Integers, kind: int) -> None:
    """Let the place of a layer's counts of two kinds, from ``kind``, come before they are written."""
    for each in (kind, kind + 1):
        _ask_for_few(counts[each], 0, counts.shape[1])


@inlined
def _measure_backward(
    network: Network,
    vectors: Vectors,
    origin: Floats,
    gradient: Floats,
    buffers: Buffers,
    batch: int,
    stride: int,
    layer_statistics: Floats,
    unit_statistics: Floats,
    counts: Integers,
    places: Integers,
) -> None:
    parameters, top = vectors.parameters, len(network.layers) - 1
    above = linear_above = through = incoming = np.nan
    for layer in range(top, -1, -1):
        skips = is_normalized = False
        if counts.size:
            _ask_for_counts(counts[layer], WEIGHTS)
        if layer < top:
            units = network.layers[layer, FAN_OUT]
            _ask_for_layer(network, layer, vectors, origin, buffers, stride)
            incoming_gradient(network, layer, parameters, buffers, stride, FIRST, units)
            through = _incoming_norm(network, layer, buffers, stride)
            add_skipped(network, layer, buffers, stride, FIRST, units)
            skips, is_normalized = network.layers[layer + 1, SKIP] == 1, _is_normalized(network, layer + 1)
            incoming = _incoming_norm(network, layer, buffers, stride) if skips else through
            slope_gradient(network, layer, gradient, buffers, stride, FIRST, units)
            delta_below(network, layer, buffers, stride, FIRST, units)
        delta = _delta_rows(network, layer, buffers, stride)
        here = measure_delta(
            network, layer, delta, gradient, batch, stride, layer_statistics, unit_statistics
        )
        layer_statistics[NORMALIZATION_FACTOR, layer] = linear_above / above if is_normalized else 1.0
        layer_statistics[WEIGHT_FACTOR, layer] = through / linear_above
        layer_statistics[SKIP_FACTOR, layer] = incoming / through if skips else 1.0
        layer_statistics[DERIVATIVE_FACTOR, layer] = here / incoming
        linear_delta(network, layer, parameters, gradient, buffers, batch, stride)
        _parameter_gradient(network, layer, parameters, gradient, buffers, stride)
        measure_weights(network, layer, vectors, origin, layer_statistics)
        measure_weight_gradient(network, layer, gradient, layer_statistics, unit_statistics)
        if counts.size:
            count_weights(network, layer, parameters, gradient, counts[layer], places[layer])
        above, linear_above = here, here
        if _is_normalized(network, layer):
            linear_above = norm(delta)
    for field in (NORMALIZATION_FACTOR, WEIGHT_FACTOR, SKIP_FACTOR, DERIVATIVE_FACTOR):
        layer_statistics[field, top] = np.nan  # nothing lies above


@inlined
def _ask_for_layer(
    network: Network, layer: int, vectors: Vectors, origin: Floats, buffers: Buffers, stride: int
) -> None:
    """Let the last change and the start of a layer's weights come, and f'(z) of the layer below."""
    row = network.layers[layer]
    start, size = row[WEIGHT_OFFSET], row[FAN_OUT] * row[FAN_IN]
    _ask_for_few(vectors.change, start, size)
    _ask_for_few(origin, start, size)
    if layer:
        _ask_for_few(buffers.deltas, network.layers[layer - 1, UNIT_ROW] * stride, row[FAN_IN] * stride)


@exact
def _ask_for_few(array: Floats | Integers, start: int, size: int) -> None:
    """Let ``size`` numbers come into the cache, unless they are so many that the processor foresees them."""
    if size <= ASKED_NUMBERS:
        ask_for(array, start, size)


@inlined
def _parameter_gradient(
    network: Network, layer: int, parameters: Floats, gradient: Floats, buffers: Buffers, stride: int
) -> None:
    inputs = network.layers[layer, FAN_IN] + 1  # with the constant 1
    parameter_gradient(network, layer, parameters, gradient, buffers, stride, FIRST, inputs)


@inlined
def _is_normalized(network: Network, layer: int) -> bool:
    return bool(network.layers[layer, NORMALIZATION] != NONE)


@inlined
def _incoming_norm(network: Network, layer: int, buffers: Buffers, stride: int) -> float:
    length: float = norm(buffers.incoming[: network.layers[layer, FAN_OUT] * stride])
    return length


@inlined
def _delta_rows(network: Network, layer: int, buffers: Buffers, stride: int) -> Floats:
    first, units = network.layers[layer, UNIT_ROW], network.layers[layer, FAN_OUT]
    return buffers.deltas[first * stride : (first + units) * stride]
