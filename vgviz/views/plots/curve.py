"""A line through the points of a plot."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.views.plots.hairlines import stroke
from vgviz.views.plots.view_item import PointsItem


class Curve(PointsItem):
    """Straight lines from point to point; a point that is not finite leaves a gap."""

    def __init__(self) -> None:
        super().__init__()
        self._pen = QPen()
        self._path = QPainterPath()

    def set_pen(self, pen: QPen) -> None:
        """Colour, width in pixels, dashes."""
        self._pen = pen

    def set_points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Lead the line through these data coordinates."""
        super().set_points(x, y)
        self._path = pg.functions.arrayToQPath(self._points[:, 0], self._points[:, 1], connect="finite")

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in pixels, wherever the axes put the points."""
        if not len(self._points):
            return
        path = painter.worldTransform().map(self._path)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke(painter, path, self._pen)
