"""All weights of a gap as a matrix of colours: a row a neuron on its right, a column one on its left."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import NEUTRAL_CODE, Codes, ColorScale
from vgviz.drawing.in_view import units_in_view
from vgviz.drawing.layout import Box, NetworkLayout
from vgviz.engine.telemetry import FloatArray

_INSET = 5.0  # px between a matrix and the bands beside it
_CELL = 2.0  # px: smaller cells are not told apart

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class MatrixPlace:
    """Where a gap's matrix lies and which part of it.

    Attributes
    ----------
    box : in px; its rows are the ``targets`` (from, up to) as high as these are drawn, its columns the
        ``sources``.
    """

    gap: int
    box: Box
    sources: Range
    targets: Range

    def edge_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Source and target of the cell at a place."""
        if not (self.box.left <= x < self.box.right and self.box.top <= y < self.box.bottom):
            return None
        right, down = (x - self.box.left) / self.box.width, (y - self.box.top) / self.box.height
        return _share(self.sources, right), _share(self.targets, down)


def matrix_place(layout: NetworkLayout, gap: int) -> MatrixPlace:
    """The matrix between two columns: of the neurons that are in view."""
    left, right = layout.columns[gap : gap + 2]
    start, end = layout.lane(gap).right + _INSET, layout.lane(gap + 1).left - _INSET
    targets = units_in_view(right, layout.box)
    top = right.top + targets[0] * right.spacing
    box = Box(start, top, end - start, (targets[1] - targets[0]) * right.spacing)
    return MatrixPlace(gap, box, units_in_view(left, layout.box), targets)


def matrix_codes(
    place: MatrixPlace, values: FloatArray, scale: ColorScale | None, *, compiled: bool = True
) -> Codes:
    """Colour codes of a gap's ``values``, (fan_in, fan_out), as shown: (rows, columns).

    ``compiled``: by the kernel, which is faster.
    """
    across, down = (
        max(1, min(stop - first, int(length / _CELL)))
        for (first, stop), length in ((place.sources, place.box.width), (place.targets, place.box.height))
    )
    shape = across, down
    starts, stops = zip(place.sources, place.targets, strict=True)
    bits = np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
    bits.flags.writeable = False
    if compiled:
        from vgviz.drawing.matrix_kernel import pool_matrix

        pooled_bits = np.empty(shape, dtype=np.uint64)
        pool_matrix(bits, starts, stops, pooled_bits)
    else:
        pooled_bits = _pooled(bits[starts[0] : stops[0], starts[1] : stops[1]], shape)
    pooled = pooled_bits.view(np.float64)
    if scale is None:
        return np.full(shape[::-1], NEUTRAL_CODE, dtype=np.uint8)
    return np.ascontiguousarray(scale.codes(pooled).T)


def _pooled(bits: NDArray[np.uint64], shape: tuple[int, int]) -> NDArray[np.uint64]:
    """What `pool_matrix` gives of a whole matrix, in plain NumPy."""
    largest = bits << np.uint64(1) | bits >> np.uint64(63)
    for axis, parts in enumerate(shape):
        firsts = -(-np.arange(parts) * bits.shape[axis] // parts)
        largest = np.maximum.reduceat(largest, firsts, axis=axis)
    return largest >> np.uint64(1) | largest << np.uint64(63)


def _share(units: Range, share: float) -> int:
    return min(units[0] + int(share * (units[1] - units[0])), units[1] - 1)
