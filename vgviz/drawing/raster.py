"""Edges and neurons over a ground as one opaque image, and getting its compiled kernels ready."""

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes

Pixels = NDArray[np.uint32]
HALO = 1.5  # px of background around a disc, so that edges end before it
RIM = 1.5  # px


def premultiplied_table(colors: Codes) -> Pixels:
    """Colour of each ``code << 8 | coverage`` as 0xAARRGGBB, shape (65536,), for ``colors`` (256, 3)."""
    coverage = np.arange(256, dtype=np.uint32)
    channels = (colors[:, None, :].astype(np.uint32) * coverage[None, :, None] + 127) // 255
    red, green, blue = channels[..., 0], channels[..., 1], channels[..., 2]
    table: Pixels = (coverage[None, :] << 24 | red << 16 | green << 8 | blue).ravel().astype(np.uint32)
    table.flags.writeable = False
    return table


@dataclass(frozen=True, slots=True, eq=False)
class DiscColors:
    """What a disc of each code looks like, as 0xFFRRGGBB; ``fills`` and ``rims`` have shape (256,)."""

    fills: Pixels
    rims: Pixels
    halo: int


class Raster:
    """Images of one size: the ``ground``, filled by the owner, and ``pixels``, what lies over it; 0xFFRRGGBB.

    On the last ``foot`` rows lie no lines and discs. Needs the kernels, see `is_ready`.
    """

    def __init__(self, rows: int, columns: int, foot: int = 0) -> None:
        self._packed = np.zeros((rows, columns), dtype=np.uint32)
        self._starts = np.zeros(1, dtype=np.int64)
        self._places = np.empty(0, dtype=np.int32)
        self._coverage = np.empty(0, dtype=np.uint8)
        self._touched = np.empty(0, dtype=np.int32)
        self.ground = np.zeros((rows, columns), dtype=np.uint32)
        self.pixels = np.zeros((rows, columns), dtype=np.uint32)
        self._canvas = self.pixels[: rows - foot]

    def fits(self, rows: int, columns: int, foot: int) -> bool:
        """Whether it has this size."""
        return self.pixels.shape == (rows, columns) and self._canvas.shape[0] == rows - foot

    def trace(
        self, ends: NDArray[np.float64], width: float, scale: float, origin: tuple[float, float]
    ) -> None:
        """Find what lines cover, their ``ends`` (4, lines) times ``scale`` less ``origin``."""
        from vgviz.drawing.line_kernels import mark_traced, most_entries, trace_lines

        shape, half_width = self._canvas.shape, width * scale / 2.0
        room = most_entries(ends, half_width, scale, shape)
        if self._places.size < room:
            self._places, self._coverage = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.uint8)
        self._starts = np.zeros(ends.shape[1] + 1, dtype=np.int64)
        traced = (self._starts, self._places, self._coverage)
        trace_lines(ends, half_width, scale, origin, shape, *traced)
        mark_traced(self._packed, self._places[: self._starts[-1]])
        self._touched = np.flatnonzero(self._packed).astype(np.int32)
        self._packed[...] = 0
        self.pixels[...] = self.ground

    def draw(self, codes: Codes, table: Pixels) -> None:
        """Draw the traced lines over the ground in the colours of their ``codes``."""
        from vgviz.drawing.blend_kernels import compose
        from vgviz.drawing.line_kernels import draw_traced

        draw_traced(self._packed, self._starts, self._places, self._coverage, codes)
        compose(self._packed, self._touched, table, self.ground, self.pixels)

    def tint(
        self, paper: Pixels, mask: Codes, left: int, right: int, rows: tuple[int, int], color: int
    ) -> None:
        """Make some of the ground the ``paper`` with a ``color`` over it, as much as ``mask`` says."""
        from vgviz.drawing.blend_kernels import tint

        tint(self.ground, paper, mask, left, right, rows, np.uint32(color))

    def clear(self, left: int, right: int) -> None:
        """Take away what lies over the ground between two columns; drawing does so where lines are."""
        self.pixels[:, left:right] = self.ground[:, left:right]

    def draw_discs(
        self, centers: NDArray[np.float64], codes: Codes, colors: DiscColors, radius: float, scale: float
    ) -> None:
        """Draw discs of ``radius`` times ``scale`` at ``centers``, (2, discs), in pixels of the image."""
        from vgviz.drawing.blend_kernels import draw_discs

        rim = min(RIM, 0.4 * radius)
        sizes = (radius * scale, rim * scale, HALO * scale)
        draw_discs(self._canvas, centers, codes, colors.fills, colors.rims, *sizes, np.uint32(colors.halo))

    def stamp(self, sprites: Pixels, centers: NDArray[np.float64], codes: Codes) -> None:
        """Lay ``sprites[code]``, (256, side, side), over the image at ``centers``, (2, stamps)."""
        from vgviz.drawing.blend_kernels import stamp

        stamp(self._canvas, sprites, centers, codes)


def is_ready() -> bool:
    """Whether this process has every drawing kernel compiled; without, QPainter does the drawing.

    Never imports them: Numba takes a quarter of a second.
    """
    kernels = getattr(sys.modules.get("vgviz.drawing.compiled"), "KERNELS", None)
    return kernels is not None and all(getattr(kernel, "overloads", None) for kernel in kernels)


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
