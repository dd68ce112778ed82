"""Marks of constant size at points of a plot, drawn anew at every pixel ratio."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.views.plots.style import marker_path
from vgviz.views.plots.view_item import PointsItem


class Markers(PointsItem):
    """The same symbol at every point.

    pyqtgraph's scatter plot keeps its symbols in a pixmap atlas, which a 4x picture would show blurred, and
    without the atlas takes ten times as long. As with `Curve`, the plot updates its viewport after a change.
    """

    def __init__(self, symbol: str, size: float) -> None:
        super().__init__()
        self._path = marker_path(symbol, size)
        self._pen, self._brush = QPen(), QBrush()

    def set_colors(self, pen: QPen, brush: QBrush) -> None:
        """Outline and inside of the symbol."""
        self._pen, self._brush = pen, brush

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
