"""Edges and neurons as one premultiplied image, and getting its compiled kernels ready."""

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing import kernel_cache
from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.line_kernels import Pixels, draw_lines, resolve
from vgviz.drawing.segments import Segments
from vgviz.drawing.stamp_kernels import stamp
from vgviz.drawing.strongest import select_strongest, strongest


def premultiplied_table(colors: Codes) -> Pixels:
    """Colour of each ``code << 8 | coverage`` as 0xAARRGGBB, shape (65536,), for ``colors`` (256, 3)."""
    coverage = np.arange(256, dtype=np.uint32)
    channels = (colors[:, None, :].astype(np.uint32) * coverage[None, :, None] + 127) // 255
    red, green, blue = channels[..., 0], channels[..., 1], channels[..., 2]
    table: Pixels = (coverage[None, :] << 24 | red << 16 | green << 8 | blue).ravel().astype(np.uint32)
    table.flags.writeable = False
    return table


class Raster:
    """The two images of one size that lines are drawn into and coloured from."""

    def __init__(self, rows: int, columns: int) -> None:
        self._packed = np.zeros((rows, columns), dtype=np.uint32)
        self.pixels = np.zeros((rows, columns), dtype=np.uint32)

    def draw(self, segments: Segments, width: float, table: Pixels) -> Pixels:
        """Premultiplied ARGB of the segments, shape (rows, columns); the next call overwrites it."""
        draw_lines(self._packed, segments.ends, segments.codes, width / 2.0)
        resolve(self._packed, table, self.pixels)
        return self.pixels

    def stamp(self, sprites: Pixels, centers: NDArray[np.float64], codes: Codes) -> None:
        """Lay ``sprites[code]``, (256, side, side), over the image at ``centers``, (2, stamps)."""
        stamp(self.pixels, sprites, centers, codes)


KERNELS = (draw_lines, resolve, select_strongest, stamp)


def is_ready() -> bool:
    """Whether this process has every drawing kernel compiled; without, QPainter does the drawing."""
    return all(getattr(kernel, "signatures", None) for kernel in KERNELS)


def is_cached() -> bool:
    """Whether `warm_up` will load the kernels, in a tenth of a second or two, instead of compiling them."""
    return kernel_cache.is_filled(KERNELS)


def warm_up() -> None:
    """Load the kernels from the cache or compile them into it.

    Compiling holds the GIL for seconds: the app lets another process do it first
    (``python -m vgviz.drawing.raster``), and then loads here what that one left in the cache.
    """
    kernel_cache.load_or_compile(KERNELS, _draw_once)


def _draw_once() -> None:
    """Call every kernel with the types that drawing uses."""
    strongest(np.array([1.0, 2.0]), 1)
    image = Raster(2, 2)
    code = np.ones(1, dtype=np.uint8)
    segments = Segments(np.array([[0.0], [0.0], [1.0], [1.0]]), code)
    image.draw(segments, 1.0, premultiplied_table(ColorScale().table()))
    sprites = np.zeros((256, 1, 1), dtype=np.uint32)
    sprites.flags.writeable = False
    image.stamp(sprites, np.zeros((2, 1)), code)


if __name__ == "__main__":
    warm_up()
