"""Histograms of a layer: how its numbers are spread, counted when they are first asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.batch import Batch
from vgviz.engine.histogram_bins import (
    BINS,
    COUNT_COLUMNS,
    ENDS,
    GRADIENTS,
    INFINITY,
    KINDS,
    NAN,
    ZERO,
    Integers,
    count_decades,
    count_linear,
    edges,
)
from vgviz.engine.plan import Plan
from vgviz.engine.reference import forward

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Numbers counted into bins of one width; every number is counted, and none lies outside the bins.

    Widths are powers of two and edges whole multiples of them, so that histograms of other layers and other
    moments differ only in how many neighbouring bins are one.

    Attributes
    ----------
    counts : int64, shape (64,); bin i holds edges[i] <= value < edges[i + 1].
    edges : float64, shape (65,).
    zero : how many are exactly 0 and in no bin, because the bins are logarithmic; else 0.
    nan, infinity : how many are NaN, and how many are infinite.
    """

    counts: Integers
    edges: FloatArray
    zero: int
    nan: int
    infinity: int

    @classmethod
    def of(cls, row: Integers, ends: FloatArray) -> "Histogram":
        """From a row of counts, shape (COUNT_COLUMNS,)."""
        return cls(row[:BINS], ends, int(row[ZERO]), int(row[NAN]), int(row[INFINITY]))

    @property
    def total(self) -> int:
        """All numbers that were counted."""
        return int(self.counts.sum()) + self.zero + self.nan + self.infinity


def histogram(values: FloatArray) -> Histogram:
    """Count ``values`` of any shape into linear bins."""
    counts, place = count_linear(values)
    return Histogram.of(counts, edges(np.array(place)))


@dataclass(frozen=True, slots=True, eq=False)
class LayerHistograms:
    """How one layer's numbers are spread.

    Attributes
    ----------
    pre_activations, activations : of all units on the batch that was measured.
    weights : without biases.
    gradients : of dL/dW by log10 of the absolute value, which is what the edges count in.
    """

    pre_activations: Histogram
    activations: Histogram
    weights: Histogram
    gradients: Histogram


@dataclass(frozen=True, slots=True, eq=False)
class HistogramCounts:
    """What a backend counts of a network.

    ``counts`` has shape (layers, kinds, COUNT_COLUMNS), ``places`` (layers, kinds, 2); see
    `vgviz.engine.histogram_bins`.
    """

    counts: Integers
    places: Integers

    @classmethod
    def empty(cls, layers: int) -> "HistogramCounts":
        """Room for the counts of so many layers: nothing is counted yet."""
        counts = np.zeros((layers, len(KINDS), COUNT_COLUMNS), dtype=np.int64)
        return cls(counts, np.zeros((layers, len(KINDS), 2), dtype=np.int64))

    @classmethod
    def to_be_filled(cls, layers: int) -> "HistogramCounts":
        """Room for the counts of so many layers, where anything may stand until they are counted."""
        counts = np.empty((layers, len(KINDS), COUNT_COLUMNS), dtype=np.int64)
        return cls(counts, np.empty((layers, len(KINDS), 2), dtype=np.int64))


@dataclass(slots=True)
class Interest:
    """Whether anybody looks at histograms."""

    is_shown: bool = False

    def taken(self) -> bool:
        """Whether it was shown since this was last asked."""
        was_shown, self.is_shown = self.is_shown, False
        return was_shown


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """The counts of one moment: made with the measurement, or each time that they are asked for.

    Whoever asks shows ``interest``: the next moment is counted with its measurement, while the numbers are at
    hand. That takes a third of the time.
    """

    interest: Interest
    counted: HistogramCounts | None
    count: Callable[[], HistogramCounts]

    def __call__(self) -> HistogramCounts:
        """The counts."""
        self.interest.is_shown = True
        return self.count() if self.counted is None else self.counted


class Histograms(Sequence[LayerHistograms]):
    """The histograms of every layer, each cut out of the counts when it is asked for."""

    def __init__(self, counted: HistogramCounts) -> None:
        self._counts, self._places = counted.counts, counted.places
        self._counts.flags.writeable = False

    @property
    def counts(self) -> Integers:
        """Of all layers and kinds at once, shape (layers, kinds, BINS)."""
        return self._counts[..., :BINS]

    @property
    def ends(self) -> NDArray[np.float64]:
        """First and last edge of all layers and kinds at once, shape (layers, kinds, 2)."""
        return edges(self._places, ENDS)

    def __len__(self) -> int:
        return len(self._counts)

    @overload
    def __getitem__(self, index: int) -> LayerHistograms: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LayerHistograms, ...]: ...
    def __getitem__(self, index: int | slice) -> LayerHistograms | tuple[LayerHistograms, ...]:
        if isinstance(index, slice):
            return tuple(self[layer] for layer in range(*index.indices(len(self))))
        ends_of_kinds = edges(self._places[index])
        ends_of_kinds.flags.writeable = False
        rows = zip(self._counts[index], ends_of_kinds, strict=True)
        return LayerHistograms(*(Histogram.of(row, ends) for row, ends in rows))


def count_values(plan: Plan, parameters: FloatArray, batch: Batch, gradient: FloatArray) -> HistogramCounts:
    """Count z, activations, weights and dL/dW of every layer, in plain NumPy."""
    counted = HistogramCounts.to_be_filled(plan.depth)
    named, gradients = plan.named(parameters), plan.named(gradient)
    with np.errstate(all="ignore"):
        for index, layer in enumerate(forward(plan, named, batch.x)):
            weight = f"layers.{index}.weight"
            values = (layer.z, layer.activation, named[weight], gradients[weight])
            for kind, array in enumerate(values):
                count = count_decades if kind == GRADIENTS else count_linear
                counted.counts[index, kind], counted.places[index, kind] = count(array)
    return counted
