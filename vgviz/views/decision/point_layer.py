"""The samples of a decision map as transparent pictures."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from vgviz.drawing.class_colors import class_colors
from vgviz.drawing.color_maps import diverging_map_for_background, is_dark
from vgviz.drawing.decision_map import DecisionMap
from vgviz.views.decision.plane_frame import PlaneFrame
from vgviz.views.theme import Theme

LARGEST, SMALLEST = 3.4, 1.8  # px of a point's radius
_MANY = 300  # points, above which they become smaller
_SHAPES = 4  # circle, square, triangle, diamond: classes are told apart by more than colour
_CROSS_REACH = 2.2  # px that a cross is larger than its point, as long as few are wrong
_MANY_WRONG = 60


def point_layer(shown: DecisionMap, frame: PlaneFrame, theme: Theme, scale: float) -> QImage:
    """The samples in ``frame``: training samples full, test samples hollow."""
    image, painter = _layer(frame, scale)
    samples, radius = shown.samples, point_radius(len(shown.samples.places))
    colors, outline = _colors(shown, theme), QColor(theme.background)
    places = frame.to_pixels(samples.places)
    shapes = [shape_path(number, radius) for number in range(_SHAPES)]
    for number in np.flatnonzero(frame.holds(places, 2 * radius)).tolist():
        path = shapes[int(samples.classes[number]) % _SHAPES].translated(QPointF(*places[number]))
        _paint_point(painter, path, colors[number], outline, hollow=bool(samples.in_test[number]))
    painter.end()
    return image


def cross_layer(shown: DecisionMap, frame: PlaneFrame, theme: Theme, scale: float) -> QImage:
    """Crosses over the samples in ``frame`` that the network takes for another class."""
    image, painter = _layer(frame, scale)
    places = frame.to_pixels(shown.samples.places[shown.samples.wrong])
    few = math.sqrt(min(1.0, _MANY_WRONG / max(len(places), 1)))
    reach = point_radius(len(shown.samples.places)) + _CROSS_REACH * few
    lines = [
        QLineF(x - reach, y - reach * way, x + reach, y + reach * way)
        for x, y in places[frame.holds(places, reach)].tolist()
        for way in (1.0, -1.0)
    ]
    for color, width in ((theme.background, 1.2 + 2.2 * few), (theme.text, 0.9 + 0.6 * few)):
        painter.setPen(QPen(QColor(color), width))
        painter.drawLines(lines)
    painter.end()
    return image


def point_radius(count: int) -> float:
    """Many points are small."""
    return max(SMALLEST, LARGEST * math.sqrt(min(1.0, _MANY / max(count, 1))))


def shape_path(number: int, radius: float) -> QPainterPath:
    """Outline of a class's mark around the origin."""
    path = QPainterPath()
    if number % _SHAPES == 0:
        path.addEllipse(QPointF(0, 0), radius, radius)
        return path
    if number % _SHAPES == 1:
        path.addRect(QRectF(-0.88 * radius, -0.88 * radius, 1.76 * radius, 1.76 * radius))
        return path
    corners = 3 if number % _SHAPES == 2 else 4
    turns = [2 * math.pi * corner / corners - math.pi / 2 for corner in range(corners)]
    reach = 1.3 * radius
    path.addPolygon(QPolygonF([QPointF(reach * math.cos(turn), reach * math.sin(turn)) for turn in turns]))
    path.closeSubpath()
    return path


def _layer(frame: PlaneFrame, scale: float) -> tuple[QImage, QPainter]:
    """An empty picture of the frame's size, and a painter that takes the canvas's pixels."""
    size = QSizeF(frame.box.width() * scale, frame.box.height() * scale).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-frame.box.topLeft())
    return image, painter


def _colors(shown: DecisionMap, theme: Theme) -> list[QColor]:
    diverging = diverging_map_for_background(theme.background)
    if shown.samples.shares.size:
        table = diverging.colors(np.clip(0.5 + 0.5 * shown.samples.shares, 0.0, 1.0))
        return [QColor(*color) for color in table.tolist()]
    colors = class_colors(len(shown.class_names), diverging, dark=is_dark(theme.background))
    of_class = [QColor(*color) for color in colors.tolist()]
    return [of_class[number] for number in shown.samples.classes.tolist()]


def _paint_point(
    painter: QPainter, path: QPainterPath, color: QColor, outline: QColor, *, hollow: bool
) -> None:
    painter.setBrush(outline if hollow else color)
    painter.setPen(QPen(outline, 3.2 if hollow else 1.2))
    painter.drawPath(path)
    if hollow:
        painter.setPen(QPen(color, 1.4))
        painter.drawPath(path)
