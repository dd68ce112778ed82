"""A filled area of a plot."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.views.plots.view_item import ViewItem


class Region(ViewItem):
    """A polygon in data coordinates."""

    def __init__(self) -> None:
        super().__init__()
        self._brush = QBrush()
        self._points: NDArray[np.float64] = np.empty((0, 2))

    @property
    def points(self) -> NDArray[np.float64]:
        """Corners, shape (points, 2)."""
        return self._points

    def set_brush(self, brush: QBrush) -> None:
        """Fill with this."""
        self._brush = brush

    def set_points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Lay its corners here."""
        self._points = np.column_stack([x, y])

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Fill in pixels, wherever the axes put the corners."""
        if not len(self._points):
            return
        polygon = QPolygonF([QPointF(x, y) for x, y in self._points.tolist()])
        corners = painter.worldTransform().map(polygon)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._brush)
        painter.drawPolygon(corners)
