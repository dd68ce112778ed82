"""Ranges of colour scales: which one fits some numbers, and the way from one to another."""

import math

import numpy as np

from vgviz.drawing.color_scale import FloatArray, Kind

Range = tuple[float, float]
LEAST_DECADES = 3  # that a logarithmic scale spans, so that noise does not look like a difference
_FURTHEST = 300.0  # decades from 1: beyond it a range could not be written


def fitted_range(kind: Kind, values: FloatArray) -> Range | None:
    """The round range that just holds all finite ``values``; None where there is nothing to hold."""
    finite = np.asarray(values, dtype=np.float64)
    finite = np.abs(finite[np.isfinite(finite) & (finite != 0.0)])
    if not finite.size:
        return None
    low, high = float(finite.min()), float(finite.max())
    if kind == "log":
        return _decades(low, high)
    end = next_round(min(high, 10.0**_FURTHEST))
    return (-end if kind == "diverging" else 0.0), end


def between(kind: Kind, start: Range, end: Range, share: float) -> Range:
    """The range after ``share`` of the way from ``start`` to ``end``, for the eye to follow."""
    if share >= 1.0:
        return end
    if kind == "log":
        low, high = (
            10 ** (math.log10(one) + (math.log10(other) - math.log10(one)) * share)
            for one, other in zip(start, end, strict=True)
        )
        return low, high
    high = start[1] + (end[1] - start[1]) * share
    return (-high if kind == "diverging" else start[0] + (end[0] - start[0]) * share), high


def _decades(low: float, high: float) -> Range:
    last = math.ceil(min(max(math.log10(high), -_FURTHEST + LEAST_DECADES), _FURTHEST) - 1e-9)
    first = min(math.floor(max(math.log10(low), -_FURTHEST) + 1e-9), last - LEAST_DECADES)
    return 10.0**first, 10.0**last


def next_round(value: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50, ... and of their tenths that is not under ``value``."""
    decade = 10.0 ** math.floor(math.log10(max(value, 1e-12)))
    steps = (step * decade for step in (1.0, 2.0, 5.0, 10.0))
    return next((step for step in steps if step >= value * (1 - 1e-9)), 10.0 * decade)
