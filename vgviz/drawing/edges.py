"""Edges of a network as coloured segments."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, eq=False)
class ChosenEdges:
    """Edges that are drawn, and where they run: ``ends`` has shape (4, edges), as in `Segments`."""

    choice: Choice
    ends: NDArray[np.float64]


NO_EDGES = ChosenEdges((), NO_SEGMENTS.ends)


class EdgePlaces:
    """Where every edge of a layout runs; made once a layout, asked once a picture."""

    def __init__(self, layout: NetworkLayout, detail: Detail) -> None:
        self._layout, self._detail = layout, detail
        self._everything: ChosenEdges | None = None

    def sides(self, gap: int) -> tuple[float, float]:
        """Between which x the edges of a gap run."""
        return sides(self._layout, gap)

    def choose(self, values: Sequence[FloatArray], *, compiled: bool = True) -> ChosenEdges:
        """All edges in view, or of each gap's those with the largest |value|, (fan_in, fan_out) each."""
        if not any(self._detail.edges):
            return NO_EDGES
        if self._detail.complete:
            self._everything = self._everything or self._led(
                tuple(gap.indices() if gap.count else _NOTHING for gap in self._detail.in_view)
            )
            return self._everything
        return self._led(
            tuple(
                _strongest_of(value, count, gap, compiled=compiled) if count else _NOTHING
                for value, count, gap in zip(values, self._detail.edges, self._detail.in_view, strict=True)
            )
        )

    def segments(
        self, values: Sequence[FloatArray], scale: ColorScale | None, chosen: ChosenEdges
    ) -> Segments:
        """The chosen edges, coloured by their ``values``, without a scale in the neutral colour."""
        if chosen is NO_EDGES:
            return NO_SEGMENTS
        if scale is None:
            return Segments(chosen.ends, np.full(chosen.ends.shape[1], NEUTRAL_CODE, dtype=np.uint8))
        pairs = zip(values, chosen.choice, strict=True)
        drawn = [value.reshape(-1)[index] for value, index in pairs if index.size]
        return Segments(chosen.ends, scale.codes(np.concatenate(drawn)))

    def _led(self, choice: Choice) -> ChosenEdges:
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
        return ChosenEdges(choice, np.stack([x0, first + spacing * source, x1, end + end_spacing * target]))


def _strongest_of(value: FloatArray, count: int, gap: EdgesInView, *, compiled: bool) -> NDArray[np.int64]:
    if gap.is_whole:
        return strongest(value, count, compiled=compiled)
    indices = gap.indices()
    return indices[strongest(value.reshape(-1)[indices], count, compiled=compiled)]
