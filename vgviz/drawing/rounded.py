"""Rectangles with round corners as coverage."""

import math

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes
from vgviz.drawing.layout import Box


def add_rounded(mask: Codes, box: Box, rounding: float) -> None:
    """Let ``mask`` (rows, columns) cover ``box``, in pixels, as far as it lies in it; anti-aliased."""
    rows, row_cover = _along(box.top, box.height, mask.shape[0])
    columns, column_cover = _along(box.left, box.width, mask.shape[1])
    if not row_cover.size or not column_cover.size:
        return
    patch = mask[rows, columns]
    np.rint(255.0 * row_cover[:, None] * column_cover, out=patch, casting="unsafe")
    radius = min(rounding, box.width / 2, box.height / 2)
    ends = (_corner(box.top, box.height, radius, rows), _corner(box.left, box.width, radius, columns))
    for down, row_part in ends[0]:
        for across, column_part in ends[1]:
            distance = np.hypot(down[:, None], across)
            cover = np.clip(radius + 0.5 - distance, 0.0, 1.0)
            corner = patch[row_part, column_part]
            np.minimum(corner, np.rint(255.0 * cover).astype(np.uint8), out=corner)


def _along(start: float, length: float, pixels: int) -> tuple[slice, NDArray[np.float64]]:
    """The pixels that a stretch touches, and how much of each it covers."""
    first, stop = max(math.floor(start), 0), min(math.ceil(start + length), pixels)
    place = np.arange(first, max(stop, first))
    cover = np.minimum(place + 1, start + length) - np.maximum(place, start)
    return slice(first, max(stop, first)), np.clip(cover, 0.0, 1.0)


def _corner(
    start: float, length: float, radius: float, touched: slice
) -> tuple[tuple[NDArray[np.float64], slice], ...]:
    """At both ends: how far pixels lie beyond the corner's centre, and which pixels these are."""
    middle = np.arange(touched.start, touched.stop) + 0.5
    before, behind = start + radius - middle, middle - (start + length - radius)
    near, far = int((before > 0).sum()), int((behind > 0).sum())
    return (before[:near], slice(0, near)), (
        behind[middle.size - far :],
        slice(middle.size - far, middle.size),
    )
