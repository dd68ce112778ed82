"""How fast each layer learned over a run, in bounded memory."""

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.learning_speed import Quantity, speed_figures
from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.loss_history import Course

MOST_MOMENTS = 512  # about one for each pixel of a plot; 12 MB in the deepest network
QUANTITIES: tuple[Quantity, ...] = ("gradient", "update", "distance")


class SpeedHistory:
    """Norm of dL/db, update ratio and distance from the start of every layer over the steps.

    When it is full, its resolution in time is halved. Another depth begins a new history.
    """

    def __init__(self) -> None:
        self._course = Course(MOST_MOMENTS, values=0)
        self.layers = 0

    @property
    def steps(self) -> NDArray[np.float64]:
        """Steps of the moments that are kept, shape (moments,), growing."""
        return self._course.rows[:, 0]

    def speeds(self, quantity: Quantity) -> NDArray[np.float64]:
        """One figure of every layer, shape (moments, layers)."""
        first = 1 + QUANTITIES.index(quantity) * self.layers
        return self._course.rows[:, first : first + self.layers]

    def append(self, snapshot: Snapshot) -> bool:
        """Take note of a snapshot; False if it tells nothing new."""
        if snapshot.layers != self.layers:
            self.layers = snapshot.layers
            self._course = Course(MOST_MOMENTS, values=len(QUANTITIES) * self.layers)
        figures = speed_figures(snapshot)
        row = np.concatenate([[float(snapshot.step)], *(figures[name] for name in QUANTITIES)])
        if np.array_equal(self._course.rows[-1:], [row], equal_nan=True):
            return False
        self._course.append(snapshot.step, *row[1:])
        return True
