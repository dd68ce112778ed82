"""How large each layer's gradient was over a run, in bounded memory."""

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.loss_history import Course

MOST_MOMENTS = 512  # about one for each pixel of a plot; 4 MB in the deepest network


class GradientHistory:
    """RMS of dL/dW of every layer over the steps; when it is full, its resolution in time is halved.

    Another depth begins a new history: its layers are not the former ones.
    """

    def __init__(self) -> None:
        self._course = Course(MOST_MOMENTS, values=0)
        self.layers = 0

    @property
    def steps(self) -> NDArray[np.float64]:
        """Steps of the moments that are kept, shape (moments,), growing."""
        return self._course.rows[:, 0]

    @property
    def gradients(self) -> NDArray[np.float64]:
        """RMS gradients, shape (moments, layers)."""
        return self._course.rows[:, 1:]

    @property
    def end(self) -> float:
        """Step up to which the newest moment stands for the run."""
        return float(self.steps[-1]) + self._course.stride if len(self._course) else 0.0

    def append(self, snapshot: Snapshot) -> bool:
        """Take note of a snapshot; False if it tells nothing new."""
        gradient = np.asarray(snapshot.grad_weight_rms, dtype=np.float64)
        if gradient.size != self.layers:
            self.layers = gradient.size
            self._course = Course(MOST_MOMENTS, values=self.layers)
        row = np.append(float(snapshot.step), gradient)
        if np.array_equal(self._course.rows[-1:], [row], equal_nan=True):
            return False
        self._course.append(snapshot.step, *gradient)
        return True

    def moments_at(self, steps: NDArray[np.float64]) -> NDArray[np.intp]:
        """Index of the moment that stands for each of ``steps``; -1 before the first one."""
        return np.searchsorted(self.steps, steps, side="right") - 1
