"""What is drawn in a plot in pixels, wherever the axes put it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsItem

NO_POINTS: NDArray[np.float64] = np.empty((0, 2))
_EVERYWHERE = QRectF(-1e12, -1e12, 2e12, 2e12)


class ViewItem(QGraphicsItem):
    """An item of no size of its own: the plot that owns it updates its viewport after a change.

    pyqtgraph's own items have cosmetic pens, which a 4x picture would draw as hairlines.
    """

    def boundingRect(self) -> QRectF:
        """No smaller than the view, which clips."""
        return _EVERYWHERE


class PointsItem(ViewItem):
    """What is drawn at points, or through them."""

    def __init__(self) -> None:
        super().__init__()
        self._points = NO_POINTS

    @property
    def points(self) -> NDArray[np.float64]:
        """Array of shape (points, 2) in data coordinates."""
        return self._points

    def set_points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Draw at these data coordinates."""
        self._points = np.column_stack([x, y])

    def clear(self) -> None:
        """Draw nothing."""
        self.set_points(*NO_POINTS.T)
