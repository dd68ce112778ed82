"""Lines in the raster, against a slow and obvious twin."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz.drawing import raster
from vgviz.drawing.color_scale import LOWEST_CODE, NOT_A_NUMBER_CODE, ZERO_CODE, ColorScale
from vgviz.drawing.line_kernels import draw_traced, most_entries, trace_lines
from vgviz.drawing.segments import NO_SEGMENTS

ROWS, COLUMNS = 24, 31
GUARD = 64  # canaries behind what may be written
WORST_PHASE_ERROR = 255 / 64 + 2  # half a phase, and rounding


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
) -> NDArray[np.uint32]:
    room = most_entries(ends, half_width, scale, (ROWS, COLUMNS))
    starts = np.full(codes.size + 1, -1)
    places, coverage = np.full(room + GUARD, -1, dtype=np.int32), np.zeros(room + GUARD, dtype=np.uint8)
    traced = (starts, places[:room], coverage[:room])
    trace_lines(ends, half_width, scale, origin, (ROWS, COLUMNS), *traced)
    assert np.all(places[room:] == -1)
    assert np.all(np.diff(starts) >= 0)
    written = places[: starts[-1]]
    assert np.all((written >= 0) & (written < ROWS * COLUMNS))
    assert coverage[: starts[-1]].all()
    packed = np.zeros((ROWS, COLUMNS), dtype=np.uint32)
    draw_traced(packed, *traced, codes)
    return packed


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


def test_full_coverage_is_the_scales_colour_and_the_next_picture_starts_with_the_ground() -> None:
    scale = ColorScale()
    table = raster.premultiplied_table(scale.table())
    image = raster.Raster(8, 8)
    image.ground[:] = 0xFF123456
    image.trace(np.array([[0.0], [3.5], [8.0], [3.5]]), 2.0, 1.0, (0.0, 0.0))
    for value in (1e-3, 1e-5):
        image.draw(scale.codes(np.array([value])), table)
        assert {f"#{pixel & 0xFFFFFF:06x}" for pixel in image.pixels[3].tolist()} == {scale.hex_color(value)}
    assert np.all(image.pixels >> 24 == 255)
    image.trace(NO_SEGMENTS.ends, 1.0, 1.0, (0.0, 0.0))
    image.draw(NO_SEGMENTS.codes, table)
    assert np.array_equal(image.pixels, image.ground)


def test_the_ground_is_tinted_within_its_borders_as_the_mask_says() -> None:
    image = raster.Raster(4, 6)
    paper = np.full((4, 6), 0xFF000000, dtype=np.uint32)
    mask = np.zeros((4, 6), dtype=np.uint8)
    mask[:, 1:5], mask[3] = 255, 128
    mask.flags.writeable = False
    image.tint(paper, mask, 2, 6, (1, 4), 0xFF0080FF)
    assert not image.ground[0].any()
    assert not image.ground[:, :2].any()
    assert image.ground[1].tolist()[2:] == [0xFF0080FF] * 3 + [0xFF000000]
    assert set(image.ground[3, 2:].tolist()) == {0xFF004080}


@given(st.integers(0, 255), st.integers(0, 255))
def test_table_is_premultiplied(code: int, coverage: int) -> None:
    value = int(raster.premultiplied_table(ColorScale().table())[code << 8 | coverage])
    assert value >> 24 == coverage
    assert max(value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF) <= coverage


def test_kernels_are_ready_after_warming_up_with_one_signature_each() -> None:
    raster.warm_up()
    assert raster.is_ready() == hasattr(trace_lines, "signatures")
    assert len(getattr(trace_lines, "signatures", [()])) == 1
