"""Values counted into bins, layer by layer; the twins are in `vgviz.engine.histogram_bins`."""

import math
from typing import Any

import numpy as np

from vgviz.engine.histogram_bins import (
    ACTIVATIONS,
    BINS,
    EIGHTH_EXPONENT,
    GRADIENTS,
    INFINITY,
    LOWEST_EIGHTH,
    NAN,
    NO_GRADIENT,
    NOWHERE,
    POWERS_OF_TEN,
    PRE_ACTIVATIONS,
    WEIGHTS,
    ZERO,
    decade_place,
    edge_below,
    width_exponent,
)
from vgviz.engine.jit import entry, exact, formula, inlined
from vgviz.engine.kernels.arrays import Buffers, Columns, Floats, Integers, Network, Samples
from vgviz.engine.kernels.counting import GROUP, count_columns, count_values_of_groups
from vgviz.engine.kernels.logarithms import EIGHTHS_OF_TWO, UNSURE, pointed_logarithm, quick_columns
from vgviz.engine.kernels.passes import forward_layer, gather, lay_ones, layer_rows, padded
from vgviz.engine.kernels.shared import shared
from vgviz.engine.kernels.tiles import scratch_array
from vgviz.engine.plan import FAN_IN, FAN_OUT, WEIGHT_OFFSET

# Values whose columns are found together, in vectors, before they are counted.
AT_ONCE = 512
# Of eight columns the bits that only those after the bins have.
_SPECIAL_BITS: Any = int.from_bytes(bytes([BINS] * 8), "little")

# Whole numbers without a type of their own: those without and with a sign, and the bits of numbers.
_LARGEST: Any = 2**63 - 1
_LARGEST_UNSIGNED = np.uint64(2**64 - 1)
_SIGN = np.uint64(2**63)
_INFINITE = 2047 << 52
_NORMAL = 1 << 52
_NOTHING: Any = np.int64(0)  # written out it would be a type of its own, and `_count` compiled for it too

# A whole number added to this stands in the lowest bits.
_WHOLE_NUMBERS: Any = 1.5 * 2.0**52
# A number added to this leaves its whole part from bit 32 on, and below that what follows the point.
_POINTED: Any = 1.5 * 2.0**20
_WHOLE = 32
_COLUMN = 255  # the bits of a column: above them lies the exponent
# Near an edge is what has these bits 0 after this is added: so near, on either side.
_NEAR_AN_EDGE: Any = 2.0**-14
_NEAR_BITS: Any = (2**13 - 1) << (_WHOLE - 13)
# Eighths of decades counted from the lowest one, as `pointed_logarithm` gives them, and their bits.
_FROM_LOWEST: Any = _POINTED + _NEAR_AN_EDGE - LOWEST_EIGHTH - 1023.0 * EIGHTHS_OF_TWO
_EIGHTHS: Any = 2**16 - 1

