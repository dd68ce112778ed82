"""Anti-aliased lines, compiled.

Every pixel is a packed uint32, ``code * coverage << 16 | code << 8 | coverage``, and crossing lines are
combined by max: the result does not depend on their order. The low half indexes a table of 65,536
premultiplied colours: the code decides the hue, coverage only how much of it covers what lies below.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes

Pixels = NDArray[np.uint32]
Whole = int | np.int64

_PHASES = 32  # places of a line's centre within a pixel that are told apart
_compiled = njit(nogil=True, error_model="numpy")


@_compiled
def draw_lines(
    out: Pixels,
    ends: NDArray[np.float64],
    codes: Codes,
    half_width: float,
    scale: float,
    left: float,
    top: float,
) -> None:
    """Draw lines of one width into ``out``, shape (rows, columns); pixel (r, c) spans [c, c+1] x [r, r+1].

    ``ends`` has shape (4, lines), rows x0, y0, x1, y1, which become pixels times ``scale``, less (left, top).
    Whatever lies outside is cut off; a line with a coordinate that is not finite is left out. ``out`` must be
    C-contiguous.
    """
    rows, columns = out.shape
    flat = out.ravel()
    profile = np.zeros(_PHASES * math.ceil(2.9 * half_width + 4.0), np.uint32)
    for line in range(codes.size):
        x0, x1 = ends[0, line] * scale - left, ends[2, line] * scale - left
        y0, y1 = ends[1, line] * scale - top, ends[3, line] * scale - top
        if not math.isfinite(x0 + y0 + x1 + y1):
            continue
        code = np.int64(codes[line])
        if abs(y1 - y0) > abs(x1 - x0):
            _draw_line(flat, rows, columns, columns, 1, y0, x0, y1, x1, half_width, code, profile)
        else:
            _draw_line(flat, columns, rows, 1, columns, x0, y0, x1, y1, half_width, code, profile)


@_compiled
def _draw_line(
    flat: Pixels,
    majors: Whole,
    minors: Whole,
    major_stride: Whole,
    minor_stride: Whole,
    major_0: float,
    minor_0: float,
    major_1: float,
    minor_1: float,
    half_width: float,
    code: Whole,
    profile: Pixels,
) -> None:
    """Walk along the longer (major) axis; the shorter (minor) one keeps 16 binary digits behind the point."""
    if major_0 > major_1:
        major_0, minor_0, major_1, minor_1 = major_1, minor_1, major_0, minor_0
    first = int(min(max(math.floor(major_0), 0.0), majors))
    stop = int(min(max(math.ceil(major_1), 0.0), majors))
    if first >= stop or not major_1 > major_0:
        return
    slope = (minor_1 - minor_0) / (major_1 - major_0)
    straightness = 1.0 / math.sqrt(1.0 + slope * slope)
    reach = (half_width + 0.5) / straightness
    start = minor_0 + slope * (first + 0.5 - major_0) - 0.5
    if not abs(start) <= majors + minors + reach:
        return
    span = math.ceil(2.0 * reach)
    _fill_profile(profile, span, reach, straightness, half_width, code)
    edge, step = int((start - reach) * 65536.0), int(slope * 65536.0)
    for major in range(first, stop):
        minor = (edge + 65535) >> 16
        if minor >= 0 and minor + span <= minors and major >= major_0 and major + 1 <= major_1:
            entry = ((minor << 16) - edge >> 11) * span
            where = major * major_stride + minor * minor_stride
            for pixel in range(span):
                flat[np.uint64(where)] = max(flat[np.uint64(where)], profile[np.uint64(entry + pixel)])
                where += minor_stride
        else:
            share = min(major_1, major + 1.0) - max(major_0, float(major))
            center = minor_0 + slope * (major + 0.5 - major_0) - 0.5
            place = major * major_stride
            _draw_across(flat, place, minor_stride, minors, center, straightness, half_width, share, code)
        edge += step


@_compiled
def _fill_profile(
    profile: Pixels, span: int, reach: float, straightness: float, half_width: float, code: Whole
) -> None:
    """Packed pixels across a line, for every phase: ``profile[phase * span + pixel]``."""
    for phase in range(_PHASES):
        nearest = (phase + 0.5) / _PHASES - reach
        for pixel in range(span):
            profile[phase * span + pixel] = _packed(code, nearest + pixel, straightness, half_width, 1.0)


@_compiled
def _draw_across(
    flat: Pixels,
    place: Whole,
    stride: Whole,
    minors: Whole,
    center: float,
    straightness: float,
    half_width: float,
    share: float,
    code: Whole,
) -> None:
    """Draw one step of a line at an end or a border, pixel by pixel within ``minors``."""
    reach = (half_width + 0.5) / straightness
    first = int(max(math.ceil(center - reach), 0.0))
    last = int(min(math.floor(center + reach), minors - 1.0))
    for minor in range(first, last + 1):
        where = np.uint64(place + minor * stride)
        value = _packed(code, minor - center, straightness, half_width, share)
        flat[where] = max(flat[where], value)


@_compiled
def _packed(code: Whole, distance: float, straightness: float, half_width: float, share: float) -> np.uint32:
    cover = min(half_width + 0.5 - abs(distance) * straightness, 1.0, 2.0 * half_width)
    coverage = int(max(cover, 0.0) * share * 255.0 + 0.5)
    return np.uint32((code * coverage) << 16 | (code << 8 | coverage if coverage else 0))
