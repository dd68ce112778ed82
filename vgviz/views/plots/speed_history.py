"""How fast each layer learned over a run."""

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.learning_speed import Quantity, speed_figures
from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.layer_history import LayerHistory

QUANTITIES: tuple[Quantity, ...] = ("gradient", "update", "distance")


class SpeedHistory(LayerHistory):
    """Norm of dL/db, update ratio and distance from the start of every layer over the steps."""

    def speeds(self, quantity: Quantity) -> NDArray[np.float64]:
        """One figure of every layer, shape (moments, layers)."""
        first = 1 + QUANTITIES.index(quantity) * self.layers
        return self._course.rows[:, first : first + self.layers]

    def _figures(self, snapshot: Snapshot) -> list[NDArray[np.floating]]:
        figures = speed_figures(snapshot)
        return [figures[name] for name in QUANTITIES]
