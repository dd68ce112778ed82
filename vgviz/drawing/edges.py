"""Edges of a network as coloured segments."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import NEUTRAL_CODE, ColorScale
from vgviz.drawing.detail import Detail, sides
from vgviz.drawing.in_view import EdgesInView
from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.segments import NO_SEGMENTS, Segments
from vgviz.drawing.strongest import strongest
from vgviz.engine.telemetry import FloatArray

Choice = tuple[NDArray[np.int64], ...]  # of each gap the flat indices of the edges that are drawn
_NOTHING = np.empty(0, dtype=np.int64)


class EdgePlaces:
    """Where every edge of a layout runs; made once a layout, asked once a picture."""

    def __init__(self, layout: NetworkLayout, detail: Detail) -> None:
        self._layout, self._detail = layout, detail
        self._everything: Choice | None = None
        self._led: Choice | None = None
        self._ends = NO_SEGMENTS.ends

    def sides(self, gap: int) -> tuple[float, float]:
        """Between which x the edges of a gap run."""
        return sides(self._layout, gap)

    def choice(self, values: Sequence[FloatArray], *, compiled: bool = True) -> Choice:
        """All edges in view, or of each gap's those with the largest |value|, (fan_in, fan_out) each."""
        if self._detail.complete:
            self._everything = self._everything or tuple(
                gap.indices() if gap.count else _NOTHING for gap in self._detail.in_view
            )
            return self._everything
        return tuple(
            _strongest_of(value, count, gap, compiled=compiled) if count else _NOTHING
            for value, count, gap in zip(values, self._detail.edges, self._detail.in_view, strict=True)
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
        chosen = [value.reshape(-1)[index] for value, index in zip(values, choice, strict=True) if index.size]
        return Segments(self._ends, scale.codes(np.concatenate(chosen)))

    def _lead(self, choice: Choice) -> None:
        """Make new ends: whoever has drawn the former ones can tell that these are others."""
        gaps = [gap for gap, index in enumerate(choice) if index.size]
        counts, columns = [choice[gap].size for gap in gaps], self._layout.columns
        source, target = np.divmod(
            np.concatenate([choice[gap] for gap in gaps]),
            np.repeat([columns[gap + 1].units for gap in gaps], counts),
        )
        lines = [
            (*self.sides(gap), left.first, left.spacing, right.first, right.spacing)
            for gap in gaps
            for left, right in [columns[gap : gap + 2]]
        ]
        x0, x1, first, spacing, end, end_spacing = np.repeat(np.array(lines), counts, axis=0).T
        self._ends = np.stack([x0, first + spacing * source, x1, end + end_spacing * target])
        self._led = choice


def _strongest_of(value: FloatArray, count: int, gap: EdgesInView, *, compiled: bool) -> NDArray[np.int64]:
    if gap.is_whole:
        return strongest(value, count, compiled=compiled)
    indices = gap.indices()
    return indices[strongest(value.reshape(-1)[indices], count, compiled=compiled)]
