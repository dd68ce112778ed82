"""Values counted into bins, layer by layer; the twins are in `vgviz.engine.histogram_bins`."""

import math

import numpy as np

from vgviz.engine.histogram_bins import (
    ACTIVATIONS,
    EIGHTH_EXPONENT,
    GRADIENTS,
    INFINITY,
    LOWEST_EIGHTH,
    NAN,
    NO_GRADIENT,
    POWERS_OF_TEN,
    PRE_ACTIVATIONS,
    WEIGHTS,
    ZERO,
    decade_place,
    edge_below,
    width_exponent,
)
from vgviz.engine.jit import entry, exact, inlined
from vgviz.engine.kernels.arrays import Buffers, Floats, Integers, Network, Samples
from vgviz.engine.kernels.passes import forward_layer, gather, lay_ones, layer_rows, padded
from vgviz.engine.plan import FAN_IN, FAN_OUT, WEIGHT_OFFSET

# All numbers that share exponent and first three bits of the fraction: fewer than two eighths of a decade.
_CELL_SHIFT = 49
_CELLS = 2047 << (52 - _CELL_SHIFT)


def _eighths_of_cells() -> Integers:
    """The eighth of a decade in which each cell's smallest number lies, counted from `LOWEST_EIGHTH`."""
    smallest = (np.arange(_CELLS, dtype=np.int64) << _CELL_SHIFT).view(np.float64)
    return (np.searchsorted(POWERS_OF_TEN, smallest, side="right") - 1).astype(np.int16)


_EIGHTH_OF_CELL = _eighths_of_cells()
_EIGHTHS_OF_TWO = 8.0 * math.log10(2.0)

_width_exponent = inlined(width_exponent)
_edge_below = inlined(edge_below)
_decade_place = inlined(decade_place)


@entry
def count_values(
    network: Network,
    samples: Samples,
    buffers: Buffers,
    parameters: Floats,
    gradient: Floats,
    chosen: Integers,
    counts: Integers,
    places: Integers,
) -> None:
    """Count z, activations, weights and dL/dW of every layer, the first two on the ``chosen`` samples.

    Fills ``counts`` (layers, kinds, COUNT_COLUMNS), which come as zeros, and ``places`` (layers, kinds, 2).
    """
    batch, stride = chosen.size, padded(chosen.size)
    gather(samples, chosen, network, buffers)
    lay_ones(network, buffers, stride)
    for layer in range(len(network.layers)):
        forward_layer(network, layer, parameters, buffers.statistics, buffers, batch, stride, True)
        z, activation = layer_rows(network, layer, buffers, stride)
        start, size = network.layers[layer, WEIGHT_OFFSET], _weights(network, layer)
        weights = parameters[start : start + size].reshape((1, size))
        count_linear(z[:, :batch], counts[layer, PRE_ACTIVATIONS], places[layer, PRE_ACTIVATIONS])
        count_linear(activation[:, :batch], counts[layer, ACTIVATIONS], places[layer, ACTIVATIONS])
        count_linear(weights, counts[layer, WEIGHTS], places[layer, WEIGHTS])
        count_decades(gradient[start : start + size], counts[layer, GRADIENTS], places[layer, GRADIENTS])


@inlined
def _weights(network: Network, layer: int) -> int:
    return int(network.layers[layer, FAN_IN] * network.layers[layer, FAN_OUT])


@exact
def count_linear(values: Floats, counts: Integers, place: Integers) -> None:
    """Count ``values``, of two dimensions, into ``counts`` and say in ``place`` where the bins lie."""
    low, high = np.inf, -np.inf
    for row in values:
        for value in row:
            if value - value == 0.0:
                low, high = min(low, value), max(high, value)
            else:
                counts[NAN if value != value else INFINITY] += 1
    if low > high:
        low = high = 0.0
    exponent = _width_exponent(low, high)
    scale = math.ldexp(1.0, -exponent)
    first = int(_edge_below(low, scale))
    place[0], place[1] = first, exponent
    for row in values:
        for value in row:
            if value - value == 0.0:
                counts[int(_edge_below(value, scale)) - first] += 1


@exact
def count_decades(values: Floats, counts: Integers, place: Integers) -> None:
    """Count ``values`` by log10 of their size into ``counts`` and say in ``place`` where the bins lie."""
    low, high = np.inf, 0.0
    for value in values:
        size = abs(value)
        if 0.0 < size < np.inf:
            low, high = min(low, size), max(high, size)
        else:
            counts[NAN if value != value else (ZERO if value == 0.0 else INFINITY)] += 1
    first, exponent = NO_GRADIENT
    if low <= high:
        first, exponent = _decade_place(_eighth(low), _eighth(high))
    place[0], place[1] = first, exponent
    shift = exponent - EIGHTH_EXPONENT
    for value in values:
        size = abs(value)
        if 0.0 < size < np.inf:
            counts[(_eighth(size) >> shift) - first] += 1


@inlined
def _eighth(size: float) -> int:
    """In which eighth of a decade a finite number above 0 lies."""
    wide = np.float64(size)
    cell = wide.view(np.int64) >> _CELL_SHIFT
    eighth = int(_EIGHTH_OF_CELL[cell])
    if cell == 0:  # the smallest numbers have few bits, and many eighths share a cell
        _, exponent = math.frexp(wide)
        eighth = int((exponent - 1) * _EIGHTHS_OF_TWO) - 1 - LOWEST_EIGHTH
    while POWERS_OF_TEN[eighth + 1] <= wide:
        eighth += 1
    return eighth + LOWEST_EIGHTH
