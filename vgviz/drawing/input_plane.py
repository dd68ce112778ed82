"""The plane of two input features, as a grid of points that a network can be asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from vgviz.engine.datasets import Dataset

MARGIN = 0.12  # of the data's extent, around it


@dataclass(frozen=True, slots=True)
class InputPlane:
    """A rectangle of the plane, in the network's own inputs: feature 1 to the right, feature 2 upward."""

    left: float
    right: float
    bottom: float
    top: float

    def points(self, columns: int, rows: int) -> NDArray[np.float64]:
        """Middles of ``columns`` x ``rows`` equal cells, row by row from the top, shape (cells, 2)."""
        x = self.left + (np.arange(columns) + 0.5) / columns * (self.right - self.left)
        y = self.top - (np.arange(rows) + 0.5) / rows * (self.top - self.bottom)
        return np.stack([np.tile(x, rows), np.repeat(y, columns)], axis=1)

    @property
    def width(self) -> float:
        """Extent of feature 1."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent of feature 2."""
        return self.top - self.bottom

    def shaped(self, aspect: float) -> InputPlane:
        """The smallest plane around the same middle that holds this one, ``aspect`` times as wide as high."""
        width, height = max(self.width, self.height * aspect), max(self.height, self.width / aspect)
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        return InputPlane(x - width / 2, x + width / 2, y - height / 2, y + height / 2)

    def zoomed(self, factor: float, x: float, y: float) -> InputPlane:
        """The plane magnified ``factor`` times, with (x, y) where it is."""
        return InputPlane(
            x + (self.left - x) / factor,
            x + (self.right - x) / factor,
            y + (self.bottom - y) / factor,
            y + (self.top - y) / factor,
        )

    def moved(self, x: float, y: float) -> InputPlane:
        """The plane shifted."""
        return InputPlane(self.left + x, self.right + x, self.bottom + y, self.top + y)


def plane_of(dataset: Dataset) -> InputPlane | None:
    """The part of the plane where the samples lie; None unless they have two features."""
    if dataset.features != 2:
        return None
    samples = np.concatenate([dataset.x_train, dataset.x_test])
    low, high = samples.min(axis=0), samples.max(axis=0)
    room = np.where(high > low, (high - low) * MARGIN, 1.0)
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return InputPlane(left, right, bottom, top)
