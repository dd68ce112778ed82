"""Bands, discs, strips and small pictures drawn into an opaque image, compiled; see `blend_kernels`."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.blend_kernels import Pixels, mixed, over
from vgviz.drawing.color_scale import Codes

_compiled = njit(nogil=True, error_model="numpy")
Range = tuple[int, int]


@_compiled
def draw_bands(
    out: Pixels,
    paper: Pixels,
    mask: Codes,
    sides: NDArray[np.int64],
    foot: int,
    bands: Pixels,
    feet: Pixels,
) -> None:
    """Lay opaque colours over ``paper`` into ``out`` where ``mask`` says how much, from 0 to 255.

    ``sides`` (bands, 2) are columns of the image, from one up to another, within which band i is drawn in
    ``bands[i]`` and, from row ``foot`` on, in ``feet[i]``. What it covers fully of a row lies together.
    """
    for row in range(out.shape[0]):
        line, below, cover = out[row], paper[row], mask[row]
        colors = bands if row < foot else feet
        for band in range(sides.shape[0]):
            color, left, right = colors[band], sides[band, 0], sides[band, 1]
            while left < right and cover[left] != 255:
                line[left] = mixed(below[left], color, np.uint32(cover[left]))
                left += 1
            while left < right and cover[right - 1] != 255:
                right -= 1
                line[right] = mixed(below[right], color, np.uint32(cover[right]))
            line[left:right] = color


@_compiled
def draw_strips(
    out: Pixels, codes: Codes, starts: NDArray[np.int64], boxes: NDArray[np.int64], table: Pixels
) -> None:
    """Draw units as equal shares of the height of a box; the strongest shows where several share a row.

    Strip i shows the codes from starts[i] to starts[i + 1] in boxes[i]: top, bottom, left and right in pixels
    of ``out``, each up to the second. Whatever lies outside is cut off.
    """
    for strip in range(boxes.shape[0]):
        top, bottom, left, right = boxes[strip]
        left, right = max(left, 0), max(min(right, out.shape[1]), 0)
        units, rows = starts[strip + 1] - starts[strip], bottom - top
        for row in range(max(top, 0), min(bottom, out.shape[0])):
            first = (row - top) * units // rows
            code = codes[starts[strip] + first]
            for unit in range(first + 1, (row - top + 1) * units // rows):
                code = max(code, codes[starts[strip] + unit])
            out[row, left:right] = table[code]


@_compiled
def draw_cells(out: Pixels, codes: Codes, table: Pixels, rows: Range, columns: Range) -> None:
    """Draw ``codes`` (down, across) as cells that fill some rows and columns of ``out``, from up to.

    Whatever lies outside is cut off.
    """
    top, left, height, width = rows[0], columns[0], rows[1] - rows[0], columns[1] - columns[0]
    first, stop = max(left, 0), min(columns[1], out.shape[1])
    shares = np.empty(max(stop - first, 0), np.int64)
    for place in range(shares.size):
        shares[place] = (first + place - left) * codes.shape[1] // width
    for row in range(max(top, 0), min(rows[1], out.shape[0])):
        line = codes[(row - top) * codes.shape[0] // height]
        for place in range(shares.size):
            out[row, first + place] = table[line[shares[place]]]


@_compiled
def stamp(out: Pixels, sprites: Pixels, centers: NDArray[np.float64]) -> None:
    """Lay each of ``sprites`` over ``out`` (rows, columns) at its centre.

    ``sprites`` has shape (stamps, side, side), ``centers`` (2, stamps), rows x and y, in pixels of ``out``.
    Whatever lies outside is cut off; a centre that is not finite is left out.
    """
    for index in range(sprites.shape[0]):
        rows, columns, top, left = _place(out.shape, sprites.shape[1], centers[0, index], centers[1, index])
        for row in range(rows[0], rows[1]):
            line = out[top + row, left + columns[0] : left + columns[1]]
            above = sprites[index, row, columns[0] : columns[1]]
            for column in range(line.size):
                pixel = above[column]
                if pixel >> np.uint32(24) == 255:
                    line[column] = pixel
                elif pixel:
                    line[column] = over(pixel, line[column])


@_compiled
def draw_discs(
    out: Pixels,
    centers: NDArray[np.float64],
    codes: Codes,
    fills: Pixels,
    rims: Pixels,
    shares: Pixels,
    ground: np.uint32,
) -> None:
    """Draw discs: ``fills[code]``, at the border a rim of ``rims[code]``, around it a halo of ``ground``.

    ``shares`` (3, side, side) is how much halo, disc and fill cover of each pixel, 0 to 255; what the fill
    covers fully of a row lies together, in its middle. ``centers`` has shape (2, discs), rows x and y, in
    pixels of ``out``. Whatever lies outside is cut off; a centre that is not finite is left out.
    """
    side = shares.shape[1]
    for index in range(codes.size):
        rows, columns, top, left = _place(out.shape, side, centers[0, index], centers[1, index])
        fill, rim = fills[codes[index]], rims[codes[index]]
        solid = shares[1] if rim == fill else shares[2]
        for row in range(rows[0], rows[1]):
            line = out[top + row]
            column, stop = columns
            while column < stop:
                if solid[row, column] == 255:
                    last = max(min(side - column, stop), column + 1)
                    line[left + column : left + last] = fill
                    column = last
                    continue
                around, edge, inside = shares[0, row, column], shares[1, row, column], shares[2, row, column]
                if around:
                    pixel = ground if around == 255 else mixed(line[left + column], ground, around)
                    pixel = mixed(pixel, rim, edge) if edge else pixel
                    line[left + column] = mixed(pixel, fill, inside) if inside else pixel
                column += 1


@_compiled
def cover_discs(covered: Codes, centers: NDArray[np.float64], shares: Pixels) -> None:
    """Make 255 what `draw_discs` will leave nothing to be seen of."""
    for index in range(centers.shape[1]):
        rows, columns, top, left = _place(
            covered.shape, shares.shape[1], centers[0, index], centers[1, index]
        )
        for row in range(rows[0], rows[1]):
            for column in range(columns[0], columns[1]):
                if shares[0, row, column] == 255:
                    covered[top + row, left + column] = 255


@_compiled
def _place(shape: Range, side: int, x: float, y: float) -> tuple[Range, Range, int, int]:
    """Which rows and columns of a square around a place lie in an image, and where it begins there."""
    rows, columns = shape
    if not (abs(x) <= rows + columns + side and abs(y) <= rows + columns + side):
        return (0, 0), (0, 0), 0, 0
    left, top = int(np.floor(x - side / 2 + 0.5)), int(np.floor(y - side / 2 + 0.5))
    first_row, first_column = max(0, -top), max(0, -left)
    last_row, last_column = (
        max(min(side, rows - top), first_row),
        max(min(side, columns - left), first_column),
    )
    return (first_row, last_row), (first_column, last_column), top, left
