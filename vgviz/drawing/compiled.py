"""The compiled drawing kernels together. Importing this imports Numba, for which no window should wait."""

import numpy as np

from vgviz.drawing.line_kernels import draw_sorted, most_entries, sort_traced, trace_lines
from vgviz.drawing.matrix_kernel import pool_matrix
from vgviz.drawing.rounded_kernel import cover_rounded
from vgviz.drawing.shape_kernels import cover_discs, draw_bands, draw_cells, draw_discs, draw_strips, stamp
from vgviz.drawing.strongest_kernel import select_strongest

KERNELS = (
    most_entries,
    trace_lines,
    sort_traced,
    draw_sorted,
    cover_rounded,
    draw_bands,
    draw_cells,
    cover_discs,
    draw_discs,
    draw_strips,
    stamp,
    select_strongest,
    pool_matrix,
)


def call_each() -> None:
    """Call every kernel with the types that drawing uses."""
    number, place = np.ones(1), np.zeros((2, 1))
    code, starts = np.ones(1, dtype=np.uint8), np.zeros(2, dtype=np.int64)
    pixels = np.zeros((2, 1, 1), dtype=np.uint32)
    mask, sides = np.zeros((1, 1), dtype=np.uint8), np.zeros((1, 4), dtype=np.int64)
    colors = np.zeros(256, dtype=np.uint32)
    sprites, shares = np.zeros((1, 1, 1), dtype=np.uint32), np.zeros((3, 1, 1), dtype=np.uint32)
    bits = number.view(np.uint64)
    for given in (colors, sprites, bits):
        given.flags.writeable = False
    select_strongest(bits, np.empty(1, dtype=np.int64))
    ends = np.zeros((4, 1))
    room = most_entries(ends, 0.5, 1.0, (1, 1))
    places, coverage = np.zeros(room, dtype=np.int32), np.zeros(room, dtype=np.uint8)
    trace_lines(ends, 0.5, 1.0, (0.0, 0.0), mask, starts, places, coverage)
    room_to_work, entries = np.zeros((1, 1), dtype=np.int32), np.zeros(1, dtype=np.uint32)
    sort_traced(room_to_work, starts, places[:0], coverage[:0], np.ones(1, dtype=np.bool_), places, entries)
    draw_sorted(pixels[0], pixels[1], places[:0], entries, code, colors)
    cover_rounded(mask, np.zeros((1, 4)), number)
    draw_bands(pixels[0], pixels[1], mask, sides[:, :2], 0, pixels[0, 0], pixels[0, 0])
    draw_cells(pixels[0], mask, colors, (0, 1), (0, 1))
    cover_discs(mask, place, shares)
    draw_discs(pixels[0], place, code, colors, colors, shares, np.uint32(0))
    draw_strips(pixels[0], code, starts, sides, colors)
    stamp(pixels[0], sprites, place)
    matrix = np.zeros((1, 1), dtype=np.uint64)
    matrix.flags.writeable = False
    pool_matrix(matrix, (0, 0), (1, 1), np.zeros((1, 1), dtype=np.uint64))
