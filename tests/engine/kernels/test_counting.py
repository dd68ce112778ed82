"""Columns and values counted in groups, against counting them one by one."""

from typing import Any

import numba
import numpy as np
import pytest

from vgviz.engine.histogram_bins import BINS, COUNT_COLUMNS
from vgviz.engine.jit import entry
from vgviz.engine.kernels.arrays import Columns, Floats, Integers
from vgviz.engine.kernels.counting import (
    GROUP,
    column_counter,
    count_columns,
    count_values_of_groups,
    value_counter,
)
from vgviz.engine.kernels.vector import HAS_BIT_MATRICES

config: Any = numba.config
# Without the machine's instruction for matrices of bits, and with it where there is one.
WAYS = [False, True] if HAS_BIT_MATRICES and not config.DISABLE_JIT else [False]


@pytest.fixture(scope="module", params=WAYS)
def count(request: pytest.FixtureRequest) -> Any:
    counter = count_columns if config.DISABLE_JIT else column_counter(by_matrices=request.param)

    @entry
    def counting(counts: Integers, columns: Columns, groups: int, goes_on: bool) -> None:
        counter(counts, columns, groups, goes_on)

    return counting


@pytest.fixture(scope="module", params=WAYS)
def count_values(request: pytest.FixtureRequest) -> Any:
    counter = count_values_of_groups if config.DISABLE_JIT else value_counter(by_matrices=request.param)

    @entry
    def counting(counts: Integers, values: Floats, groups: int, first: int, scale: float) -> None:
        counter(counts, values, groups, first, scale)

    return counting


@pytest.mark.parametrize("goes_on", [True, False])
@pytest.mark.parametrize("groups", [1, 3])
def test_every_column_is_counted_and_added_where_counting_goes_on(
    count: Any, groups: int, goes_on: bool
) -> None:
    columns = np.random.default_rng(groups).integers(0, COUNT_COLUMNS, groups * GROUP, dtype=np.uint8)
    before = np.arange(COUNT_COLUMNS)
    counts = before.copy()
    count(counts, columns, groups, goes_on)
    added = counts - before if goes_on else counts
    np.testing.assert_array_equal(added, np.bincount(columns, minlength=COUNT_COLUMNS))


def test_a_column_that_is_in_all_of_a_group_is_counted_as_often(count: Any) -> None:
    for column in range(COUNT_COLUMNS):
        counts = np.zeros(COUNT_COLUMNS, dtype=np.int64)
        count(counts, np.full(GROUP, column, dtype=np.uint8), 1, False)
        assert counts[column] == counts.sum() == GROUP


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize("groups", [1, 3])
@pytest.mark.parametrize("exponent", [0, -3, -1000])
@pytest.mark.parametrize("first", [-(2**20), -32, 0, 2**20])
def test_values_are_counted_in_the_column_of_the_edge_below_them(
    count_values: Any, first: int, exponent: int, groups: int, precision: type[np.floating[Any]]
) -> None:
    if precision is np.float32:
        exponent = max(exponent, -60)
    columns = np.random.default_rng(groups).integers(0, BINS, groups * GROUP)
    edges = np.ldexp((columns + first).astype(precision), exponent)
    above = np.ldexp((columns + first + 1).astype(precision), exponent)
    last = np.nextafter(above, precision(-np.inf))
    for values in (edges, (edges + last) / 2, last):
        counts = np.full(COUNT_COLUMNS, 7)
        count_values(counts, values.astype(precision), groups, first, 2.0**-exponent)
        np.testing.assert_array_equal(counts, np.bincount(columns, minlength=COUNT_COLUMNS))
