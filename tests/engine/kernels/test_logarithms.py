"""Columns found from a few terms of a logarithm, against the edges themselves."""

from typing import Any

import numba
import numpy as np
import pytest

from vgviz.engine.histogram_bins import BINS, LOWEST_EIGHTH, POWERS_OF_TEN
from vgviz.engine.jit import entry
from vgviz.engine.kernels.arrays import Columns, Floats
from vgviz.engine.kernels.logarithms import AT_ONCE, UNSURE, quick_columns

SPREAD = 10_000
config: Any = numba.config


@entry
def find(values: Floats, rounds: int, first: int, share: float, columns: Columns) -> bool:
    return bool(quick_columns(values, rounds, first, share, columns))


def between(low: int, high: int, precision: str) -> np.ndarray:
    """Numbers between two edges that have all their bits: evenly spread, and near edges."""
    ends = POWERS_OF_TEN[low - LOWEST_EIGHTH : high - LOWEST_EIGHTH + 1]
    spread = 10.0 ** np.random.default_rng(0).uniform(low / 8, high / 8, SPREAD)
    near = [np.nextafter(ends, 0.0), ends, np.nextafter(ends, np.inf)]
    near += [ends * (1.0 + distance) for distance in (-1e-4, -3e-5, 3e-5, 1e-4)]
    values = np.concatenate([spread, *near]).astype(precision)
    sizes = values.astype(np.float64)
    values = values[(sizes >= ends[0]) & (sizes < ends[-1])]
    values = np.resize(values, -(-values.size // AT_ONCE) * AT_ONCE)
    values[::2] *= -1.0
    return values


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("shift", range(7))
@pytest.mark.parametrize("place", [0.0, 0.3, 0.5, 1.0])
def test_no_column_that_is_told_is_wrong_and_nearly_all_are_told(
    precision: str, shift: int, place: float
) -> None:
    lowest, highest = (-307 * 8, 308 * 8) if precision == "float64" else (-37 * 8, 38 * 8)
    span = min(BINS << shift, highest - lowest)
    low = int(lowest + place * (highest - lowest - span)) >> shift << shift
    values = between(low, min(low + span, highest), precision)
    columns = np.zeros(values.size, dtype=np.uint8)
    are_left = find(values, values.size // AT_ONCE, low >> shift, 2.0**-shift, columns)
    sizes = np.abs(values).astype(np.float64)
    eighths = np.searchsorted(POWERS_OF_TEN, sizes, side="right") - 1 + LOWEST_EIGHTH
    is_told = columns != UNSURE
    assert are_left == (not is_told.all())
    np.testing.assert_array_equal(columns[is_told], ((eighths >> shift) - (low >> shift))[is_told])
    assert config.DISABLE_JIT or is_told[: SPREAD // 2].mean() > 0.999
