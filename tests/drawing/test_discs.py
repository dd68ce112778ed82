"""Neurons as discs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vgviz.drawing.blend_kernels import draw_discs

ROWS, COLUMNS, GUARD = 20, 24, 16
FILL, RIM, HALO, BELOW = 0xFF00FF00, 0xFFFF0000, 0xFF000000, 0xFF808080


def _drawn(x: float, y: float, radius: float, rim: float) -> np.ndarray:
    canvas = np.full((ROWS + 2 * GUARD, COLUMNS), BELOW, dtype=np.uint32)
    fills, rims = (np.full(256, color, dtype=np.uint32) for color in (FILL, RIM))
    fills.flags.writeable = rims.flags.writeable = False
    draw_discs(
        canvas[GUARD : GUARD + ROWS],
        np.array([[x], [y]]),
        np.zeros(1, dtype=np.uint8),
        fills,
        rims,
        radius,
        rim,
        1.5,
        np.uint32(HALO),
    )
    assert np.all(canvas[:GUARD] == BELOW)
    assert np.all(canvas[GUARD + ROWS :] == BELOW)
    return canvas[GUARD : GUARD + ROWS]


def test_a_disc_has_its_fill_its_rim_and_a_halo() -> None:
    line = _drawn(12.5, 9.5, 6.0, 2.0)[9]
    assert line[12] == FILL
    assert line[12 + 5] == RIM
    assert line[12 + 7] == HALO
    assert line[12 + 9] == BELOW


@given(st.floats(width=64) | st.floats(-20, 40), st.floats(width=64) | st.floats(-20, 40), st.floats(0.5, 30))
def test_nothing_is_drawn_outside_or_farther_than_the_halo(x: float, y: float, radius: float) -> None:
    picture = _drawn(x, y, radius, 0.0)
    row, column = np.nonzero(picture != BELOW)
    assert np.all(np.hypot(row + 0.5 - y, column + 0.5 - x) <= radius + 3.0)  # places are rounded
