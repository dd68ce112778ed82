"""Figures of every layer over a run, in bounded memory."""

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.course import Course

MOST_MOMENTS = 512  # about one for each pixel of a plot; 4 MB a figure in the deepest network


class LayerHistory(ABC):
    """When it is full, its resolution in time is halved.

    Another depth begins a new history: its layers are not the former ones.
    """

    def __init__(self) -> None:
        self._course = Course(MOST_MOMENTS, values=0)
        self.layers = 0

    @property
    def steps(self) -> NDArray[np.float64]:
        """Steps of the moments that are kept, shape (moments,), growing."""
        return self._course.rows[:, 0]

    def append(self, snapshot: Snapshot) -> bool:
        """Take note of a snapshot; False if it tells nothing new."""
        row = np.concatenate([[float(snapshot.step)], *self._figures(snapshot)])
        if snapshot.layers != self.layers:
            self.layers = snapshot.layers
            self._course = Course(MOST_MOMENTS, values=row.size - 1)
        if np.array_equal(self._course.rows[-1:], [row], equal_nan=True):
            return False
        self._course.append(row)
        return True

    @abstractmethod
    def _figures(self, snapshot: Snapshot) -> list[NDArray[np.floating]]:
        """What is kept of it, each of shape (layers,)."""
