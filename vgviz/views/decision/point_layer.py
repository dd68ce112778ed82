"""The samples of a decision map as transparent pictures."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from vgviz.drawing.class_colors import Colors, class_colors
from vgviz.drawing.color_maps import diverging_map_for_background, is_dark
from vgviz.drawing.decision_map import DecisionMap
from vgviz.views.decision.marks import CrossMark, PointMark, laid
from vgviz.views.decision.plane_frame import PlaneFrame
from vgviz.views.theme import Theme

MOST_LAID = 40_000  # of more in view, each would lie under others
REACH = 10.0  # px around its place that a sample's marks may cover
LARGEST, SMALLEST = 3.4, 1.8  # px of a point's radius
_MANY = 300  # points, above which they become smaller
_CROSS_REACH = 2.2  # px that a cross is larger than its point, as long as few are wrong
_MANY_WRONG = 60
_LEVELS = 32  # of a regression's values


@dataclass(frozen=True, slots=True, eq=False)
class LaidSamples:
    """The samples that are drawn, by number: of more than `MOST_LAID` in view 1 of ``every`` so many."""

    numbers: NDArray[np.int64]
    every: int

    @classmethod
    def of(cls, shown: DecisionMap, frame: PlaneFrame) -> "LaidSamples":
        """Those of a map that are drawn in ``frame``."""
        seen = np.flatnonzero(frame.holds(frame.to_pixels(shown.samples.places), REACH))
        every = max(1, math.ceil(seen.size / MOST_LAID))
        return cls(seen[::every], every)


def point_layer(
    shown: DecisionMap, laid_samples: LaidSamples, frame: PlaneFrame, theme: Theme, scale: float
) -> QImage:
    """The samples in ``frame``: training samples full, test samples hollow."""
    samples, radius = shown.samples, point_radius(len(shown.samples.places))
    rim, drawn = QColor(theme.background).rgb(), laid_samples.numbers
    looks = 2 * _numbers(shown)[drawn] + samples.in_test[drawn]
    marks = [
        PointMark(number if shown.class_names else 0, radius, QColor(*color).rgb(), rim, hollow)
        for number, color in enumerate(_colors(shown, theme).tolist())
        for hollow in (False, True)
    ]
    return laid(marks, looks, samples.places[drawn], frame, scale)


def cross_layer(
    shown: DecisionMap, laid_samples: LaidSamples, frame: PlaneFrame, theme: Theme, scale: float
) -> QImage:
    """Crosses over those samples in ``frame`` that the network takes for another class."""
    wrong, drawn = shown.samples.wrong, laid_samples.numbers
    places = shown.samples.places[drawn[wrong[drawn]]]
    few = math.sqrt(min(1.0, _MANY_WRONG / max(int(np.count_nonzero(wrong)), 1)))
    length = point_radius(len(shown.samples.places)) + _CROSS_REACH * few
    rim = CrossMark(length, QColor(theme.background).rgb(), 1.2 + 2.2 * few)
    cross = CrossMark(length, QColor(theme.text).rgb(), 0.9 + 0.6 * few)
    below_and_above = np.repeat([0, 1], len(places))  # a cross must not cut its neighbours
    return laid([rim, cross], below_and_above, np.tile(places, (2, 1)), frame, scale)


def point_radius(count: int) -> float:
    """Many points are small."""
    return max(SMALLEST, LARGEST * math.sqrt(min(1.0, _MANY / max(count, 1))))


def _colors(shown: DecisionMap, theme: Theme) -> Colors:
    """Of each class; in a regression of values from the lowest to the highest."""
    diverging = diverging_map_for_background(theme.background)
    if shown.class_names:
        return class_colors(len(shown.class_names), diverging, dark=is_dark(theme.background))
    return diverging.colors(np.linspace(0.0, 1.0, _LEVELS))


def _numbers(shown: DecisionMap) -> NDArray[np.int64]:
    """Which of the colours each sample has."""
    if shown.class_names:
        return shown.samples.classes
    shares = 0.5 + 0.5 * np.clip(shown.samples.shares, -1.0, 1.0)
    return np.asarray(np.rint(shares * (_LEVELS - 1)), dtype=np.int64)
