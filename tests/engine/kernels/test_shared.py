"""What is compiled once and called by name works in whatever calls it."""

from typing import Any

import numpy as np
import pytest

from vgviz.engine.jit import entry
from vgviz.engine.kernels.products import combine_rows
from vgviz.engine.kernels.vector import ROW_MULTIPLE
from vgviz.experiment import PRECISIONS


@entry
def twice(out: Any, w: Any, x: Any, stride: int) -> None:
    combine_rows(out, 0, 1, w, 0, 1, 1, 2, x, 0, stride)
    combine_rows(out, stride, 1, w, 2, 1, 1, 2, x, 0, stride)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_each_precision_has_a_function_of_its_own(precision: str) -> None:
    stride = ROW_MULTIPLE
    w, x = np.arange(4, dtype=precision), np.ones(2 * stride, dtype=precision)
    out = np.zeros(2 * stride, dtype=precision)
    twice(out, w, x, stride)
    np.testing.assert_array_equal(out, np.repeat((1.0, 5.0), stride))
