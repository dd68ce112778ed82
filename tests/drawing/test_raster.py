"""Lines in the raster, against a slow and obvious twin."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz.drawing import raster
from vgviz.drawing.color_scale import LOWEST_CODE, NOT_A_NUMBER_CODE, ZERO_CODE, ColorScale
from vgviz.drawing.line_kernels import most_entries, sort_traced, trace_lines
from vgviz.drawing.segments import NO_SEGMENTS
from vgviz.drawing.strips import strip_codes
from vgviz.views.diagram.lanes import opaque_table

ROWS, COLUMNS = 24, 31
GUARD = 64  # canaries behind what may be written
WORST_PHASE_ERROR = 255 / 64 + 2  # half a phase, and rounding


NO_BANDS = raster.Bands(np.zeros((8, 8), dtype=np.uint8), np.zeros((0, 2), dtype=np.int64), 8)
NO_DISCS = raster.Discs.of_radius(np.empty((2, 0)), 1.0, 1.0)
LEFT_TO_RIGHT = np.array([[0.0], [3.5], [8.0], [3.5]])


def _naive_coverage(end: tuple[float, float, float, float], half_width: float) -> NDArray[np.float64]:
    """Coverage of every pixel by one line: how near its centre is, and how much of its row or column."""
    x0, y0, x1, y1 = end
    steep = abs(y1 - y0) > abs(x1 - x0)
    if steep:
        x0, y0, x1, y1 = y0, x0, y1, x1
    if x0 > x1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    if x0 == x1:
        return np.zeros((ROWS, COLUMNS))
    slope = (y1 - y0) / (x1 - x0)
    major = np.arange(ROWS if steep else COLUMNS)
    minor = np.arange(COLUMNS if steep else ROWS)
    share = np.clip(np.minimum(x1, major + 1) - np.maximum(x0, major), 0, 1)
    distance = np.abs(minor[:, None] + 0.5 - y0 - slope * (major + 0.5 - x0)) / math.hypot(1, slope)
    cover = np.clip(np.minimum(half_width + 0.5 - distance, min(1.0, 2 * half_width)), 0, 1) * share
    return np.asarray(255 * (cover.T if steep else cover))


def _drawn(
    ends: NDArray[np.float64],
    codes: NDArray[np.uint8],
    half_width: float,
    scale: float = 1.0,
    origin: tuple[float, float] = (0.0, 0.0),
    covered: NDArray[np.uint8] | None = None,
) -> NDArray[np.uint32]:
    room = most_entries(ends, half_width, scale, (ROWS, COLUMNS))
    starts = np.full(codes.size + 1, -1)
    places, coverage = np.full(room + GUARD, -1, dtype=np.int32), np.zeros(room + GUARD, dtype=np.uint8)
    traced = (starts, places[:room], coverage[:room])
    covered = np.zeros((ROWS, COLUMNS), dtype=np.uint8) if covered is None else covered
    trace_lines(ends, half_width, scale, origin, covered, *traced)
    assert np.all(places[room:] == -1)
    assert np.all(np.diff(starts) >= 0)
    written = places[: starts[-1]]
    assert np.all((written >= 0) & (written < ROWS * COLUMNS))
    assert coverage[: starts[-1]].all()
    return _packed(starts, written, coverage[: starts[-1]], codes)


def _packed(
    starts: NDArray[np.int64],
    pixels: NDArray[np.int32],
    coverage: NDArray[np.uint8],
    codes: NDArray[np.uint8],
) -> NDArray[np.uint32]:
    """Of each pixel the strongest, ``code * coverage << 16 | code << 8 | coverage``."""
    line = np.repeat(np.arange(codes.size), np.diff(starts))
    code, cover = codes[line].astype(np.uint32), coverage.astype(np.uint32)
    packed = np.zeros(ROWS * COLUMNS, dtype=np.uint32)
    np.maximum.at(packed, pixels, code * cover << 16 | code << 8 | cover)
    return packed.reshape(ROWS, COLUMNS)


near = st.floats(-15.0, 45.0)
anywhere = st.floats(width=64) | near


@settings(max_examples=150, deadline=None)
@given(st.tuples(near, near, near, near), st.floats(0.2, 4.0))
def test_coverage_is_the_twins(end: tuple[float, float, float, float], half_width: float) -> None:
    packed = _drawn(np.array(end)[:, None], np.array([200], dtype=np.uint8), half_width)
    expected = _naive_coverage(end, half_width)
    assert np.abs((packed & 0xFF) - expected).max() <= WORST_PHASE_ERROR
    touched = packed != 0
    assert np.all((packed[touched] >> 8) & 0xFF == 200)
    assert np.all(packed[touched] >> 16 == 200 * (packed[touched] & 0xFF))


@settings(max_examples=300, deadline=None)
@given(st.tuples(anywhere, anywhere, anywhere, anywhere), st.floats(0.1, 20.0))
def test_nothing_is_ever_written_outside(end: tuple[float, float, float, float], half_width: float) -> None:
    with np.errstate(over="ignore", invalid="ignore"):  # interpreted, Python would warn of it
        packed = _drawn(np.array(end)[:, None], np.array([255], dtype=np.uint8), half_width)
    if not all(map(math.isfinite, end)):
        assert not packed.any()


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 20), st.integers(0, 2**32 - 1))
def test_order_of_lines_does_not_matter(lines: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    ends = generator.uniform(-5, 36, (4, lines))
    codes = generator.integers(ZERO_CODE, 256, lines).astype(np.uint8)
    order = generator.permutation(lines)
    again = _drawn(np.ascontiguousarray(ends[:, order]), codes[order], 0.6)
    assert np.array_equal(_drawn(ends, codes, 0.6), again)


def test_not_a_number_lies_over_all_and_zero_under_all() -> None:
    ends = np.array([[0.0, 10.5, 31.0, 10.5]] * 3).T.copy()
    packed = _drawn(ends, np.array([LOWEST_CODE, NOT_A_NUMBER_CODE, ZERO_CODE], dtype=np.uint8), 0.5)
    assert np.all(packed[10] >> 8 & 0xFF == NOT_A_NUMBER_CODE)
    packed = _drawn(ends[:, :2].copy(), np.array([ZERO_CODE, LOWEST_CODE], dtype=np.uint8), 0.5)
    assert np.all(packed[10] >> 8 & 0xFF == LOWEST_CODE)


def test_lines_may_be_scaled_and_moved() -> None:
    ends = np.array([[2.0], [3.0], [9.0], [5.5]])
    code = np.array([200], dtype=np.uint8)
    scaled = _drawn(ends, code, 0.7, 3.0, (4.0, 2.0))
    origin = np.array([[4.0], [2.0], [4.0], [2.0]])
    assert np.array_equal(scaled, _drawn(3.0 * ends - origin, code, 0.7))


@settings(max_examples=60, deadline=None)
@given(st.tuples(near, near, near, near), st.integers(0, 2**32 - 1))
def test_lines_leave_out_what_something_else_will_cover(
    end: tuple[float, float, float, float], seed: int
) -> None:
    covered = np.random.default_rng(seed).choice([0, 255], (ROWS, COLUMNS)).astype(np.uint8)
    ends, code = np.array(end)[:, None], np.array([200], dtype=np.uint8)
    whole = _drawn(ends, code, 0.9)
    assert np.array_equal(_drawn(ends, code, 0.9, covered=covered), np.where(covered, 0, whole))


def test_traced_lines_are_sorted_by_pixels_and_those_of_bands_are_marked() -> None:
    starts, coverage = np.array([0, 2, 6]), np.array([10, 20, 30, 40, 50, 60], dtype=np.uint8)
    pixels = np.array([7, 3, 7, 0, 11, 5], dtype=np.int32)
    is_band = np.array([False, True, False, False])
    places, entries = np.empty(12, dtype=np.int32), np.zeros(6, dtype=np.uint32)
    room = np.full((3, 4), 99, dtype=np.int32)
    count = sort_traced(room, starts, pixels, coverage, is_band, places, entries)
    assert places[:count].tolist() == [0, 3, ~5, 7, 11]
    last, second = 1 << 31, 1 << 8
    expected = [second | 40 | last, 20 | last, second | 60 | last, 10, second | 30 | last, second | 50 | last]
    assert entries.tolist() == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_a_pixel_shows_its_strongest_line_over_band_or_paper(lines: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    ends, codes = generator.uniform(-5, 36, (4, lines)), generator.integers(12, 256, lines).astype(np.uint8)
    colors = (0xFF << 24 | generator.integers(0, 2**24, 256)).astype(np.uint32)
    colors.flags.writeable = False
    mask = np.zeros((ROWS, COLUMNS), dtype=np.uint8)
    mask[:, 4:20] = 255
    image = raster.Raster(ROWS, COLUMNS)
    image.paper[:] = generator.integers(0, 2**24, (ROWS, COLUMNS)) | 0xFF << 24
    bands, band = raster.Bands(mask, np.array([[4, 20]]), ROWS), np.array([0xFF102030], dtype=np.uint32)
    image.take(image.traced(ends, 1.2, 1.0, (0.0, 0.0), bands, NO_DISCS))
    image.draw_bands(bands, band, band)
    image.draw_lines(codes, colors)
    packed = _drawn(ends, codes, 0.6)
    below, above = np.where(mask, band, image.paper), colors[packed >> 8 & 0xFF]
    for shift in (0, 8, 16, 24):
        parts = (above >> shift & 0xFF).astype(float), (below >> shift & 0xFF).astype(float)
        share = (packed & 0xFF) / 255
        expected = parts[0] * share + parts[1] * (1 - share)
        assert np.abs((image.pixels >> shift & 0xFF) - expected).max() <= 1.0


def test_full_coverage_is_the_scales_colour_and_the_next_picture_starts_with_the_paper() -> None:
    scale = ColorScale()
    colors = opaque_table(scale)
    image = raster.Raster(8, 8)
    image.paper[:] = 0xFF123456
    image.take(image.traced(LEFT_TO_RIGHT, 2.0, 1.0, (0.0, 0.0), NO_BANDS, NO_DISCS))
    for value in (1e-3, 1e-5):
        image.draw_lines(scale.codes(np.array([value])), colors)
        assert {f"#{pixel & 0xFFFFFF:06x}" for pixel in image.pixels[3].tolist()} == {scale.hex_color(value)}
    assert np.all(image.pixels >> 24 == 255)
    image.take(image.traced(NO_SEGMENTS.ends, 1.0, 1.0, (0.0, 0.0), NO_BANDS, NO_DISCS))
    image.draw_lines(NO_SEGMENTS.codes, colors)
    assert np.array_equal(image.pixels, image.paper)


def test_bands_lie_over_the_paper_as_their_mask_says_and_have_feet_of_another_colour() -> None:
    image = raster.Raster(4, 6)
    image.paper[:] = 0xFF000000
    mask = np.zeros((4, 6), dtype=np.uint8)
    mask[1, 2:5] = mask[2, 3:6] = 255
    mask[2, 2], mask[3, 2:6] = 128, 128
    bands = raster.Bands(mask, np.array([[2, 6]]), 3)
    image.pixels[:] = image.paper
    colors, feet = np.array([[0xFF0080FF], [0xFF00FF00]], dtype=np.uint32)
    image.draw_bands(bands, colors, feet)
    assert image.pixels[:2].tolist() == [[0xFF000000] * 6, [0xFF000000] * 2 + [0xFF0080FF] * 3 + [0xFF000000]]
    assert image.pixels[2].tolist() == [0xFF000000] * 2 + [0xFF004080] + [0xFF0080FF] * 3
    assert image.pixels[3].tolist() == [0xFF000000] * 2 + [0xFF008000] * 4


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(-20, 20))
def test_a_strip_is_what_its_codes_say(units: int, height: int, top: int) -> None:
    codes = np.random.default_rng(units).integers(0, 256, units).astype(np.uint8)
    image = raster.Raster(24, 6)
    boxes = np.array([[top, top + height, 2, 9]])
    table = np.arange(256, dtype=np.uint32)
    table.flags.writeable = False
    image.draw_strips(raster.Strips(np.array([0, units]), boxes), codes, table)
    expected = np.zeros((24, 6), dtype=np.uint32)
    for row, code in enumerate(strip_codes(codes, height).tolist(), start=top):
        if 0 <= row < 24:
            expected[row, 2:] = code
    assert np.array_equal(image.pixels, expected)


def test_cells_fill_their_place_and_are_cut_off_at_the_border() -> None:
    image = raster.Raster(6, 6)
    table = np.arange(256, dtype=np.uint32)
    table.flags.writeable = False
    image.draw_cells(np.array([[1, 2], [3, 4]], dtype=np.uint8), table, (-2, 4), (3, 7))
    filled = [[1, 1, 2], [3, 3, 4], [3, 3, 4], [3, 3, 4]]
    assert image.pixels.tolist() == [[0, 0, 0, *row] for row in filled] + [[0] * 6] * 2


@given(st.integers(0, 255), st.integers(0, 255))
def test_table_is_premultiplied(code: int, coverage: int) -> None:
    value = int(raster.premultiplied_table(ColorScale().table())[code << 8 | coverage])
    assert value >> 24 == coverage
    assert max(value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF) <= coverage


def test_kernels_are_ready_after_warming_up_with_one_signature_each() -> None:
    raster.warm_up()
    assert raster.is_ready() == hasattr(trace_lines, "signatures")
    assert len(getattr(trace_lines, "signatures", [()])) == 1
