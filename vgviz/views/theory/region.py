"""A filled area of a plot."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.views.plots.view_item import PointsItem


class Region(PointsItem):
    """A polygon with its corners at the points."""

    def __init__(self) -> None:
        super().__init__()
        self._brush = QBrush()

    def set_brush(self, brush: QBrush) -> None:
        """Fill with this."""
        self._brush = brush

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
