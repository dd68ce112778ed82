"""Where a map crosses 0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vgviz.drawing.contour import zero_contour


def test_a_circle_is_found_where_it_is() -> None:
    y, x = np.mgrid[0:60, 0:80] + 0.5
    segments = zero_contour(np.hypot(x - 40, y - 30) - 20)
    radii = np.hypot(segments[[0, 2]] - 40, segments[[1, 3]] - 30)
    assert np.abs(radii - 20).max() < 0.02
    length = np.hypot(segments[2] - segments[0], segments[3] - segments[1]).sum()
    assert length == pytest.approx(2 * np.pi * 20, rel=0.002)


def test_the_crossing_is_linear_between_neighbours() -> None:
    segments = zero_contour(np.array([[-1.0, 3.0], [-1.0, 3.0]]))
    assert sorted(segments[:, 0].tolist()) == [0.5, 0.75, 0.75, 1.5]


def test_a_saddle_has_two_segments_that_do_not_cross() -> None:
    for values in ([[1.0, -1.0], [-1.0, 1.5]], [[1.0, -1.5], [-1.0, 1.0]]):
        segments = zero_contour(np.array(values))
        assert segments.shape == (4, 2)
        middles = (segments[:2] + segments[2:]) / 2
        assert np.hypot(*(middles[:, 0] - middles[:, 1])) > 0.3


def test_the_saddles_middle_stays_with_its_own_sign() -> None:
    segments = zero_contour(np.array([[1.0, -1.0], [-1.0, 3.0]]))  # the middle is positive
    middles = (segments[:2] + segments[2:]) / 2
    negative = np.array([[1.5, 0.5], [0.5, 1.5]]).T  # corners that are cut off
    distance = np.abs(middles[:, :, None] - negative[:, None, :]).sum(axis=0).min(axis=1)
    assert (distance < 0.6).all()


@pytest.mark.parametrize("fill", [0.0, 1.0, -2.0, np.nan, np.inf])
def test_a_map_of_one_number_has_no_line(fill: float) -> None:
    assert zero_contour(np.full((5, 7), fill)).shape == (4, 0)


@given(arrays(np.float64, (4, 5), elements=st.floats(-5, 5)))
def test_segments_stay_within_cells_between_signs(values: np.ndarray) -> None:
    segments = zero_contour(values)
    assert (segments[[0, 2]] >= 0.5).all()
    assert (segments[[0, 2]] <= 4.5).all()
    assert (segments[[1, 3]] <= 3.5).all()
    assert (segments.size > 0) == bool((values > 0).any() and (values <= 0).any())
