"""Edges of a network as coloured segments."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import ColorScale
from vgviz.drawing.detail import Detail
from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.segments import NO_SEGMENTS, Segments
from vgviz.drawing.strongest import strongest
from vgviz.engine.telemetry import FloatArray


class EdgePlaces:
    """Where every edge of a layout runs; made once a layout, asked once a picture."""

    def __init__(self, layout: NetworkLayout, detail: Detail) -> None:
        self._layout = layout
        self._detail = detail
        self._heights = [column.heights() for column in layout.columns] if any(detail.edges) else []
        self._complete = self._all_edges() if detail.complete and any(detail.edges) else None

    def segments(
        self, gradients: Sequence[FloatArray], scale: ColorScale, *, compiled: bool = True
    ) -> Segments:
        """Edges coloured by |dL/dw|; ``gradients[l]`` has shape (fan_in, fan_out)."""
        if not any(self._detail.edges):
            return NO_SEGMENTS
        if self._complete is not None:
            values = np.concatenate([gradient.reshape(-1) for gradient in gradients])
            return Segments(self._complete, scale.codes(values))
        chosen = [
            strongest(gradient, count, compiled=compiled)
            for gradient, count in zip(gradients, self._detail.edges, strict=True)
        ]
        values = np.concatenate(
            [gradient.reshape(-1)[index] for gradient, index in zip(gradients, chosen, strict=True)]
        )
        return Segments(self._ends(chosen), scale.codes(values))

    def _all_edges(self) -> NDArray[np.float64]:
        return self._ends([np.arange(weights) for weights in self._detail.weights])

    def _ends(self, chosen: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
        return np.concatenate([self._gap_ends(gap, index) for gap, index in enumerate(chosen)], axis=1)

    def _gap_ends(self, gap: int, index: NDArray[np.int64]) -> NDArray[np.float64]:
        source, target = np.divmod(index, self._layout.columns[gap + 1].units)
        ends = np.empty((4, index.size))
        ends[0], ends[2] = self._end_at(gap, 1.0), self._end_at(gap + 1, -1.0)
        ends[1], ends[3] = self._heights[gap][source], self._heights[gap + 1][target]
        return ends

    def _end_at(self, column: int, side: float) -> float:
        """Edges meet circles in their centre and strips at their border."""
        place = self._layout.columns[column]
        return place.x if place.circles else place.x + side * self._layout.lane_width / 2
