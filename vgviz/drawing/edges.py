"""Edges of a network as coloured segments."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import NEUTRAL_CODE, ColorScale
from vgviz.drawing.detail import Detail
from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.segments import NO_SEGMENTS, Segments
from vgviz.drawing.strongest import strongest
from vgviz.engine.telemetry import FloatArray

Choice = tuple[NDArray[np.int64], ...]  # of each gap the flat indices of the edges that are drawn


class EdgePlaces:
    """Where every edge of a layout runs; made once a layout, asked once a picture."""

    def __init__(self, layout: NetworkLayout, detail: Detail) -> None:
        self._detail = detail
        self._heights = np.concatenate([column.heights() for column in layout.columns])
        counts, units = detail.edges, [column.units for column in layout.columns]
        firsts = np.cumsum([0, *units])
        self._fan_out = np.repeat(units[1:], counts)
        self._source_column, self._target_column = (
            np.repeat(firsts[:-2], counts),
            np.repeat(firsts[1:-1], counts),
        )
        self._ends = np.empty((4, sum(counts)))
        self._sides = [
            (_end_at(layout, gap, 1.0), _end_at(layout, gap + 1, -1.0)) for gap in range(len(counts))
        ]
        self._ends[0] = np.repeat([left for left, _ in self._sides], counts)
        self._ends[2] = np.repeat([right for _, right in self._sides], counts)
        self._everything = tuple(map(np.arange, detail.weights)) if detail.complete else None
        self._led: Choice | None = None

    def sides(self, gap: int) -> tuple[float, float]:
        """Between which x the edges of a gap run."""
        return self._sides[gap]

    def choice(self, values: Sequence[FloatArray], *, compiled: bool = True) -> Choice:
        """All edges, or each gap's with the largest |value|; ``values[l]`` has shape (fan_in, fan_out)."""
        if self._everything is not None:
            return self._everything
        return tuple(
            strongest(value, count, compiled=compiled)
            for value, count in zip(values, self._detail.edges, strict=True)
        )

    def segments(self, values: Sequence[FloatArray], scale: ColorScale | None, choice: Choice) -> Segments:
        """The chosen edges, coloured by their ``values``, without a scale in the neutral colour.

        As long as the choice is the same, so are their ends.
        """
        if not any(self._detail.edges):
            return NO_SEGMENTS
        if choice is not self._led:
            self._lead(choice)
        if scale is None:
            return Segments(self._ends, np.full(self._ends.shape[1], NEUTRAL_CODE, dtype=np.uint8))
        chosen = [value.reshape(-1)[index] for value, index in zip(values, choice, strict=True)]
        return Segments(self._ends, scale.codes(np.concatenate(chosen)))

    def _lead(self, choice: Choice) -> None:
        source, target = np.divmod(np.concatenate(choice), self._fan_out)
        self._ends = self._ends.copy()  # whoever has drawn the former ones can tell that these are others
        self._ends[1] = self._heights[self._source_column + source]
        self._ends[3] = self._heights[self._target_column + target]
        self._led = choice


def _end_at(layout: NetworkLayout, column: int, side: float) -> float:
    """Edges meet circles in their centre and strips at their border."""
    place = layout.columns[column]
    return place.x if place.circles else place.x + side * layout.lane_width / 2
