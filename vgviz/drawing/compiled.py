"""The compiled drawing kernels together. Importing this imports Numba, for which no window should wait."""

import numpy as np

from vgviz.drawing.blend_kernels import compose, draw_discs, stamp, tint
from vgviz.drawing.line_kernels import draw_traced, mark_traced, most_entries, trace_lines
from vgviz.drawing.matrix_kernel import pool_matrix
from vgviz.drawing.strongest_kernel import select_strongest

KERNELS = (
    mark_traced,
    most_entries,
    trace_lines,
    draw_traced,
    compose,
    tint,
    select_strongest,
    stamp,
    draw_discs,
    pool_matrix,
)


def call_each() -> None:
    """Call every kernel with the types that drawing uses."""
    number, place = np.ones(1), np.zeros((2, 1))
    code = np.ones(1, dtype=np.uint8)
    pixels = np.zeros((3, 1, 1), dtype=np.uint32)
    mask = np.zeros((1, 1), dtype=np.uint8)
    table, sprites = np.zeros(65536, dtype=np.uint32), np.zeros((256, 1, 1), dtype=np.uint32)
    bits = number.view(np.uint64)
    for given in (table, sprites, bits, mask):
        given.flags.writeable = False
    select_strongest(bits, np.empty(1, dtype=np.int64))
    ends, starts = np.zeros((4, 1)), np.zeros(2, dtype=np.int64)
    room = most_entries(ends, 0.5, 1.0, (1, 1))
    places, coverage = np.zeros(room, dtype=np.int32), np.zeros(room, dtype=np.uint8)
    trace_lines(ends, 0.5, 1.0, (0.0, 0.0), (1, 1), starts, places, coverage)
    mark_traced(pixels[0], places[:0])
    draw_traced(pixels[0], starts, places, coverage, code)
    compose(pixels[0], places[:0], table, pixels[1], pixels[2])
    tint(pixels[1], pixels[2], mask, 0, 1, (0, 1), np.uint32(0))
    stamp(pixels[2], sprites, place, code)
    draw_discs(pixels[2], place, code, table[:256], table[:256], 1.0, 0.0, 1.0, np.uint32(0))
    pool_matrix(np.zeros((1, 1)), (0, 0), (1, 1), np.zeros((1, 1)))
