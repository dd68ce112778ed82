"""A picture made of rectangular cells, inside a plot."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.views.plots.view_item import ViewItem


class RasterItem(ViewItem):
    """Draws an image over a rectangle in data coordinates, its first row at the top.

    Cells are drawn as such at any sharpness. As with `Curve`, the plot updates its viewport after a change.
    """

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._place = QRectF()

    @property
    def image(self) -> QImage:
        """What is drawn; null if nothing is."""
        return self._image

    def show_image(self, image: QImage, place: QRectF) -> None:
        """Draw ``image`` over ``place``, whose top is the smaller y."""
        self._image, self._place = image, place

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in pixels: data coordinates grow upward, an image's rows downward."""
        if self._image.isNull():
            return
        target = painter.worldTransform().mapRect(self._place)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, self._image)
