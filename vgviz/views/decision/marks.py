"""Marks of samples, each painted once and then laid wherever a sample looks like that."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from vgviz.drawing.color_scale import FloatArray
from vgviz.views.decision.plane_frame import PlaneFrame

_SHAPES = 4  # circle, square, triangle, diamond: classes are told apart by more than colour
_RIM, _WIDE_RIM, _RING = 1.2, 3.2, 1.4  # px of lines: around a full point, under a hollow one's, and this
_CORNER = 1.3  # of a radius
_PHASES = 3  # places within a pixel, across and down, that a mark is painted for


class PointMark(NamedTuple):
    """A sample: a shape, full or ``hollow``, of ``color`` with a rim; colours as 0xFFRRGGBB."""

    shape: int
    radius: float
    color: int
    rim: int
    hollow: bool

    @property
    def reach(self) -> float:
        """Pixels from the middle that it covers at most."""
        return _CORNER * self.radius + self._rim_width / 2

    @property
    def _rim_width(self) -> float:
        return _WIDE_RIM if self.hollow else _RIM

    def paint(self, painter: QPainter) -> None:
        """Paint it around the origin."""
        path = shape_path(self.shape, self.radius)
        painter.setBrush(QColor(self.rim if self.hollow else self.color))
        painter.setPen(QPen(QColor(self.rim), self._rim_width))
        painter.drawPath(path)
        if self.hollow:
            painter.setPen(QPen(QColor(self.color), _RING))
            painter.drawPath(path)


class CrossMark(NamedTuple):
    """Two lines of ``color``, 0xFFRRGGBB, across each other, from -``length`` to ``length`` both ways."""

    length: float
    color: int
    width: float

    @property
    def reach(self) -> float:
        """Pixels from the middle that it covers at most."""
        return self.length + self.width

    def paint(self, painter: QPainter) -> None:
        """Paint it around the origin."""
        end = self.length
        painter.setPen(QPen(QColor(self.color), self.width))
        painter.drawLines([QLineF(-end, -end, end, end), QLineF(-end, end, end, -end)])


Mark = PointMark | CrossMark


def laid(
    marks: Sequence[Mark],
    looks: NDArray[np.int64],
    places: FloatArray,
    frame: PlaneFrame,
    scale: float,
) -> QImage:
    """A transparent picture of ``frame``: at places (n, 2) of its plane the marks that ``looks`` (n,) count.

    Later ones lie over earlier ones.
    """
    size = QSizeF(frame.box.width() * scale, frame.box.height() * scale).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    pixels = frame.to_pixels(places)
    seen = np.flatnonzero(frame.holds(pixels, max(mark.reach for mark in marks)))
    spots = (pixels[seen] - (frame.box.left(), frame.box.top())) * scale
    corners = np.floor(spots).astype(np.int64)
    phases = ((spots - corners) * _PHASES).astype(np.int64) @ (1, _PHASES)
    kinds, kind_of = np.unique(looks[seen] * _PHASES**2 + phases, return_inverse=True)
    pictures = [_picture(marks[kind // _PHASES**2], kind % _PHASES**2, scale) for kind in kinds.tolist()]
    painter = QPainter(image)
    for (x, y), kind in zip(corners.tolist(), kind_of.tolist(), strict=True):
        half, picture = pictures[kind]
        painter.drawImage(x - half, y - half, picture)
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


@lru_cache(maxsize=4096)
def _picture(mark: Mark, phase: int, scale: float) -> tuple[int, QImage]:
    """A mark in the middle pixel of a picture, and how many pixels there are on either side of that one."""
    half = math.ceil(mark.reach * scale)
    image = QImage(2 * half + 1, 2 * half + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    down, across = divmod(phase, _PHASES)
    painter.translate(half + (across + 0.5) / _PHASES, half + (down + 0.5) / _PHASES)
    painter.scale(scale, scale)
    mark.paint(painter)
    painter.end()
    return half, image


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
    reach = _CORNER * radius
    path.addPolygon(QPolygonF([QPointF(reach * math.cos(turn), reach * math.sin(turn)) for turn in turns]))
    path.closeSubpath()
    return path
