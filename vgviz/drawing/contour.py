"""Where a map of numbers crosses 0, as line segments."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Of a cell its corners clockwise from the top left; an edge leads from one to the next.
_CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))


def zero_contour(values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Segments along which ``values`` (rows, columns) are 0, linear between neighbours, shape (4, segments).

    Rows x0, y0, x1, y1; the middle of cell (row, column) is at x = column + 0.5, y = row + 0.5. A saddle's
    two segments keep apart the corners whose sign its middle does not have. Where a number is not finite
    there is no line.
    """
    rows, columns = values.shape
    corner = np.stack(
        [values[y : rows - 1 + y, x : columns - 1 + x].astype(np.float64) for y, x in _CORNERS]
    ).reshape(4, -1)
    places = np.stack(np.divmod(np.arange(corner.shape[1]), max(columns - 1, 1))).astype(np.float64) + 0.5
    usable = np.isfinite(corner).all(axis=0) & ((corner > 0).any(axis=0) & (corner <= 0).any(axis=0))
    corner, places = corner[:, usable], places[:, usable]
    crossed = (corner > 0) != (np.roll(corner, -1, axis=0) > 0)
    points = _crossings(corner, places)
    segments = [_segments(points, crossed & (crossed.sum(axis=0) == 2))]
    saddle = crossed.all(axis=0)
    joins_first = (corner.mean(axis=0) > 0) == (corner[0] > 0)
    # Each edge pairs with its neighbour so that corners 1 and 3, or 0 and 2, are cut off.
    for apart, pairs in ((saddle & joins_first, ((0, 1), (2, 3))), (saddle & ~joins_first, ((3, 0), (1, 2)))):
        segments += [np.concatenate([points[one][:, apart], points[other][:, apart]]) for one, other in pairs]
    return np.concatenate(segments, axis=1)


def _crossings(corner: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where each edge would be crossed, shape (4 edges, 2: x and y, cells)."""
    points = np.empty((4, 2, corner.shape[1]))
    for edge, (y, x) in enumerate(_CORNERS):
        next_y, next_x = _CORNERS[(edge + 1) % 4]
        start, end = corner[edge], corner[(edge + 1) % 4]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            share = np.clip(np.nan_to_num(start / (start - end), nan=0.5), 0.0, 1.0)
        points[edge, 0] = places[1] + x + (next_x - x) * share
        points[edge, 1] = places[0] + y + (next_y - y) * share
    return points


def _segments(points: NDArray[np.float64], crossed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """From the first to the second crossed edge of every cell that has two."""
    cells = np.flatnonzero(crossed.any(axis=0))
    first = crossed[:, cells].argmax(axis=0)
    last = 3 - crossed[::-1, cells].argmax(axis=0)
    return np.concatenate([points[first, :, cells].T, points[last, :, cells].T])
