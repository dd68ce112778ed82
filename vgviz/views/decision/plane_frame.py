"""Where a part of the plane lies on a canvas."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from vgviz.drawing.input_plane import InputPlane


@dataclass(frozen=True)
class PlaneFrame:
    """``plane`` drawn over ``box``, in pixels, of the same shape."""

    plane: InputPlane
    box: QRectF

    @property
    def unit(self) -> float:
        """Pixels for a distance of 1 in the plane."""
        return self.box.width() / self.plane.width

    def to_pixels(self, places: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Pixels of places (n, 2)."""
        x = self.box.left() + (places[:, 0] - self.plane.left) * self.unit
        y = self.box.top() + (self.plane.top - places[:, 1]) * self.unit
        return np.stack([x, y], axis=1)

    def to_plane(self, x: float, y: float) -> tuple[float, float]:
        """The place under a pixel."""
        return (
            self.plane.left + (x - self.box.left()) / self.unit,
            self.plane.top - (y - self.box.top()) / self.unit,
        )

    def rect(self, part: InputPlane) -> QRectF:
        """Where another part of the plane lies."""
        (left, top), (right, bottom) = self.to_pixels(
            np.array([[part.left, part.top], [part.right, part.bottom]])
        ).tolist()
        return QRectF(left, top, right - left, bottom - top)

    def holds(self, pixels: NDArray[np.float64], margin: float) -> NDArray[np.bool_]:
        """Which pixels are inside, or not further out than ``margin``."""
        inside = (pixels[:, 0] > self.box.left() - margin) & (pixels[:, 0] < self.box.right() + margin)
        inside &= (pixels[:, 1] > self.box.top() - margin) & (pixels[:, 1] < self.box.bottom() + margin)
        return np.asarray(inside)
