"""Marks of constant size at points of a plot, drawn anew at every pixel ratio."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.views.plots.style import marker_path
from vgviz.views.plots.view_item import ViewItem

NO_POINTS: NDArray[np.float64] = np.empty((0, 2))


class Markers(ViewItem):
    """The same symbol at every point.

    pyqtgraph's scatter plot keeps its symbols in a pixmap atlas, which a 4x picture would show blurred, and
    without the atlas takes ten times as long. As with `Curve`, the plot updates its viewport after a change.
    """

    def __init__(self, symbol: str, size: float) -> None:
        super().__init__()
        self._path = marker_path(symbol, size)
        self._points = NO_POINTS
        self._pen, self._brush = QPen(), QBrush()

    @property
    def points(self) -> NDArray[np.float64]:
        """Array of shape (points, 2) in data coordinates."""
        return self._points

    def set_colors(self, pen: QPen, brush: QBrush) -> None:
        """Outline and inside of the symbol."""
        self._pen, self._brush = pen, brush

    def set_points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Place the symbol at these data coordinates."""
        self._points = np.column_stack([x, y])

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the symbols in pixels, wherever the axes put their points."""
        if not len(self._points):
            return
        to_pixels = painter.worldTransform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        painter.setBrush(self._brush)
        for x, y in self._points:
            place = to_pixels.map(QPointF(x, y))
            painter.translate(place)
            painter.drawPath(self._path)
            painter.translate(-place)
