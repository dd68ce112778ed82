"""Logarithms of what may have none."""

import numpy as np

from vgviz.views.plots.logarithms import logarithms


def test_what_is_not_above_zero_or_not_finite_has_no_logarithm() -> None:
    values = np.array([[100.0, 0.0, -1.0], [1e-300, np.inf, np.nan]])
    np.testing.assert_allclose(logarithms(values), [[2.0, np.nan, np.nan], [-300.0, np.nan, np.nan]])


def test_logarithms_of_single_precision_are_double() -> None:
    assert logarithms(np.array([10.0], dtype=np.float32)).dtype == np.float64
