"""Small pictures set into a premultiplied image, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes

Pixels = NDArray[np.uint32]


@njit(nogil=True, error_model="numpy")
def stamp(out: Pixels, sprites: Pixels, centers: NDArray[np.float64], codes: Codes) -> None:
    """Lay ``sprites[code]`` over ``out`` (rows, columns) at each centre; premultiplied 0xAARRGGBB.

    ``sprites`` has shape (256, side, side), ``centers`` (2, stamps), rows x and y, in pixels of ``out``.
    Whatever lies outside is cut off; a centre that is not finite is left out.
    """
    rows, columns = out.shape
    side = sprites.shape[1]
    limit = float(rows + columns + side)
    for index in range(codes.size):
        x, y = centers[0, index] - side / 2, centers[1, index] - side / 2
        if not (abs(x) <= limit and abs(y) <= limit):
            continue
        left, top = int(np.floor(x + 0.5)), int(np.floor(y + 0.5))
        for row in range(max(0, -top), min(side, rows - top)):
            for column in range(max(0, -left), min(side, columns - left)):
                above = sprites[codes[index], row, column]
                kept = np.uint32(255) - (above >> np.uint32(24))
                if kept == 0:
                    out[top + row, left + column] = above
                elif kept < 255:
                    below = out[top + row, left + column]
                    out[top + row, left + column] = above + _scaled(below, kept)


@njit(nogil=True, error_model="numpy")
def _scaled(pixel: np.uint32, share: np.uint32) -> np.uint32:
    """All four channels times ``share`` / 255, two at a time."""
    mask = np.uint32(0x00FF00FF)
    half = np.uint32(0x00800080)
    low = (pixel & mask) * share + half
    high = ((pixel >> np.uint32(8)) & mask) * share + half
    low = (low + ((low >> np.uint32(8)) & mask)) >> np.uint32(8) & mask
    high = (high + ((high >> np.uint32(8)) & mask)) & np.uint32(0xFF00FF00)
    return np.uint32(low | high)
