"""What a loss axis makes room for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vgviz.views.plots.robust_range import REACH, full_extent, peaks_beyond, robust_extent

logarithms = st.lists(st.floats(-300, 300), min_size=1, max_size=60).map(np.array)


def test_one_enormous_value_is_left_out() -> None:
    values = np.full(200, -0.2)
    values[90] = 12.0
    assert robust_extent(values).high == -0.2
    assert full_extent(values).high == 12.0


def test_a_start_far_above_the_rest_by_two_decades_is_kept() -> None:
    values = np.append(0.0, np.full(200, -1.9))
    assert robust_extent(values).high == 0.0


def test_an_explosion_that_is_happening_is_in_range() -> None:
    values = np.append(np.zeros(100), np.linspace(0, 90, 10))
    assert robust_extent(values).high == 90


@given(logarithms)
def test_the_newest_value_is_always_in_range(values: np.ndarray) -> None:
    extent = robust_extent(values)
    assert extent.low <= values[-1] <= extent.high


@given(logarithms)
def test_no_value_within_reach_of_the_median_is_left_out(values: np.ndarray) -> None:
    extent = robust_extent(values)
    near = values[np.abs(values - np.quantile(values, 0.5, method="nearest")) <= REACH]
    assert extent.low <= near.min()
    assert extent.high >= near.max()


def test_nothing_has_no_extent() -> None:
    assert np.isnan(robust_extent(np.array([np.nan])).low)


def test_each_excursion_is_marked_once_at_its_peak() -> None:
    heights = np.array([0, 5, 7, 6, 0, np.nan, 4, np.nan, 4.5, 0])
    assert peaks_beyond(heights, 3).tolist() == [2, 6, 8]
    assert peaks_beyond(heights, 10).size == 0
