"""Rectangles with round corners as coverage, compiled."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes

_compiled = njit(nogil=True, error_model="numpy")


@_compiled
def cover_rounded(mask: Codes, boxes: NDArray[np.float64], roundings: NDArray[np.float64]) -> None:
    """Let ``mask`` (rows, columns) cover boxes as far as they lie in it, 0 to 255, anti-aliased.

    ``boxes`` (boxes, 4) are left, top, width and height, ``roundings`` (boxes,) the radii of their corners,
    all in pixels.
    """
    rows, columns = mask.shape
    for box in range(boxes.shape[0]):
        left, top, width, height = boxes[box]
        radius = min(roundings[box], width / 2, height / 2)
        first = max(math.floor(left), 0)
        stop = max(min(math.ceil(left + width), columns), first)
        across = np.empty(stop - first, np.float64)
        straight = np.empty(across.size, np.uint8)
        for place in range(across.size):
            across[place] = _share(first + place, left, width)
            straight[place] = np.uint8(np.rint(255.0 * across[place]))
        for row in range(max(math.floor(top), 0), min(math.ceil(top + height), rows)):
            down, beyond = _share(row, top, height), _beyond(row, top, height, radius)
            if down == 1.0 and beyond <= 0.0:
                mask[row, first:stop] = straight
                continue
            for place in range(across.size):
                cover = down * across[place]
                aside = _beyond(first + place, left, width, radius)
                if beyond > 0.0 and aside > 0.0:
                    cover = min(cover, max(radius + 0.5 - math.hypot(beyond, aside), 0.0))
                mask[row, first + place] = np.uint8(np.rint(255.0 * cover))


@_compiled
def _share(pixel: int, start: float, length: float) -> float:
    """How much of a pixel a stretch covers."""
    return min(max(min(pixel + 1.0, start + length) - max(float(pixel), start), 0.0), 1.0)


@_compiled
def _beyond(pixel: int, start: float, length: float, radius: float) -> float:
    """How far a pixel's middle lies beyond the nearer corner's centre; at most 0 between the corners."""
    middle = pixel + 0.5
    return max(start + radius - middle, middle - (start + length - radius))
