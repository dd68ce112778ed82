"""Bands, discs and strips of a layout for the raster, in device pixels of one image."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize

from vgviz.drawing.layout import Box, NetworkLayout
from vgviz.drawing.raster import Bands, Discs, Strips, rounded_mask
from vgviz.views.diagram.lanes import FOOT, FOOT_GAP, band_rounding, lane_frame, strip_box


def device_rect(rect: QRectF, scale: float) -> QRect:
    """The device pixels that ``rect`` touches."""
    corner = QPoint(math.floor(rect.left() * scale), math.floor(rect.top() * scale))
    right, bottom = math.ceil(rect.right() * scale), math.ceil(rect.bottom() * scale)
    return QRect(corner, QSize(right - corner.x(), bottom - corner.y()))


def row_of(y: float, image: QRect, scale: float) -> int:
    """The first row of the image that begins at ``y`` (logical pixels) or below."""
    return math.ceil(y * scale) - image.top()


def lane_rect(layout: NetworkLayout, column: int, scale: float) -> QRect:
    """The device pixels that a lane and its foot touch."""
    return device_rect(lane_frame(layout, column), scale)


def bands_of(layout: NetworkLayout, columns: Sequence[int], image: QRect, scale: float) -> Bands:
    """The bands of these columns, with their feet."""
    boxes, roundings = [], []
    sides = np.empty((len(columns), 2), dtype=np.int64)
    for number, column in enumerate(columns):
        lane, frame = layout.lane(column), lane_rect(layout, column, scale)
        left = frame.left() - image.left()
        sides[number] = max(left, 0), min(left + frame.width(), image.width())
        shapes = [(lane, band_rounding(lane))]
        if column:
            foot = Box(lane.left, lane.bottom + FOOT_GAP, lane.width, FOOT)
            shapes.append((foot, min(FOOT / 2, band_rounding(lane))))
        boxes += [(box.left, box.top, box.width, box.height) for box, _ in shapes]
        roundings += [rounding * scale for _, rounding in shapes]
    corner = (image.left(), image.top(), 0, 0)
    places = np.array(boxes).reshape(-1, 4) * scale - corner  # a narrow diagram may show none
    mask = rounded_mask((image.height(), image.width()), places, np.array(roundings))
    return Bands(mask, sides, row_of(layout.box.bottom + FOOT_GAP / 2, image, scale))


def discs_of(layout: NetworkLayout, columns: Sequence[int], image: QRect, scale: float) -> Discs:
    """The neurons of these columns."""
    places = [layout.columns[column].centers() for column in columns]
    origin = np.array([[float(image.left())], [float(image.top())]])
    centers = np.concatenate([np.empty((2, 0)), *places], axis=1) * scale - origin
    return Discs.of_radius(centers, layout.radius, scale)


def strips_of(layout: NetworkLayout, columns: Sequence[int], image: QRect, scale: float) -> Strips:
    """The neurons of these columns as strips."""
    boxes = np.empty((len(columns), 4), dtype=np.int64)
    for place, column in enumerate(columns):
        box = strip_box(layout, column)
        top, left = math.floor(box.top * scale + 0.5), math.floor(box.left * scale + 0.5)
        height, width = (max(round(length * scale), 1) for length in (box.height, box.width))
        top, left = top - image.top(), left - image.left()
        boxes[place] = top, top + height, left, left + width  # all of one width, wherever they lie
    units = [layout.columns[column].units for column in columns]
    return Strips(np.cumsum([0, *units]), boxes)


def units_of(layout: NetworkLayout, columns: Sequence[int]) -> NDArray[np.int64]:
    """Which of all units, the input's included, stand in these columns."""
    starts = np.cumsum([0, *(column.units for column in layout.columns)]).tolist()
    places = [np.arange(starts[column], starts[column + 1]) for column in columns]
    return np.concatenate([np.empty(0, dtype=np.int64), *places])
