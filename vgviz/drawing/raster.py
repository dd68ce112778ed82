"""Edges and neurons over a ground as one opaque image, and getting its compiled kernels ready."""

import sys

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes
from vgviz.drawing.segments import Segments

Pixels = NDArray[np.uint32]


def premultiplied_table(colors: Codes) -> Pixels:
    """Colour of each ``code << 8 | coverage`` as 0xAARRGGBB, shape (65536,), for ``colors`` (256, 3)."""
    coverage = np.arange(256, dtype=np.uint32)
    channels = (colors[:, None, :].astype(np.uint32) * coverage[None, :, None] + 127) // 255
    red, green, blue = channels[..., 0], channels[..., 1], channels[..., 2]
    table: Pixels = (coverage[None, :] << 24 | red << 16 | green << 8 | blue).ravel().astype(np.uint32)
    table.flags.writeable = False
    return table


class Raster:
    """Images of one size: the ``ground``, filled by the owner, and ``pixels``, what lies over it; 0xFFRRGGBB.

    Needs the kernels, see `is_ready`.
    """

    def __init__(self, rows: int, columns: int) -> None:
        self._packed = np.zeros((rows, columns), dtype=np.uint32)
        self.ground = np.zeros((rows, columns), dtype=np.uint32)
        self.pixels = np.zeros((rows, columns), dtype=np.uint32)

    def draw(
        self, segments: Segments, width: float, table: Pixels, scale: float, origin: tuple[float, float]
    ) -> None:
        """Make ``pixels`` the ground with segments over it, their places times ``scale`` less ``origin``."""
        from vgviz.drawing.blend_kernels import compose
        from vgviz.drawing.line_kernels import draw_lines

        draw_lines(self._packed, segments.ends, segments.codes, width * scale / 2.0, scale, *origin)
        compose(self._packed, table, self.ground, self.pixels)

    def stamp(self, sprites: Pixels, centers: NDArray[np.float64], codes: Codes) -> None:
        """Lay ``sprites[code]``, (256, side, side), over the image at ``centers``, (2, stamps)."""
        from vgviz.drawing.blend_kernels import stamp

        stamp(self.pixels, sprites, centers, codes)


def is_ready() -> bool:
    """Whether this process has every drawing kernel compiled; without, QPainter does the drawing.

    Never imports them: Numba takes a quarter of a second.
    """
    kernels = getattr(sys.modules.get("vgviz.drawing.compiled"), "KERNELS", None)
    return kernels is not None and all(getattr(kernel, "signatures", None) for kernel in kernels)


def is_cached() -> bool:
    """Whether `warm_up` will load the kernels, in a tenth of a second or two, instead of compiling them."""
    from vgviz.drawing import compiled, kernel_cache

    return kernel_cache.is_filled(compiled.KERNELS)


def warm_up() -> None:
    """Load the kernels from the cache or compile them into it.

    Compiling holds the GIL for seconds: the app lets another process do it first
    (``python -m vgviz.drawing.raster``), and then loads here what that one left in the cache.
    """
    from vgviz.drawing import compiled, kernel_cache

    kernel_cache.load_or_compile(compiled.KERNELS, compiled.call_each)


if __name__ == "__main__":
    warm_up()