_width_exponent = inlined(width_exponent)
_edge_below = inlined(edge_below)
_decade_place = inlined(decade_place)
_columns_like = scratch_array(AT_ONCE // 8)


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
    gather(samples, chosen, network, buffers)
    lay_ones(network, buffers, stride)
    for layer in range(len(network.layers)):
        forward_layer(network, layer, parameters, buffers.statistics, buffers, batch, stride, True)
        count_units(network, layer, buffers, batch, stride, counts[layer], places[layer])
        count_weights(network, layer, parameters, gradient, counts[layer], places[layer])


@exact
def count_units(
    network: Network,
    layer: int,
    buffers: Buffers,
    batch: int,
    stride: int,
    counts: Integers,
    places: Integers,
) -> None:
    """Count a layer's z and activations while its z is kept."""
    z, activation = layer_rows(network, layer, buffers, stride)
    count_linear(z, batch, stride, counts[PRE_ACTIVATIONS], places[PRE_ACTIVATIONS])
    count_linear(activation, batch, stride, counts[ACTIVATIONS], places[ACTIVATIONS])


@exact
def count_weights(
    network: Network, layer: int, parameters: Floats, gradient: Floats, counts: Integers, places: Integers
) -> None:
    """Count a layer's weights and dL/dW."""
    start, size = network.layers[layer, WEIGHT_OFFSET], _weights(network, layer)
    weights, slopes = parameters[start : start + size], gradient[start : start + size]
    count_linear(weights, size, size, counts[WEIGHTS], places[WEIGHTS])
    count_decades(slopes, counts[GRADIENTS], places[GRADIENTS])


@formula
def _power_of_two(exponent: int) -> float:
    """Two to an ``exponent`` from -1022 to 1023."""
    return float(np.int64((exponent + 1023) << 52).view(np.float64))


@inlined
def _weights(network: Network, layer: int) -> int:
    return int(network.layers[layer, FAN_IN] * network.layers[layer, FAN_OUT])


@shared
def count_linear(values: Floats, length: int, stride: int, counts: Integers, place: Integers) -> None:
    """Count rows of ``length`` values, ``stride`` apart, and say in ``place`` where the bins lie."""
    columns = _columns_like(counts).view(np.uint8)
    if length == stride:
        length = stride = values.size
    low, high, are_finite = _ends(values, length, stride)
    exponent = _width_exponent(low, high)
    scale = _power_of_two(-exponent)
    first = int(_edge_below(low, scale))
    place[0], place[1] = first, exponent
    # Where bins are wider than 1 a product may be too small for a number.
    are_plain = are_finite and scale >= 1.0
    filled, whole = _NOTHING, values.size // GROUP if are_plain and length == values.size else 0
    if whole:
        count_values_of_groups(counts, values, whole, first, scale)
    goes_on = whole > 0
    for start in range(0, values.size, stride):
        for begin in range(start + whole * GROUP, start + length, AT_ONCE):
            some = values[begin : min(begin + AT_ONCE, start + length)]
            if filled + some.size > AT_ONCE:
                _count(columns, filled, counts, goes_on)
                filled, goes_on = _NOTHING, True
            if are_plain:
                _plain_columns(some, first, scale, columns[filled:])
            else:
                _linear_columns(some, first, scale, columns[filled:])
            filled += some.size
    if filled:
        _count(columns, filled, counts, goes_on)
    counts[NOWHERE] = 0


@exact
def _ends(values: Floats, length: int, stride: int) -> tuple[float, float, bool]:
    """The least and the largest finite value of rows, both 0 if there is none, and whether all are finite.

    Bits taken as whole numbers are in the order of the numbers above 0; below 0 in the opposite one.
    """
    least, most, most_signed = _LARGEST_UNSIGNED, np.uint64(0), np.int64(-_LARGEST - 1)
    for start in range(0, values.size, stride):
        least, most, most_signed = _extent_of_bits(values[start : start + length], least, most, most_signed)
    low = most if most & _SIGN else least
    high = np.uint64(most_signed) if most_signed >= 0 else least
    low_value, high_value = np.uint64(low).view(np.float64), np.uint64(high).view(np.float64)
    if -np.inf < low_value and high_value < np.inf:
        return low_value, high_value, True
    return _finite_ends(values, length, stride)


@exact
def _extent_of_bits(
    values: Floats, least: Any, most: Any, most_signed: Any
) -> tuple[np.uint64, np.uint64, np.int64]:
    for i in range(values.size):
        bits = np.float64(values[i]).view(np.uint64)
        least, most = min(least, bits), max(most, bits)
        most_signed = max(most_signed, np.float64(values[i]).view(np.int64))
    return least, most, most_signed


@exact
def _finite_ends(values: Floats, length: int, stride: int) -> tuple[float, float, bool]:
    """What `_ends` says where not all values are finite."""
    low, high = np.inf, -np.inf
    for start in range(0, values.size, stride):
        for i in range(start, start + length):
            value = np.float64(values[i])
            if value - value == 0.0:
                low, high = min(low, value), max(high, value)
    return (low, high, False) if low <= high else (0.0, 0.0, False)


@exact
def _plain_columns(values: Floats, first: int, scale: float, columns: Columns) -> None:
    """The columns of finite ``values`` in a row of counts; products with ``scale`` are exact."""
    start = _WHOLE_NUMBERS - first
    for i in range(values.size):
        place = np.float64(np.floor(np.float64(values[i]) * scale) + start)
        columns[i] = np.uint8(place.view(np.int64))


@exact
def _linear_columns(values: Floats, first: int, scale: float, columns: Columns) -> None:
    """The columns of any ``values`` in a row of counts."""
    for i in range(values.size):
        value = np.float64(values[i])
        if value - value == 0.0:
            columns[i] = np.uint8(int(_edge_below(value, scale)) - first)
        else:
            columns[i] = NAN if value != value else INFINITY


@shared
def count_decades(values: Floats, counts: Integers, place: Integers) -> None:
    """Count ``values`` by log10 of their size and say in ``place`` where the bins lie."""
    columns = _columns_like(counts).view(np.uint8)
    low, high, are_normal = _sizes(values)
    first, exponent = NO_GRADIENT
    if low <= high:
        first, exponent = _decade_place(_eighth_of(low), _eighth_of(high))
    place[0], place[1] = first, exponent
    shift = exponent - EIGHTH_EXPONENT
    for begin in range(0, values.size, AT_ONCE):
        some = values[begin : min(begin + AT_ONCE, values.size)]
        if _decade_columns(some, first, shift, are_normal, columns):
            _unsure_columns(some, first, shift, columns)
        _count(columns, some.size, counts, begin > 0)
    counts[NOWHERE] = 0


@exact
def _sizes(values: Floats) -> tuple[int, int, bool]:
    """The bits of the least and of the largest absolute value that is finite and not 0.

    Besides that whether all values are so, and none has too few bits for a logarithm from its parts.
    """
    low, high = _LARGEST, _NOTHING
    for i in range(values.size):
        bits = np.float64(values[i]).view(np.int64) & _LARGEST
        low, high = min(low, bits), max(high, bits)
    if low >= _NORMAL and high < _INFINITE:
        return low, high, True
    low, high = _LARGEST, _NOTHING
    for i in range(values.size):
        bits = np.float64(values[i]).view(np.int64) & _LARGEST
        is_size = (bits > 0) & (bits < _INFINITE)
        low = min(low, bits if is_size else _LARGEST)
        high = max(high, bits if is_size else _NOTHING)
    return low, high, False


@exact
def _decade_columns(values: Floats, first: int, shift: int, are_normal: bool, columns: Columns) -> bool:
    """The columns of ``values`` in a row of counts by log10; whether any is left to `_unsure_columns`.

    A logarithm from a few terms tells them but for numbers next to an edge, which are left with those that
    are not finite or have too few bits.
    """
    share = _power_of_two(-shift)
    binade = EIGHTHS_OF_TWO * share
    rest = _POINTED + _NEAR_AN_EDGE - first - 1023.0 * binade
    whole, are_left = values.size // GROUP * GROUP if are_normal else 0, False
    if whole:
        are_left = quick_columns(values, whole // GROUP, first, share, columns)
    left = _general_columns(values[whole:], share, binade, rest, columns[whole:])
    return are_left or left > 0


@exact
def _general_columns(values: Floats, share: float, binade: float, rest: float, columns: Columns) -> int:
    """What `_decade_columns` does with whatever numbers there are; returns how many are left."""
    count = 0
    for i in range(values.size):
        bits = np.float64(values[i]).view(np.int64) & _LARGEST
        place = pointed_logarithm(bits, share, binade, rest)
        is_near = place & _NEAR_BITS == 0
        is_unsure = (bits > 0) & (is_near | (bits < _NORMAL) | (bits >= _INFINITE))
        count += is_unsure
        columns[i] = np.uint8(UNSURE if is_unsure else (place >> _WHOLE & _COLUMN if bits > 0 else ZERO))
    return count


@exact
def _unsure_columns(values: Floats, first: int, shift: int, columns: Columns) -> None:
    """The columns that `_decade_columns` leaves."""
    words = columns.view(np.int64)
    for word in range((values.size + 7) // 8):
        if words[word] & _SPECIAL_BITS:
            _unsure_in_word(values, word * 8, first, shift, columns)


@exact
def _unsure_in_word(values: Floats, begin: int, first: int, shift: int, columns: Columns) -> None:
    for i in range(begin, min(begin + 8, values.size)):
        if columns[i] == UNSURE:
            size = abs(np.float64(values[i]))
            if size < np.inf:
                columns[i] = (_eighth(size) >> shift) - first
            else:
                columns[i] = INFINITY if size == np.inf else NAN


@exact
def _eighth_of(bits: int) -> int:
    """In which eighth of a decade a finite number above 0 lies, from its bits.

    Next to an edge a table tells it, which has to come from memory.
    """
    place = pointed_logarithm(bits, 1.0, EIGHTHS_OF_TWO, _FROM_LOWEST)
    if bits < _NORMAL or place & _NEAR_BITS == 0:
        return int(_eighth(np.int64(bits).view(np.float64)))
    return int((place >> _WHOLE & _EIGHTHS) + LOWEST_EIGHTH)


@exact
def _eighth(size: float) -> int:
    """In which eighth of a decade a finite number above 0 lies."""
    _, exponent = math.frexp(size)
    eighth = int((exponent - 1) * EIGHTHS_OF_TWO) - 1 - LOWEST_EIGHTH
    while POWERS_OF_TEN[eighth + 1] <= size:
        eighth += 1
    return eighth + LOWEST_EIGHTH


@exact
def _count(columns: Columns, count: int, counts: Integers, goes_on: bool) -> None:
    """Count the first ``count`` columns, and where it ``goes_on`` those that were counted before."""
    groups = (count + GROUP - 1) // GROUP
    columns[count : groups * GROUP] = NOWHERE
    count_columns(counts, columns, groups, goes_on)
