"""Values counted into bins, layer by layer; the twins are in `vgviz.engine.histogram_bins`."""

import math
from typing import Any

import numpy as np

from vgviz.engine.histogram_bins import (
    ACTIVATIONS,
    COUNT_COLUMNS,
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
from vgviz.engine.kernels.tiles import scratch_array
from vgviz.engine.plan import FAN_IN, FAN_OUT, WEIGHT_OFFSET

# Values whose columns are found together, in vectors, before they are counted one by one.
AT_ONCE = 512
# Tables that values are counted into in turn: most of a layer's values lie in few bins, and one increment
# would have to wait for the other.
TABLES = 4
TABLE = 72  # numbers of a table: whole vectors

# All numbers that share exponent and first three bits of the fraction: fewer than two eighths of a decade.
_CELL_SHIFT = 49
_CELLS = 2047 << (52 - _CELL_SHIFT)


def _eighths_of_cells() -> Integers:
    """The eighth of a decade in which each cell's smallest number lies, counted from `LOWEST_EIGHTH`."""
    smallest = (np.arange(_CELLS, dtype=np.int64) << _CELL_SHIFT).view(np.float64)
    return (np.searchsorted(POWERS_OF_TEN, smallest, side="right") - 1).astype(np.int16)


_EIGHTH_OF_CELL = _eighths_of_cells()
# The smallest number in the next eighth, which begins in the same cell or later.
_NEXT_OF_CELL = POWERS_OF_TEN[_EIGHTH_OF_CELL + 1]
# Below it numbers have few bits, and many eighths share a cell.
_SMALLEST_CELL = float(np.int64(1 << _CELL_SHIFT).view(np.float64))
_EIGHTHS_OF_TWO = 8.0 * math.log10(2.0)

# Whole numbers: the largest and the least, 0, and the bits of infinity.
_LARGEST: Any = 2**63 - 1
_LEAST: Any = -(2**63)
_NOTHING: Any = 0
_INFINITE = 2047 << 52

_width_exponent = inlined(width_exponent)
_edge_below = inlined(edge_below)
_decade_place = inlined(decade_place)
_columns_like, _tables_like = scratch_array(AT_ONCE), scratch_array(TABLES * TABLE)


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

    Fills ``counts`` (layers, kinds, COUNT_COLUMNS) and ``places`` (layers, kinds, 2).
    """
    batch, stride = chosen.size, padded(chosen.size)
    columns, tables = _columns_like(counts), _tables_like(counts)
    tables[:] = 0
    gather(samples, chosen, network, buffers)
    lay_ones(network, buffers, stride)
    for layer in range(len(network.layers)):
        forward_layer(network, layer, parameters, buffers.statistics, buffers, batch, stride, True)
        z, activation = layer_rows(network, layer, buffers, stride)
        start, size = network.layers[layer, WEIGHT_OFFSET], _weights(network, layer)
        weights, slopes = parameters[start : start + size], gradient[start : start + size]
        count, place = counts[layer], places[layer]
        _count_linear(z.reshape(z.size), batch, stride, columns, tables, place[PRE_ACTIVATIONS])
        _take(tables, count[PRE_ACTIVATIONS])
        _count_linear(activation.reshape(z.size), batch, stride, columns, tables, place[ACTIVATIONS])
        _take(tables, count[ACTIVATIONS])
        _count_linear(weights, size, size, columns, tables, place[WEIGHTS])
        _take(tables, count[WEIGHTS])
        _count_decades(slopes, columns, tables, place[GRADIENTS])
        _take(tables, count[GRADIENTS])


@inlined
def _weights(network: Network, layer: int) -> int:
    return int(network.layers[layer, FAN_IN] * network.layers[layer, FAN_OUT])


@exact
def _count_linear(
    values: Floats, length: int, stride: int, columns: Integers, tables: Integers, place: Integers
) -> None:
    """Count rows of ``length`` values, ``stride`` apart, and say in ``place`` where the bins lie."""
    if length == stride:
        length = stride = values.size
    low, high = _LARGEST, _LEAST
    for start in range(0, values.size, stride):
        low, high = _extent(values[start : start + length], low, high)
    if low > high:  # none is finite
        low = high = _NOTHING
    least = np.int64(_in_order(low)).view(np.float64)
    exponent = _width_exponent(least, np.int64(_in_order(high)).view(np.float64))
    scale = math.ldexp(1.0, -exponent)
    first = int(_edge_below(least, scale))
    place[0], place[1] = first, exponent
    for start in range(0, values.size, stride):
        for begin in range(start, start + length, AT_ONCE):
            some = values[begin : min(begin + AT_ONCE, start + length)]
            _linear_columns(some, first, scale, columns)
            _count(columns, some.size, tables)


@exact
def _extent(values: Floats, low: int, high: int) -> tuple[int, int]:
    """``low`` and ``high``, or the least and the largest finite value beyond them, as in `_in_order`."""
    for i in range(values.size):
        value = np.float64(values[i])
        place = _in_order(value.view(np.int64))
        is_finite = value - value == 0.0
        low = min(low, place if is_finite else _LARGEST)
        high = max(high, place if is_finite else _LEAST)
    return low, high


@inlined
def _in_order(bits: Any) -> Any:
    """A number's bits as a whole number that is larger for a larger one, and the other way round.

    The least of whole numbers is found in vectors; that of numbers which may be NaN is not.
    """
    return bits ^ ((bits >> 63) & _LARGEST)


@exact
def _linear_columns(values: Floats, first: int, scale: float, columns: Integers) -> None:
    """The columns of ``values`` in a row of counts."""
    for i in range(values.size):
        value = np.float64(values[i])
        if value - value == 0.0:
            columns[i] = int(_edge_below(value, scale)) - first
        else:
            columns[i] = NAN if value != value else INFINITY


@exact
def _count_decades(values: Floats, columns: Integers, tables: Integers, place: Integers) -> None:
    """Count ``values`` by log10 of their size and say in ``place`` where the bins lie."""
    low, high = _sizes(values)
    least, most = np.int64(low).view(np.float64), np.int64(high).view(np.float64)
    first, exponent = NO_GRADIENT
    if low <= high:
        first, exponent = _decade_place(_eighth(least), _eighth(most))
    place[0], place[1] = first, exponent
    shift = exponent - EIGHTH_EXPONENT
    for begin in range(0, values.size, AT_ONCE):
        some = values[begin : min(begin + AT_ONCE, values.size)]
        _decade_columns(some, first, shift, columns)
        if least < _SMALLEST_CELL:
            _smallest_columns(some, first, shift, columns)
        _count(columns, some.size, tables)


@exact
def _sizes(values: Floats) -> tuple[int, int]:
    """The bits of the least and of the largest absolute value that is finite and not 0."""
    low, high = _LARGEST, _NOTHING
    for i in range(values.size):
        bits = np.float64(values[i]).view(np.int64) & _LARGEST
        is_size = (bits > 0) & (bits < _INFINITE)
        low = min(low, bits if is_size else _LARGEST)
        high = max(high, bits if is_size else _NOTHING)
    return low, high


@exact
def _decade_columns(values: Floats, first: int, shift: int, columns: Integers) -> None:
    """The columns of ``values`` in a row of counts by log10, but for those smaller than `_SMALLEST_CELL`."""
    for i in range(values.size):
        size = abs(np.float64(values[i]))
        shared: Any = min(np.float64(size).view(np.int64) >> _CELL_SHIFT, _CELLS - 1)
        cell = np.uint64(shared)
        eighth = _EIGHTH_OF_CELL[cell] + (_NEXT_OF_CELL[cell] <= size) + LOWEST_EIGHTH
        special = NAN if size != size else (ZERO if size == 0.0 else INFINITY)
        columns[i] = (eighth >> shift) - first if 0.0 < size < np.inf else special


@exact
def _smallest_columns(values: Floats, first: int, shift: int, columns: Integers) -> None:
    """The columns of those that `_decade_columns` leaves out."""
    for i in range(values.size):
        size = abs(np.float64(values[i]))
        if 0.0 < size < _SMALLEST_CELL:
            columns[i] = (_eighth(size) >> shift) - first


@exact
def _eighth(size: float) -> int:
    """In which eighth of a decade a finite number above 0 lies."""
    cell = np.float64(size).view(np.int64) >> _CELL_SHIFT
    eighth = int(_EIGHTH_OF_CELL[cell])
    if cell == 0:
        _, exponent = math.frexp(size)
        eighth = int((exponent - 1) * _EIGHTHS_OF_TWO) - 1 - LOWEST_EIGHTH
    while POWERS_OF_TEN[eighth + 1] <= size:
        eighth += 1
    return eighth + LOWEST_EIGHTH


@exact
def _count(columns: Integers, count: int, tables: Integers) -> None:
    """Count the first ``count`` columns."""
    places = columns.view(np.uint64)  # whose signs need no look
    first, second = tables[:TABLE], tables[TABLE : 2 * TABLE]
    third, fourth = tables[2 * TABLE : 3 * TABLE], tables[3 * TABLE :]
    whole = count - count % TABLES
    for i in range(0, whole, TABLES):
        first[places[i]] += 1
        second[places[i + 1]] += 1
        third[places[i + 2]] += 1
        fourth[places[i + 3]] += 1
    for i in range(whole, count):
        first[places[i]] += 1


@exact
def _take(tables: Integers, counts: Integers) -> None:
    """Write what the tables hold together into ``counts``, and empty them."""
    for i in range(COUNT_COLUMNS):
        counts[i] = tables[i] + tables[TABLE + i] + tables[2 * TABLE + i] + tables[3 * TABLE + i]
    tables[:] = 0
