"""A loss axis that one enormous value does not stretch for the rest of the run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

USUAL_SHARE = 0.05  # of the values at either end may be unusual
RECENT_SHARE = 0.05  # of the values, the newest ones, are always in range
REACH = 2.0  # decades beyond the usual that are still in range: a start and an ordinary spike


@dataclass(frozen=True, slots=True)
class Extent:
    """log10 of the smallest and the largest value of an axis; an extent without values has NaN ends."""

    low: float
    high: float


def full_extent(logarithms: NDArray[np.float64]) -> Extent:
    """From the smallest to the largest of ``logarithms``, shape (values,); NaNs do not count."""
    usual = logarithms[np.isfinite(logarithms)]
    if not usual.size:
        return Extent(np.nan, np.nan)
    return Extent(float(usual.min()), float(usual.max()))


def robust_extent(logarithms: NDArray[np.float64]) -> Extent:
    """Extent of all values but those more than `REACH` decades beyond the usual and the recent ones.

    Parameters
    ----------
    logarithms : log10 of the values in the order of time, shape (values,); NaNs do not count.
    """
    values = logarithms[np.isfinite(logarithms)]
    if not values.size:
        return Extent(np.nan, np.nan)
    recent = values[-max(1, round(RECENT_SHARE * values.size)) :]
    low, high = np.quantile(values, (USUAL_SHARE, 1 - USUAL_SHARE), method="nearest")
    low, high = min(low, recent.min()) - REACH, max(high, recent.max()) + REACH
    return full_extent(values[(values >= low) & (values <= high)])


def peaks_beyond(heights: NDArray[np.float64], limit: float) -> NDArray[np.intp]:
    """Index of the highest value of each unbroken excursion above ``limit``; NaNs end an excursion."""
    beyond = np.flatnonzero(heights > limit)
    if not beyond.size:
        return beyond
    excursions = np.split(beyond, np.flatnonzero(np.diff(beyond) > 1) + 1)
    return np.array([excursion[np.argmax(heights[excursion])] for excursion in excursions])
