"""The strongest edges of a gap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz.drawing.strongest import strongest


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(), min_size=1, max_size=200), st.data())
@pytest.mark.parametrize("compiled", [True, False])
def test_no_other_entry_is_stronger(compiled: bool, values: list[float], data: st.DataObject) -> None:
    count = data.draw(st.integers(0, len(values)))
    chosen = strongest(np.array(values), count, compiled=compiled)
    assert len(set(chosen.tolist())) == count
    rank = np.where(np.isnan(values), np.inf, np.abs(values)) + np.isnan(values)
    others = np.delete(rank, chosen)
    if count and others.size:
        assert rank[chosen].min() >= others.max()
    nans = np.isnan(values)
    assert nans[chosen].sum() == min(count, nans.sum())


@pytest.mark.parametrize("value", [0.0, 1e-300, 0.25])
def test_equal_entries_are_shared_out_evenly(value: float) -> None:
    chosen = strongest(np.full((20, 50), value), 100)
    assert np.array_equal(np.diff(chosen), np.full(99, 10))


def test_distinct_entries_are_found_exactly() -> None:
    values = np.random.default_rng(0).lognormal(-10, 5, (300, 40))
    expected = np.sort(np.argsort(-values.ravel())[:128])
    assert np.array_equal(strongest(values, 128), expected)
    assert np.array_equal(strongest(-values, 128, compiled=False), expected)
