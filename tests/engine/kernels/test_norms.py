"""Norms of a layer's weights against NumPy's, also where their squares leave the range."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vgviz.engine.jit import entry
from vgviz.engine.kernels import norms

Floats = NDArray[np.float64]
SIZES = (1e-200, 1.0, 1e200)


@entry
def run_weight_norms(values: Floats, change: Floats, origin: Floats, out: Any) -> None:
    out[0], out[1], out[2] = norms.weight_norms(values, change, origin)


@entry
def run_column_squares(values: Floats, out: Any) -> None:
    norms.column_squares(values, out)


def weight_norms(values: Floats, change: Floats, origin: Floats) -> Floats:
    out = np.full(3, -1.0)
    run_weight_norms(values, change, origin, out)
    return out


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("change_size", SIZES)
def test_weight_norms_keep_their_digits_whatever_the_size(size: float, change_size: float) -> None:
    generator = np.random.default_rng(0)
    unit_origin, unit_values, unit_change = generator.standard_normal((3, 45))
    length = np.linalg.norm
    distance = length(unit_values - unit_origin) / length(unit_origin)
    expected = length(unit_values) * size, length(unit_change) * change_size, distance
    got = weight_norms(unit_values * size, unit_change * change_size, unit_origin * size)
    np.testing.assert_allclose(got, expected, 1e-13)


@pytest.mark.parametrize("size", SIZES)
def test_weights_that_never_moved_have_come_no_way(size: float) -> None:
    values = np.linspace(-size, size, 45)
    got = weight_norms(values, np.zeros(45), values.copy())
    length = float(np.linalg.norm(values / size)) * size
    np.testing.assert_allclose(got, np.array([length, 0.0, 0.0]), 1e-13)


def test_what_is_not_a_number_shows_in_every_norm_it_belongs_to() -> None:
    values, rest = np.ones(45), np.ones(45)
    values[44] = np.nan
    assert np.isnan(weight_norms(values, rest, rest)).tolist() == [True, False, True]
    assert np.isnan(weight_norms(rest, values, rest)).tolist() == [False, True, False]


@pytest.mark.parametrize("rows", [1, 3, 4, 11])
def test_every_row_counts_in_the_squares_of_its_columns(rows: int) -> None:
    values, out = np.random.default_rng(0).standard_normal((rows, 7)), np.full(7, np.nan)
    run_column_squares(values.ravel(), out)
    np.testing.assert_allclose(out, (values**2).sum(axis=0), 1e-13)
