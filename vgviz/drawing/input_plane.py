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


def plane_of(dataset: Dataset) -> InputPlane | None:
    """The part of the plane where the samples lie; None unless they have two features."""
    if dataset.features != 2:
        return None
    samples = np.concatenate([dataset.x_train, dataset.x_test])
    low, high = samples.min(axis=0), samples.max(axis=0)
    room = np.where(high > low, (high - low) * MARGIN, 1.0)
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return InputPlane(left, right, bottom, top)
