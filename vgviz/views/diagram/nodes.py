"""Neurons: discs from an atlas, or one coloured strip where they are too many."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import Column
from vgviz.drawing.raster import HALO, RIM, DiscColors
from vgviz.views.diagram.colors import code_colors
from vgviz.views.theme import Theme, mixed

INPUT_CODE = 0  # a neuron without incoming weights
_CODES = 256
_INPUT_FILL = 0.2  # of the muted colour


class NodeAtlas:
    """One disc for every colour code, one below the other, for one radius, theme and sharpness."""

    def __init__(self, radius: float, scale: float, theme: Theme, colors: ColorScale) -> None:
        self._scale = scale
        self._side = math.ceil(2 * (radius + HALO) * scale) + 1
        self._pixels: NDArray[np.uint32] = np.zeros((_CODES * self._side, self._side), dtype=np.uint32)
        self._image = QImage(
            self._pixels.data,
            self._side,
            _CODES * self._side,
            4 * self._side,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        self._paint_discs(radius * scale, scale, theme, colors)
        self._pixmap = QPixmap.fromImage(self._image)

    def _paint_discs(self, radius: float, scale: float, theme: Theme, colors: ColorScale) -> None:
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for code, color in enumerate(code_colors(colors)):
            center = QPointF(self._side / 2, self._side * (code + 0.5))
            _paint_disc(painter, center, radius, scale, None if code == INPUT_CODE else color, theme)
        painter.end()

    def paint(self, painter: QPainter, column: Column, codes: Codes) -> None:
        """Paint a column's neurons one by one: what shows until the raster is compiled."""
        side, size = self._side, self._side / self._scale
        for y, code in zip(column.heights().tolist(), codes.tolist(), strict=True):
            target = QRectF(column.x - size / 2, y - size / 2, size, size)
            painter.drawPixmap(target, self._pixmap, QRectF(0, side * code, side, side))


def _paint_disc(
    painter: QPainter, center: QPointF, radius: float, scale: float, color: QColor | None, theme: Theme
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.background))
    painter.drawEllipse(center, radius + HALO * scale, radius + HALO * scale)
    if color is None:
        line = min(RIM * scale, 0.4 * radius)
        painter.setPen(QPen(QColor(theme.muted), line))
        painter.setBrush(mixed(theme.background, theme.muted, _INPUT_FILL))
        painter.drawEllipse(center, radius - line / 2, radius - line / 2)
        return
    painter.setBrush(color)
    painter.drawEllipse(center, radius, radius)


@lru_cache(maxsize=8)
def disc_colors(theme: Theme, colors: ColorScale) -> DiscColors:
    """The colours of the atlas' discs, for the raster."""
    fills = np.array([color.rgb() for color in code_colors(colors)], dtype=np.uint32)
    rims = fills.copy()
    fills[INPUT_CODE] = mixed(theme.background, theme.muted, _INPUT_FILL).rgb()
    rims[INPUT_CODE] = QColor(theme.muted).rgb()
    fills.flags.writeable = rims.flags.writeable = False
    return DiscColors(fills, rims, QColor(theme.background).rgb())


@lru_cache(maxsize=8)
def node_atlas(radius: float, scale: float, theme: Theme, colors: ColorScale) -> NodeAtlas:
    """The atlas for discs of ``radius`` px on a device with ``scale`` pixels a px."""
    return NodeAtlas(radius, scale, theme, colors)
