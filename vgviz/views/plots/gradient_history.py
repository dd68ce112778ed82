"""How large each layer's gradient was over a run."""

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.layer_history import LayerHistory


class GradientHistory(LayerHistory):
    """RMS of dL/dW of every layer over the steps."""

    @property
    def gradients(self) -> NDArray[np.float64]:
        """RMS gradients, shape (moments, layers)."""
        return self._course.rows[:, 1:]

    @property
    def end(self) -> float:
        """Step up to which the newest moment stands for the run."""
        return float(self.steps[-1]) + self._course.stride if len(self._course) else 0.0

    def moments_at(self, steps: NDArray[np.float64]) -> NDArray[np.intp]:
        """Index of the moment that stands for each of ``steps``; -1 before the first one."""
        return np.searchsorted(self.steps, steps, side="right") - 1

    def _figures(self, snapshot: Snapshot) -> list[NDArray[np.floating]]:
        return [snapshot.grad_weight_rms]
