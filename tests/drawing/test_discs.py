"""Neurons as discs."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz.drawing.raster import HALO, RIM, Discs
from vgviz.drawing.shape_kernels import cover_discs, draw_discs

ROWS, COLUMNS, GUARD = 20, 24, 16
FILL, BORDER, GROUND, BELOW = 0xFF00FF00, 0xFFFF0000, 0xFF000000, 0xFF808080


def _drawn(x: float, y: float, radius: float) -> np.ndarray:
    canvas = np.full((ROWS + 2 * GUARD, COLUMNS), BELOW, dtype=np.uint32)
    fills, rims = (np.full(256, color, dtype=np.uint32) for color in (FILL, BORDER))
    fills.flags.writeable = rims.flags.writeable = False
    discs = Discs.of_radius(np.array([[x], [y]]), radius, 1.0)
    picture, code = canvas[GUARD : GUARD + ROWS], np.zeros(1, dtype=np.uint8)
    draw_discs(picture, discs.centers, code, fills, rims, discs.shares, np.uint32(GROUND))
    assert np.all(canvas[:GUARD] == BELOW)
    assert np.all(canvas[GUARD + ROWS :] == BELOW)
    return picture


def test_a_disc_has_its_fill_its_rim_and_a_halo() -> None:
    line = _drawn(12.5, 9.5, 6.0)[9]
    assert line[12] == line[12 + 4] == FILL
    assert line[12 + 5] == BORDER
    assert line[12 + 7] == GROUND
    assert line[12 + 9] == BELOW


def test_a_disc_is_symmetric_and_as_large_as_its_radius() -> None:
    picture = _drawn(12.5, 9.5, 6.0)[1:18, 4:21]
    assert np.array_equal(picture, picture[::-1])
    assert np.array_equal(picture, picture[:, ::-1])
    assert np.array_equal(picture, picture.T)
    assert abs((picture == FILL).sum() - np.pi * (6.0 - RIM) ** 2) < 16


anywhere = st.floats(width=64) | st.floats(-20, 40)


@settings(deadline=None)
@given(anywhere, anywhere, st.floats(0.5, 30))
def test_nothing_is_drawn_outside_or_farther_than_the_halo(x: float, y: float, radius: float) -> None:
    picture = _drawn(x, y, radius)
    row, column = np.nonzero(picture != BELOW)
    assert np.all(np.hypot(row + 0.5 - y, column + 0.5 - x) <= radius + HALO + 1.5)  # places are rounded


@settings(deadline=None)
@given(anywhere, anywhere, st.floats(0.5, 30))
def test_what_counts_as_covered_is_the_same_whatever_lies_below(x: float, y: float, radius: float) -> None:
    covered = np.zeros((ROWS, COLUMNS), dtype=np.uint8)
    discs = Discs.of_radius(np.array([[x], [y]]), radius, 1.0)
    cover_discs(covered, discs.centers, discs.shares)
    drawn = _drawn(x, y, radius)
    assert set(np.unique(covered)) <= {0, 255}
    assert not np.any((covered == 255) & (drawn == BELOW))
    assert np.all(covered[drawn == FILL] == 255)
