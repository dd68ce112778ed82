"""The samples of a decision map as transparent pictures."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from vgviz.drawing.class_colors import Colors, class_colors
from vgviz.drawing.color_maps import diverging_map_for_background, is_dark
from vgviz.drawing.decision_map import DecisionMap
from vgviz.views.decision.marks import CrossMark, PointMark, laid
from vgviz.views.decision.plane_frame import PlaneFrame
from vgviz.views.theme import Theme

LARGEST, SMALLEST = 3.4, 1.8  # px of a point's radius
_MANY = 300  # points, above which they become smaller
_CROSS_REACH = 2.2  # px that a cross is larger than its point, as long as few are wrong
_MANY_WRONG = 60
_LEVELS = 32  # of a regression's values


def point_layer(shown: DecisionMap, frame: PlaneFrame, theme: Theme, scale: float) -> QImage:
    """The samples in ``frame``: training samples full, test samples hollow."""
    samples, radius = shown.samples, point_radius(len(shown.samples.places))
    rim, numbers = QColor(theme.background).rgb(), _numbers(shown)
    marks = [
        PointMark(number if shown.class_names else 0, radius, QColor(*color).rgb(), rim, hollow)
        for number, color in enumerate(_colors(shown, theme).tolist())
        for hollow in (False, True)
    ]
    return laid(marks, 2 * numbers + samples.in_test, samples.places, frame, scale)


def cross_layer(shown: DecisionMap, frame: PlaneFrame, theme: Theme, scale: float) -> QImage:
    """Crosses over the samples in ``frame`` that the network takes for another class."""
    places = shown.samples.places[shown.samples.wrong]
    few = math.sqrt(min(1.0, _MANY_WRONG / max(len(places), 1)))
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
