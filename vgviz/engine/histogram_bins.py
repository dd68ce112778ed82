"""Bins that lie on the same grid at every moment and in every layer, and values counted into them.

A bin width is a power of two and every edge a whole multiple of it. So histograms with wider and with
narrower bins fit: two, four or eight neighbouring bins of the one are exactly one bin of the other. The width
is so small that the values need about half of the `BINS` bins or more, and nothing lies outside. Gradients
are counted by log10 of their size, in bins of a power of two decades, an eighth of a decade at least.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
Integers = NDArray[np.int64]

# What is counted of each layer, in this order; the names are the fields of `LayerHistograms`.
KINDS = ("pre_activations", "activations", "weights", "gradients")
PRE_ACTIVATIONS, ACTIVATIONS, WEIGHTS, GRADIENTS = range(len(KINDS))

BINS = 64
# Columns of a row of counts after its bins: what no bin can hold, in the order of `Histogram`'s fields.
ZERO = BINS
NAN = BINS + 1
INFINITY = BINS + 2
NOWHERE = BINS + 7  # holds nothing, as those before it: a row is whole vectors
COUNT_COLUMNS = BINS + 8

ALL_EDGES, ENDS = np.arange(BINS + 1), np.array((0, BINS))

# A bin's width as a power of two beside that of the largest value: the least, and where all values are equal.
_FINEST = -20
_EQUAL = -5
_SMALLEST_EXPONENT = -1000  # of a width whose inverse is still a number

# Decades are counted in eighths, from below the smallest number above 0 to beyond the largest.
EIGHTH_EXPONENT = -3
LOWEST_EIGHTH = -324 * 8
_HIGHEST_EIGHTH = 309 * 8
NO_GRADIENT = (-8 * 8, EIGHTH_EXPONENT)  # bins from 1e-8 to 1


class Place(NamedTuple):
    """Where bins lie: the first edge is ``first`` widths from 0, a width is two to the ``exponent``."""

    first: int
    exponent: int


def _powers_of_ten() -> FloatArray:
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(10.0 ** (np.arange(LOWEST_EIGHTH, _HIGHEST_EIGHTH + 1) / 8.0))


# Entry i is the smallest number in eighth LOWEST_EIGHTH + i.
POWERS_OF_TEN = _powers_of_ten()


def width_exponent(low: float, high: float) -> int:
    """Width, as a power of two, of linear bins that hold values from ``low`` to ``high``, both finite."""
    _, largest = math.frexp(max(abs(low), abs(high)))
    half = high * 0.5 - low * 0.5
    if half == 0.0:
        return max(largest + _EQUAL, _SMALLEST_EXPONENT)
    # From low to high it is fraction * BINS bins; up to two more are touched where these do not begin at low.
    fraction, exponent = math.frexp(half)
    exponent -= 5 if fraction * BINS <= BINS - 2 else 4
    return max(exponent, largest + _FINEST, _SMALLEST_EXPONENT)


def edge_below(value: Any, scale: float) -> Any:
    """How many widths from 0 the edge at or below a value is; ``scale`` is one over the width."""
    product = value * scale
    # A value just below 0 stays below it where its product is too small for a number.
    return np.floor(product) - ((product == 0.0) & (value < 0.0))


def decade_place(low: int, high: int) -> tuple[int, int]:
    """First bin and width exponent of bins in log10 for sizes from eighth ``low`` to eighth ``high``."""
    shift = 0
    while (high >> shift) - (low >> shift) >= BINS:
        shift += 1
    return low >> shift, shift + EIGHTH_EXPONENT


def edges(places: Integers, chosen: Integers = ALL_EDGES) -> NDArray[np.float64]:
    """The ``chosen`` edges of bins at ``places``, shape (..., 2), as an array of shape (..., chosen)."""
    steps = (places[..., :1] + chosen).astype(np.float64)
    with np.errstate(over="ignore"):  # an edge beyond the largest number is infinite
        steps *= np.ldexp(1.0, places[..., 1:].astype(np.int32))
    return steps


def count_linear(values: FloatArray) -> tuple[Integers, Place]:
    """Counts of ``values`` in linear bins, shape (COUNT_COLUMNS,), and where the bins lie."""
    counts, finite = _counts_of_the_rest(values)
    if not finite.size:
        return counts, Place(0, _EQUAL)
    finite = finite.astype(np.float64)
    exponent = width_exponent(float(finite.min()), float(finite.max()))
    bins = edge_below(finite, math.ldexp(1.0, -exponent)).astype(np.int64)
    counts[:BINS] = np.bincount(bins - bins.min(), minlength=BINS)
    return counts, Place(int(bins.min()), exponent)


def count_decades(values: FloatArray) -> tuple[Integers, Place]:
    """Counts of ``values`` by log10 of their size, shape (COUNT_COLUMNS,), and where the bins lie."""
    counts, finite = _counts_of_the_rest(values)
    sizes = np.abs(finite[finite != 0.0]).astype(np.float64)
    counts[ZERO] = finite.size - sizes.size
    if not sizes.size:
        return counts, Place(*NO_GRADIENT)
    eighths = np.searchsorted(POWERS_OF_TEN, sizes, side="right") - 1 + LOWEST_EIGHTH
    place = Place(*decade_place(int(eighths.min()), int(eighths.max())))
    bins = (eighths >> (place.exponent - EIGHTH_EXPONENT)) - place.first
    counts[:BINS] = np.bincount(bins, minlength=BINS)
    return counts, place


def _counts_of_the_rest(values: FloatArray) -> tuple[Integers, FloatArray]:
    """Counts with NaN and infinity counted, and the values that are finite, flat."""
    counts = np.zeros(COUNT_COLUMNS, dtype=np.int64)
    counts[NAN], counts[INFINITY] = np.isnan(values).sum(), np.isinf(values).sum()
    return counts, values[np.isfinite(values)]
