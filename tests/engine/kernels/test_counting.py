"""Columns counted in groups, against counting them one by one."""

import numpy as np
import pytest

from vgviz.engine.histogram_bins import COUNT_COLUMNS
from vgviz.engine.jit import entry
from vgviz.engine.kernels.arrays import Columns, Integers
from vgviz.engine.kernels.counting import GROUP, count_columns


@entry
def count(counts: Integers, columns: Columns, groups: int, goes_on: bool) -> None:
    count_columns(counts, columns, groups, goes_on)


@pytest.mark.parametrize("goes_on", [True, False])
@pytest.mark.parametrize("groups", [1, 3])
def test_every_column_is_counted_and_added_where_counting_goes_on(groups: int, goes_on: bool) -> None:
    columns = np.random.default_rng(groups).integers(0, COUNT_COLUMNS, groups * GROUP, dtype=np.uint8)
    before = np.arange(COUNT_COLUMNS)
    counts = before.copy()
    count(counts, columns, groups, goes_on)
    added = counts - before if goes_on else counts
    np.testing.assert_array_equal(added, np.bincount(columns, minlength=COUNT_COLUMNS))


def test_a_column_that_is_in_all_of_a_group_is_counted_as_often() -> None:
    for column in range(COUNT_COLUMNS):
        counts = np.zeros(COUNT_COLUMNS, dtype=np.int64)
        count(counts, np.full(GROUP, column, dtype=np.uint8), 1, False)
        assert counts[column] == counts.sum() == GROUP
