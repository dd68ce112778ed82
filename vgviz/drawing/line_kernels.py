"""Anti-aliased lines, compiled.

Where lines run changes seldom, their colours with every picture. So they are traced once, into a list of the
pixels that each covers and how much of them, and drawn from that list as often as their colours change.

Every drawn pixel is a packed uint32, ``code * coverage << 16 | code << 8 | coverage``, and crossing lines are
combined by max: the result does not depend on their order. The low half indexes a table of 65,536
premultiplied colours: the code decides the hue, coverage only how much of it covers what lies below.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes

Pixels = NDArray[np.uint32]
Places = NDArray[np.int32]
Whole = int | np.int64

_PHASES = 32  # places of a line's centre within a pixel that are told apart
_compiled = njit(nogil=True, error_model="numpy")


@_compiled
def draw_traced(
    out: Pixels, starts: NDArray[np.int64], pixels: Places, coverage: Codes, codes: Codes
) -> None:
    """Draw traced lines into ``out``, C-contiguous, in the colours of their ``codes``; see `trace_lines`."""
    flat = out.ravel()
    for line in range(codes.size):
        code = np.uint32(codes[line])
        factor, hue = (code << np.uint32(16)) | np.uint32(1), code << np.uint32(8)
        for entry in range(starts[line], starts[line + 1]):
            where = np.uint64(pixels[entry])
            flat[where] = max(flat[where], np.uint32(factor * np.uint32(coverage[entry]) + hue))


@_compiled
def mark_traced(out: Pixels, pixels: Places) -> None:
    """Make every pixel of ``out``, C-contiguous, that traced lines cover other than 0."""
    flat = out.ravel()
    for entry in range(pixels.size):
        flat[np.uint64(pixels[entry])] = 1


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
    shape: tuple[int, int],
    starts: NDArray[np.int64],
    pixels: Places,
    coverage: Codes,
) -> None:
    """Find what lines of one width cover of an image of ``shape``; pixel (r, c) spans [c, c+1] x [r, r+1].

    ``ends`` has shape (4, lines), rows x0, y0, x1, y1, which become pixels times ``scale``, less ``origin``.
    Line i gets the entries from starts[i] to starts[i + 1] of ``pixels``, row * columns + column, and
    ``coverage``, 1 to 255. Whatever lies outside is cut off; a line with a coordinate that is not finite
    covers nothing.
    """
    (left, top), (rows, columns) = origin, shape
    profile = np.zeros(_PHASES * math.ceil(2.9 * half_width + 4.0), np.uint8)
    starts[0] = 0
    for line in range(ends.shape[1]):
        starts[line + 1] = starts[line]
        x0, x1 = ends[0, line] * scale - left, ends[2, line] * scale - left
        y0, y1 = ends[1, line] * scale - top, ends[3, line] * scale - top
        if not math.isfinite(x0 + y0 + x1 + y1):
            continue
        if abs(y1 - y0) > abs(x1 - x0):
            size = (rows, columns, columns, 1)
            starts[line + 1] = _trace_line(
                pixels, coverage, starts[line], size, (y0, x0, y1, x1), half_width, profile
            )
        else:
            size = (columns, rows, 1, columns)
            starts[line + 1] = _trace_line(
                pixels, coverage, starts[line], size, (x0, y0, x1, y1), half_width, profile
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
                entry += cover > 0
                where += minor_stride
        else:
            share = min(major_1, major + 1.0) - max(major_0, float(major))
            center = minor_0 + slope * (major + 0.5 - major_0) - 0.5
            reach_here = (half_width + 0.5) / straightness
            nearest = int(max(math.ceil(center - reach_here), 0.0))
            farthest = int(min(math.floor(center + reach_here), minors - 1.0))
            for minor in range(nearest, farthest + 1):
                cover = _coverage(minor - center, straightness, half_width, share)
                pixels[np.uint64(entry)] = major * major_stride + minor * minor_stride
                coverage[np.uint64(entry)] = cover
                entry += cover > 0
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
