"""Lines and small pictures laid over an opaque ground, compiled. Pixels are premultiplied 0xAARRGGBB."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes
from vgviz.drawing.line_kernels import Pixels, Places

_compiled = njit(nogil=True, error_model="numpy")


@_compiled
def compose(packed: Pixels, touched: Places, table: Pixels, ground: Pixels, out: Pixels) -> None:
    """Lay the colours of ``packed`` lines over ``ground`` into ``out``, and clear ``packed`` for the next.

    Only the ``touched`` pixels, row * columns + column, are looked at. The three pictures have one shape and
    are C-contiguous; ``table`` has the colour of each packed pixel's low half.
    """
    lines, below, colors = packed.ravel(), ground.ravel(), out.ravel()
    for index in range(touched.size):
        where = np.uint64(touched[index])
        colors[where] = _over(table[np.uint64(lines[where] & np.uint32(0xFFFF))], below[where])
        lines[where] = 0


@_compiled
def tint(
    out: Pixels, paper: Pixels, mask: Codes, left: int, right: int, rows: tuple[int, int], color: np.uint32
) -> None:
    """Lay an opaque ``color`` over ``paper`` into ``out`` where ``mask`` says how much, from 0 to 255.

    Columns from ``left`` to ``right`` of ``rows`` from the first to the second; all pictures have one shape.
    """
    first, last = rows
    for row in range(first, last):
        line, below, cover = out[row, left:right], paper[row, left:right], mask[row, left:right]
        for column in range(line.size):
            share = np.uint32(cover[column])
            line[column] = _scaled(color, share) + _scaled(below[column], np.uint32(255) - share)


@_compiled
def stamp(out: Pixels, sprites: Pixels, centers: NDArray[np.float64], codes: Codes) -> None:
    """Lay ``sprites[code]`` over ``out`` (rows, columns) at each centre.

    ``sprites`` has shape (256, side, side), ``centers`` (2, stamps), rows x and y, in pixels of ``out``.
    Whatever lies outside is cut off; a centre that is not finite is left out.
    """
    rows, columns = out.shape
    side = sprites.shape[1]
    limit = float(rows + columns + side)
    below, discs = out.ravel(), sprites.ravel()
    for index in range(codes.size):
        x, y = centers[0, index] - side / 2, centers[1, index] - side / 2
        if not (abs(x) <= limit and abs(y) <= limit):
            continue
        left, top = int(np.floor(x + 0.5)), int(np.floor(y + 0.5))
        first, last = max(0, -left), min(side, columns - left)
        for row in range(max(0, -top), min(side, rows - top)):
            source = (int(codes[index]) * side + row) * side + first
            target = (top + row) * columns + left + first
            for _ in range(first, last):
                above = discs[np.uint64(source)]
                below[np.uint64(target)] = _over(above, below[np.uint64(target)])
                source += 1
                target += 1


@_compiled
def draw_discs(
    out: Pixels,
    centers: NDArray[np.float64],
    codes: Codes,
    fills: Pixels,
    rims: Pixels,
    radius: float,
    rim: float,
    halo: float,
    ground: np.uint32,
) -> None:
    """Draw discs: ``fills[code]``, at the border a ``rim`` of ``rims[code]``, around it a ``halo`` of ground.

    ``centers`` has shape (2, discs), rows x and y, in pixels of ``out``; radius, rim and halo are in pixels
    too. Whatever lies outside is cut off; a centre that is not finite is left out.
    """
    rows, columns = out.shape
    side = 2 * int(np.ceil(radius + halo)) + 1
    shares, layer = _disc_shares(side, radius, rim, halo).ravel(), side * side
    below = out.ravel()
    limit = float(rows + columns + side)
    for index in range(codes.size):
        x, y = centers[0, index] - side / 2, centers[1, index] - side / 2
        if not (abs(x) <= limit and abs(y) <= limit):
            continue
        fill, border = fills[codes[index]], rims[codes[index]]
        left, top = int(np.floor(x + 0.5)), int(np.floor(y + 0.5))
        first, last = max(0, -left), min(side, columns - left)
        for row in range(max(0, -top), min(side, rows - top)):
            source, target = row * side + first, (top + row) * columns + left + first
            for _ in range(first, last):
                around, inside = shares[np.uint64(source)], shares[np.uint64(source + 2 * layer)]
                if inside == 255:
                    below[np.uint64(target)] = fill
                elif around:
                    pixel, edge = ground, shares[np.uint64(source + layer)]
                    if around != 255:
                        pixel = _mixed(below[np.uint64(target)], ground, around)
                    if edge:
                        pixel = _mixed(pixel, border, edge)
                    if inside:
                        pixel = _mixed(pixel, fill, inside)
                    below[np.uint64(target)] = pixel
                source += 1
                target += 1


@_compiled
def _disc_shares(side: int, radius: float, rim: float, halo: float) -> Pixels:
    """How much of each pixel a disc's halo, rim and fill cover, 0 to 255, shape (3, side, side)."""
    shares = np.empty((3, side, side), np.uint32)
    for row in range(side):
        for column in range(side):
            distance = np.hypot(row + 0.5 - side / 2, column + 0.5 - side / 2)
            for layer, reach in enumerate((radius + halo, radius, radius - rim)):
                share = min(max(reach - distance + 0.5, 0.0), 1.0)
                shares[layer, row, column] = np.uint32(255.0 * share + 0.5)
    return shares


@_compiled
def _mixed(below: np.uint32, above: np.uint32, share: np.uint32) -> np.uint32:
    """A ``share`` of ``above`` over ``below``, of 255."""
    return np.uint32(_scaled(above, share) + _scaled(below, np.uint32(255) - share))


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
