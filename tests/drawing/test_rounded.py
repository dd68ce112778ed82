"""Rectangles with round corners."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz.drawing.raster import rounded_mask

near = st.floats(-10.0, 30.0)


@settings(deadline=None)
@given(near, near, st.floats(0.5, 30.0), st.floats(0.5, 30.0), st.floats(0.0, 8.0))
def test_coverage_is_that_of_many_points(
    left: float, top: float, width: float, height: float, rounding: float
) -> None:
    mask = rounded_mask((20, 24), np.array([[left, top, width, height]]), np.array([rounding]))
    fine = (np.arange(24 * 8) + 0.5) / 8, (np.arange(20 * 8) + 0.5) / 8
    x, y = np.abs(fine[0] - left - width / 2), np.abs(fine[1] - top - height / 2)
    radius = min(rounding, width / 2, height / 2)
    beyond = np.maximum(x - width / 2 + radius, 0)[None, :], np.maximum(y - height / 2 + radius, 0)[:, None]
    inside = (
        (x <= width / 2)[None, :] & (y <= height / 2)[:, None] & (np.hypot(*beyond) <= max(radius, 1e-12))
    )
    share = inside.reshape(20, 8, 24, 8).mean(axis=(1, 3))
    assert abs(mask.sum() / 255 - share.sum()) <= 0.12 * (width + height) + 1
    assert np.all(mask[share == 0] <= 140)
    assert np.all(mask[share == 1] >= 200)
