"""What is drawn in a plot in pixels, wherever the axes put it."""

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsItem

_EVERYWHERE = QRectF(-1e12, -1e12, 2e12, 2e12)


class ViewItem(QGraphicsItem):
    """An item of no size of its own: the plot that owns it updates its viewport after a change.

    pyqtgraph's own items have cosmetic pens, which a 4x picture would draw as hairlines.
    """

    def boundingRect(self) -> QRectF:
        """No smaller than the view, which clips."""
        return _EVERYWHERE
