"""The compiled drawing kernels together. Importing this imports Numba, for which no window should wait."""

import numpy as np

from vgviz.drawing.blend_kernels import compose, stamp
from vgviz.drawing.line_kernels import draw_lines
from vgviz.drawing.strongest_kernel import select_strongest

KERNELS = (draw_lines, compose, select_strongest, stamp)


def call_each() -> None:
    """Call every kernel with the types that drawing uses."""
    number, place = np.ones(1), np.zeros((2, 1))
    code = np.ones(1, dtype=np.uint8)
    pixels = np.zeros((3, 1, 1), dtype=np.uint32)
    table, sprites = np.zeros(65536, dtype=np.uint32), np.zeros((256, 1, 1), dtype=np.uint32)
    bits = number.view(np.uint64)
    for given in (table, sprites, bits):
        given.flags.writeable = False
    select_strongest(bits, np.empty(1, dtype=np.int64))
    draw_lines(pixels[0], np.zeros((4, 1)), code, 0.5, 1.0, 0.0, 0.0)
    compose(pixels[0], table, pixels[1], pixels[2])
    stamp(pixels[2], sprites, place, code)
