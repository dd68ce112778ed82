"""Neurons: discs from a pixmap atlas, or one coloured strip where they are too many."""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import Box, Column
from vgviz.views.diagram_colors import code_colors, mixed
from vgviz.views.theme import Theme

INPUT_CODE = 0  # a neuron without incoming weights
_PER_ROW = 16
_HALO = 1.5  # px of background around a disc, so that edges end before it


class NodeAtlas:
    """One disc for every colour code in one pixmap, for one radius, theme and sharpness."""

    def __init__(self, radius: float, scale: float, theme: Theme, colors: ColorScale) -> None:
        self._scale = scale
        self._side = math.ceil(2 * (radius + _HALO) * scale) + 2
        pixmap = QPixmap(self._side * _PER_ROW, self._side * _PER_ROW)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for code, color in enumerate(code_colors(colors)):
            center = QPointF(*(self._side * (place + 0.5) for place in (code % _PER_ROW, code // _PER_ROW)))
            _paint_disc(painter, center, radius * scale, scale, color if code != INPUT_CODE else None, theme)
        painter.end()
        self._pixmap = pixmap

    def paint(self, painter: QPainter, column: Column, codes: Codes) -> None:
        """Paint a column's neurons."""
        side, size = self._side, self._side / self._scale
        for y, code in zip(column.heights().tolist(), codes.tolist(), strict=True):
            target = QRectF(column.x - size / 2, y - size / 2, size, size)
            source = QRectF(side * (code % _PER_ROW), side * (code // _PER_ROW), side, side)
            painter.drawPixmap(target, self._pixmap, source)


def _paint_disc(
    painter: QPainter, center: QPointF, radius: float, scale: float, color: QColor | None, theme: Theme
) -> None:
    background = QColor(theme.background)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(background)
    painter.drawEllipse(center, radius + _HALO * scale, radius + _HALO * scale)
    if color is None:
        line = min(1.5 * scale, 0.4 * radius)
        painter.setPen(QPen(QColor(theme.muted), line))
        painter.setBrush(mixed(background, QColor(theme.muted), 0.2))
        painter.drawEllipse(center, radius - line / 2, radius - line / 2)
        return
    painter.setBrush(color)
    painter.drawEllipse(center, radius, radius)


@lru_cache(maxsize=8)
def node_atlas(radius: float, scale: float, theme: Theme, colors: ColorScale) -> NodeAtlas:
    """The atlas for discs of ``radius`` px on a device with ``scale`` pixels a px."""
    return NodeAtlas(radius, scale, theme, colors)


def paint_strip(painter: QPainter, box: Box, codes: Codes, colors: ColorScale, scale: float) -> None:
    """Paint units as equal shares of a column's height; where several share a pixel, the strongest shows."""
    rows = max(1, round(box.height * scale))
    if codes.size > rows:
        codes = np.maximum.reduceat(codes, np.arange(rows) * codes.size // rows)
    table = np.full((256, 4), 255, dtype=np.uint8)
    table[:, :3] = colors.table()
    pixels = np.ascontiguousarray(table[codes])
    image = QImage(pixels.data, 1, codes.size, 4, QImage.Format.Format_RGBX8888)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRectF(box.left, box.top, box.width, box.height), image)
