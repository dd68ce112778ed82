"""Anti-aliased lines, compiled.

Where lines run changes seldom, their colours with every picture. So they are traced once, into a list of the
pixels that each covers and how much of them, which is then sorted by pixels: a picture is drawn from that in
one way through the image.

Of crossing lines a pixel shows the one with the largest ``code * coverage``: the result does not depend on
their order. The code decides the hue, coverage only how much of it covers what lies below.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.blend_kernels import Pixels, mixed
from vgviz.drawing.color_scale import Codes

Places = NDArray[np.int32]
Whole = int | np.int64

_PHASES = 32  # places of a line's centre within a pixel that are told apart
_LAST = np.uint32(1 << 31)  # of a pixel's entries
_compiled = njit(nogil=True, error_model="numpy")


@_compiled
def draw_sorted(
    out: Pixels, paper: Pixels, pixels: Places, entries: Pixels, codes: Codes, colors: Pixels
) -> None:
    """Draw sorted lines into ``out`` in the ``colors`` of their ``codes``; see `sort_traced`.

    What is marked as a band's lies over what ``out`` shows, all else over ``paper``. Both are C-contiguous.
    """
    drawn, ground = out.ravel(), paper.ravel()
    entry = np.uint64(0)
    for index in range(pixels.size):
        strongest, is_last = np.uint32(0), False
        while not is_last:
            found = entries[entry]
            entry += np.uint64(1)
            is_last = found >= _LAST
            code = np.uint32(codes[np.uint64((found & ~_LAST) >> np.uint32(8))])
            coverage = found & np.uint32(0xFF)
            strongest = max(strongest, code * coverage << np.uint32(16) | code << np.uint32(8) | coverage)
        pixel = pixels[index]
        where = np.uint64(~pixel if pixel < 0 else pixel)
        below = drawn[where] if pixel < 0 else ground[where]
        color = colors[np.uint64(strongest >> np.uint32(8) & np.uint32(0xFF))]
        drawn[where] = mixed(below, color, strongest & np.uint32(0xFF))


@_compiled
def sort_traced(
    ends: Places,
    starts: NDArray[np.int64],
    pixels: Places,
    coverage: Codes,
    is_band: NDArray[np.bool_],
    places: Places,
    entries: Pixels,
) -> Whole:
    """Sort traced lines by pixels, as these lie in memory; how many pixels they cover.

    ``places`` gets the pixels, those in the columns of bands as ``~pixel``, and ``entries`` what covers each,
    ``line << 8 | coverage``, pixel by pixel, the last one of a pixel with its highest digit set. ``ends``, of
    the image's shape, is room to work in.
    """
    flat, (rows, columns) = ends.ravel(), ends.shape
    flat[:] = 0
    for entry in range(pixels.size):
        flat[np.uint64(pixels[entry])] += 1
    count, end = 0, 0
    for row in range(rows):
        for column in range(columns):
            covering = ends[row, column]
            if covering:
                place = row * columns + column
                places[count] = ~place if is_band[column] else place
                count += 1
                ends[row, column] = end
                end += covering
                entries[end - 1] = _LAST
    for line in range(starts.size - 1):
        for entry in range(starts[line], starts[line + 1]):
            where = np.uint64(pixels[entry])
            entries[np.uint64(flat[where])] |= np.uint32(line) << np.uint32(8) | np.uint32(coverage[entry])
            flat[where] += 1
    return count


@_compiled
def most_entries(ends: NDArray[np.float64], half_width: float, scale: float, shape: tuple[int, int]) -> int:
    """How many entries `trace_lines` may need for these lines at most."""
    across = int(2.9 * half_width + 5.0)
    total = 1
    for line in range(ends.shape[1]):
        width, height = abs(ends[2, line] - ends[0, line]) * scale, abs(ends[3, line] - ends[1, line]) * scale
        longest = float(shape[0] if height > width else shape[1])
        length = max(width, height)
        total += int(min(length if length == length else 0.0, longest) + 3.0) * across
    return total


@_compiled
def trace_lines(
    ends: NDArray[np.float64],
    half_width: float,
    scale: float,
    origin: tuple[float, float],
    covered: Codes,
    starts: NDArray[np.int64],
    pixels: Places,
    coverage: Codes,
) -> None:
    """Find what lines of one width cover of an image; pixel (r, c) spans [c, c+1] x [r, r+1].

    ``ends`` has shape (4, lines), rows x0, y0, x1, y1, which become pixels times ``scale``, less ``origin``.
    Line i gets the entries from starts[i] to starts[i + 1] of ``pixels``, row * columns + column, and
    ``coverage``, 1 to 255. Whatever lies outside is cut off, and pixels are left out where ``covered``,
    (rows, columns) and C-contiguous, is 255: there something else will lie over them; elsewhere it is 0. A
    line with a coordinate that is not finite covers nothing.
    """
    (left, top), (rows, columns) = origin, covered.shape
    profile = np.zeros(_PHASES * math.ceil(2.9 * half_width + 4.0), np.uint8)
    starts[0], hidden = 0, covered.ravel()
    for line in range(ends.shape[1]):
        starts[line + 1] = starts[line]
        x0, x1 = ends[0, line] * scale - left, ends[2, line] * scale - left
        y0, y1 = ends[1, line] * scale - top, ends[3, line] * scale - top
        if not math.isfinite(x0 + y0 + x1 + y1):
            continue
        if abs(y1 - y0) > abs(x1 - x0):
            size = (rows, columns, columns, 1)
            ends_along = (y0, x0, y1, x1)
        else:
            size = (columns, rows, 1, columns)
            ends_along = (x0, y0, x1, y1)
        starts[line + 1] = _trace_line(
            pixels, coverage, starts[line], size, ends_along, half_width, profile, hidden
        )


@_compiled
def _trace_line(
    pixels: Places,
    coverage: Codes,
    entry: Whole,
    size: tuple[Whole, Whole, Whole, Whole],
    ends: tuple[float, float, float, float],
    half_width: float,
    profile: Codes,
    covered: Codes,
) -> Whole:
    """Walk along the longer (major) axis; the shorter (minor) one keeps 16 binary digits behind the point.

    ``size`` is the image's along both and the distance of neighbours along both. Returns the next free entry.
    """
    majors, minors, major_stride, minor_stride = size
    major_0, minor_0, major_1, minor_1 = ends
    if major_0 > major_1:
        major_0, minor_0, major_1, minor_1 = major_1, minor_1, major_0, minor_0
    first = int(min(max(math.floor(major_0), 0.0), majors))
    stop = int(min(max(math.ceil(major_1), 0.0), majors))
    if first >= stop or not major_1 > major_0:
        return entry
    slope = (minor_1 - minor_0) / (major_1 - major_0)
    straightness = 1.0 / math.sqrt(1.0 + slope * slope)
    reach = (half_width + 0.5) / straightness
    start = minor_0 + slope * (first + 0.5 - major_0) - 0.5
    if not abs(start) <= majors + minors + reach:
        return entry
    span = math.ceil(2.0 * reach)
    _fill_profile(profile, span, reach, straightness, half_width)
    edge, step = int((start - reach) * 65536.0), int(slope * 65536.0)
    for major in range(first, stop):
        minor = (edge + 65535) >> 16
        if minor >= 0 and minor + span <= minors and major >= major_0 and major + 1 <= major_1:
            phase = ((minor << 16) - edge >> 11) * span
            where = major * major_stride + minor * minor_stride
            for pixel in range(span):
                cover = profile[np.uint64(phase + pixel)]
                pixels[np.uint64(entry)] = where
                coverage[np.uint64(entry)] = cover
                entry += cover > covered[np.uint64(where)]
                where += minor_stride
        else:
            share = min(major_1, major + 1.0) - max(major_0, float(major))
            center = minor_0 + slope * (major + 0.5 - major_0) - 0.5
            reach_here = (half_width + 0.5) / straightness
            nearest = int(max(math.ceil(center - reach_here), 0.0))
            farthest = int(min(math.floor(center + reach_here), minors - 1.0))
            for minor in range(nearest, farthest + 1):
                cover = _coverage(minor - center, straightness, half_width, share)
                where = major * major_stride + minor * minor_stride
                pixels[np.uint64(entry)] = where
                coverage[np.uint64(entry)] = cover
                entry += cover > covered[np.uint64(where)]
        edge += step
    return entry


@_compiled
def _fill_profile(profile: Codes, span: int, reach: float, straightness: float, half_width: float) -> None:
    """Coverage across a line, for every phase: ``profile[phase * span + pixel]``."""
    for phase in range(_PHASES):
        nearest = (phase + 0.5) / _PHASES - reach
        for pixel in range(span):
            profile[phase * span + pixel] = _coverage(nearest + pixel, straightness, half_width, 1.0)


@_compiled
def _coverage(distance: float, straightness: float, half_width: float, share: float) -> np.uint8:
    cover = min(half_width + 0.5 - abs(distance) * straightness, 1.0, 2.0 * half_width)
    return np.uint8(max(cover, 0.0) * share * 255.0 + 0.5)
