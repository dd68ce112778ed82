"""Logarithms of what may have none."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def logarithms(values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """log10 of each value; NaN where it is not above 0 or not finite."""
    usual = np.isfinite(values) & (values > 0)
    heights = np.full(values.shape, np.nan)
    np.log10(values, out=heights, where=usual)
    return heights
