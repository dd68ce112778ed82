"""Matrices with a sign as pixels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from vgviz.drawing.color_maps import TIDE_ON_DARK
from vgviz.drawing.signed_picture import MOST_PIXELS, shrunk, signed_pixels


def color(position: float) -> int:
    red, green, blue = TIDE_ON_DARK.colors(np.array(position)).tolist()
    return int(0xFF000000 | red << 16 | green << 8 | blue)


def test_the_sign_decides_the_side_and_the_size_how_far() -> None:
    pixels = signed_pixels(np.array([[-2.0, -1.0, 0.0, 1.0, 9.0]]), 2.0, TIDE_ON_DARK, "#ff0000")
    assert pixels.tolist() == [[color(0.0), color(0.25), color(0.5), color(0.75), color(1.0)]]


def test_what_is_no_number_has_its_own_colour_and_nothing_but_zeros_the_middle_one() -> None:
    assert signed_pixels(np.array([[np.nan, 0.0]]), 0.0, TIDE_ON_DARK, "#ff3b30").tolist() == [
        [0xFFFF3B30, color(0.5)]
    ]


@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=30), elements=st.floats(-9, 9)))
def test_a_small_picture_keeps_the_largest_of_all(values: np.ndarray) -> None:
    small = shrunk(values, most=7)
    assert max(small.shape) <= 7
    assert np.abs(small).max() == np.abs(values).max()
    assert np.isin(small, values).all()


def test_a_large_matrix_keeps_its_one_large_weight_with_its_sign() -> None:
    values = np.zeros((2048, 600))
    values[1234, 567] = -3.0
    small = shrunk(values)
    assert small.shape == (MOST_PIXELS, MOST_PIXELS)
    assert small.min() == -3.0
    assert small.max() == 0.0
    assert (small != 0).sum() == 1


@pytest.mark.parametrize("shape", [(1, 1), (256, 256), (3, 2)])
def test_what_fits_is_not_shrunk(shape: tuple[int, int]) -> None:
    values = np.random.default_rng(0).standard_normal(shape)
    assert np.array_equal(shrunk(values), values)
