"""Lines and small pictures laid over an opaque ground, compiled. Pixels are premultiplied 0xAARRGGBB."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes
from vgviz.drawing.line_kernels import Pixels

_compiled = njit(nogil=True, error_model="numpy")


@_compiled
def compose(packed: Pixels, table: Pixels, ground: Pixels, out: Pixels) -> None:
    """Lay the colours of ``packed`` lines over ``ground`` into ``out``, and clear ``packed`` for the next.

    The three pictures have one shape and are C-contiguous; ``table`` has the colour of each packed pixel's
    low half.
    """
    lines, below, colors = packed.ravel(), ground.ravel(), out.ravel()
    for pixel in range(lines.size):
        value = lines[pixel]
        if value:
            colors[pixel] = _over(table[value & 0xFFFF], below[pixel])
            lines[pixel] = 0
        else:
            colors[pixel] = below[pixel]


@_compiled
def stamp(out: Pixels, sprites: Pixels, centers: NDArray[np.float64], codes: Codes) -> None:
    """Lay ``sprites[code]`` over ``out`` (rows, columns) at each centre.

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
                if above >= 0xFF000000:
                    out[top + row, left + column] = above
                elif above:
                    out[top + row, left + column] = _over(above, out[top + row, left + column])


@_compiled
def _over(above: np.uint32, below: np.uint32) -> np.uint32:
    return np.uint32(above + _scaled(below, np.uint32(255) - (above >> np.uint32(24))))


@_compiled
def _scaled(pixel: np.uint32, share: np.uint32) -> np.uint32:
    """All four channels times ``share`` / 255, two at a time."""
    mask = np.uint32(0x00FF00FF)
    half = np.uint32(0x00800080)
    low = (pixel & mask) * share + half
    high = ((pixel >> np.uint32(8)) & mask) * share + half
    low = (low + ((low >> np.uint32(8)) & mask)) >> np.uint32(8) & mask
    high = (high + ((high >> np.uint32(8)) & mask)) & np.uint32(0xFF00FF00)
    return np.uint32(low | high)
