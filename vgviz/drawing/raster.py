"""Edges and neurons over a ground as one opaque image, and getting its compiled kernels ready."""

import math
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes

Pixels = NDArray[np.uint32]
Places = NDArray[np.int32]
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


@dataclass(frozen=True, slots=True, eq=False)
class Discs:
    """Discs of one size, in pixels of an image.

    Attributes
    ----------
    centers : shape (2, discs), rows x and y.
    shares : how much halo, disc and fill cover of each pixel around a centre, 0 to 255, (3, side, side).
    """

    centers: NDArray[np.float64]
    shares: Pixels

    @classmethod
    def of_radius(cls, centers: NDArray[np.float64], radius: float, scale: float) -> "Discs":
        """Discs of ``radius`` times ``scale`` at ``centers``, with rim and halo."""
        side = 2 * math.ceil((radius + HALO) * scale) + 1
        offset = np.arange(side) + 0.5 - side / 2
        reach = np.array([radius + HALO, radius, radius - min(RIM, 0.4 * radius)])[:, None, None] * scale
        share = np.clip(reach - np.hypot(offset[:, None], offset) + 0.5, 0.0, 1.0)
        return cls(np.ascontiguousarray(centers), (255.0 * share + 0.5).astype(np.uint32))


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Bands from top to bottom of an image, with a foot each.

    Attributes
    ----------
    mask : how much of each pixel they cover, 0 to 255, (rows, columns).
    sides : from which column of the image up to which each is drawn, (bands, 2).
    foot : the row from which on their feet lie.
    """

    mask: Codes
    sides: NDArray[np.int64]
    foot: int


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """Units as equal shares of a height, those of each strip behind those of the one before.

    Attributes
    ----------
    starts : the first unit of each strip, and how many there are in all, shape (strips + 1,).
    boxes : top, bottom, left and right in pixels of an image, each up to the second, (strips, 4).
    """

    starts: NDArray[np.int64]
    boxes: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """What lines cover: the ``pixels`` that any of them does, and for each the ``entries`` of those lines."""

    pixels: Places
    entries: Pixels


class Raster:
    """Images of one size: the ``paper``, filled by the owner, and ``pixels``, what lies over it; 0xFFRRGGBB.

    On the last ``foot`` rows lie bands only. Needs the kernels, see `is_ready`.
    """

    def __init__(self, rows: int, columns: int, foot: int = 0) -> None:
        from vgviz.drawing import line_kernels, shape_kernels

        self._lines, self._shapes = line_kernels, shape_kernels
        self._traced = Traced(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint32))
        self.paper = np.zeros((rows, columns), dtype=np.uint32)
        self.pixels = np.zeros((rows, columns), dtype=np.uint32)
        self._canvas, self._sheet = self.pixels[: rows - foot], self.paper[: rows - foot]

    def fits(self, rows: int, columns: int, foot: int) -> bool:
        """Whether it has this size."""
        return self.pixels.shape == (rows, columns) and self._canvas.shape[0] == rows - foot

    def traced(
        self,
        ends: NDArray[np.float64],
        width: float,
        scale: float,
        origin: tuple[float, float],
        bands: Bands,
        discs: Discs,
    ) -> Traced:
        """Find what lines cover, their ``ends`` (4, lines) times ``scale`` less ``origin``.

        ``bands`` are what is drawn before them, ``discs`` afterwards. Any thread may ask for it.
        """
        rows, columns = self._canvas.shape
        covered = np.zeros((rows, columns), dtype=np.uint8)
        self._shapes.cover_discs(covered, discs.centers, discs.shares)
        half_width = width * scale / 2.0
        room = self._lines.most_entries(ends, half_width, scale, (rows, columns))
        places, coverage = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.uint8)
        starts = np.zeros(ends.shape[1] + 1, dtype=np.int64)
        self._lines.trace_lines(ends, half_width, scale, origin, covered, starts, places, coverage)
        return self._sorted(starts, places[: starts[-1]], coverage[: starts[-1]], bands)

    def take(self, traced: Traced) -> None:
        """Start anew: these are the lines to be drawn."""
        self._traced = traced
        self.pixels[...] = self.paper

    def _sorted(self, starts: NDArray[np.int64], places: Places, coverage: Codes, bands: Bands) -> Traced:
        is_band = np.zeros(self._canvas.shape[1], dtype=np.bool_)
        for left, right in bands.sides.tolist():
            is_band[left:right] = True
        room, pixels = (np.empty(shape, dtype=np.int32) for shape in (self._canvas.shape, self._canvas.size))
        entries = np.zeros(places.size, dtype=np.uint32)
        count = self._lines.sort_traced(room, starts, places, coverage, is_band, pixels, entries)
        return Traced(pixels[:count], entries)

    def draw_bands(self, bands: Bands, colors: Pixels, feet: Pixels) -> None:
        """Draw bands and their feet over the paper, in one colour each."""
        self._shapes.draw_bands(self.pixels, self.paper, bands.mask, bands.sides, bands.foot, colors, feet)

    def draw_lines(self, codes: Codes, colors: Pixels) -> None:
        """Draw the traced lines over paper and bands in the ``colors``, (256,), of their ``codes``."""
        lines = self._traced
        self._lines.draw_sorted(self._canvas, self._sheet, lines.pixels, lines.entries, codes, colors)

    def draw_discs(self, discs: Discs, codes: Codes, colors: DiscColors) -> None:
        """Draw discs in the colours of their ``codes``."""
        halo = np.uint32(colors.halo)
        self._shapes.draw_discs(
            self._canvas, discs.centers, codes, colors.fills, colors.rims, discs.shares, halo
        )

    def draw_strips(self, strips: Strips, codes: Codes, table: Pixels) -> None:
        """Draw strips of units in the colours of their ``codes``; ``table`` has shape (256,)."""
        self._shapes.draw_strips(self._canvas, codes, strips.starts, strips.boxes, table)

    def draw_cells(
        self, codes: Codes, table: Pixels, rows: tuple[int, int], columns: tuple[int, int]
    ) -> None:
        """Fill some rows and columns of the image, from up to, with ``codes`` (down, across) as cells."""
        self._shapes.draw_cells(self._canvas, codes, table, rows, columns)

    def stamp(self, sprites: Pixels, centers: NDArray[np.float64]) -> None:
        """Lay each of ``sprites``, (stamps, side, side), over the image at its centre, (2, stamps)."""
        self._shapes.stamp(self._canvas, sprites, np.ascontiguousarray(centers))


def rounded_mask(shape: tuple[int, int], boxes: NDArray[np.float64], roundings: NDArray[np.float64]) -> Codes:
    """How much of each pixel of an image boxes with round corners cover, see `cover_rounded`."""
    from vgviz.drawing.rounded_kernel import cover_rounded

    mask = np.zeros(shape, dtype=np.uint8)
    cover_rounded(mask, boxes, roundings)
    return mask


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
