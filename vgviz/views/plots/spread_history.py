"""How one layer's numbers were spread at the moments of a run, in bounded memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.histogram_bins import BINS
from vgviz.engine.histograms import Histograms
from vgviz.engine.telemetry import Snapshot

MOST_MOMENTS = 256
BRIGHTEST = 255

Levels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The histograms of one moment.

    ``levels`` are the bins of every layer and kind, shape (layers, kinds, bins), as `SpreadHistory` keeps
    them; ``ends`` the first and last edge, (layers, kinds, 2).
    """

    step: int
    levels: Levels
    ends: NDArray[np.float64]


def count_values(snapshot: Snapshot) -> Spread:
    """Count a moment's numbers; from any thread, that of the window need not wait for it."""
    # The snapshot's own cache would be locked meanwhile.
    histograms = Histograms(snapshot.count_values())
    most = np.maximum(histograms.counts.max(axis=-1, keepdims=True), 1)
    levels = np.ceil(BRIGHTEST * np.sqrt(histograms.counts / most)).astype(np.uint8)
    return Spread(snapshot.step, levels, histograms.ends)


class SpreadHistory:
    """Histograms of every layer and kind: bins as shares of the fullest one, as square roots in 256 levels.

    When it is full every second moment goes. A step back or another depth begins anew.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.steps: list[int] = []
        self._levels: list[Levels] = []  # (layers, kinds, bins) each
        self._ends: list[NDArray[np.float64]] = []  # first and last edge, (layers, kinds, 2)

    @property
    def layers(self) -> int:
        """Layers of the network that it is of; 0 before there is one."""
        return len(self._levels[0]) if self._levels else 0

    def append(self, spread: Spread) -> None:
        """Take note of a moment, in place of one at the same step."""
        if self.steps and (spread.step < self.steps[-1] or len(spread.levels) != self.layers):
            self.clear()
        if self.steps and spread.step == self.steps[-1]:
            for kept in (self.steps, self._levels, self._ends):
                del kept[-1]
        if len(self.steps) == MOST_MOMENTS:
            for kept in (self.steps, self._levels, self._ends):
                del kept[1::2]
        self.steps.append(spread.step)
        self._levels.append(spread.levels)
        self._ends.append(spread.ends)

    def extent(self, layer: int, kind: int) -> tuple[float, float]:
        """The least and the largest edge of any bin that holds something."""
        ends = np.array([ends[layer, kind] for ends in self._ends])
        filled = np.array([levels[layer, kind] > 0 for levels in self._levels])
        widths = (ends[:, 1] - ends[:, 0]) / BINS
        holds = filled.any(axis=1)
        if not holds.any():
            return -1.0, 1.0
        first = ends[:, 0] + widths * filled.argmax(axis=1)
        last = ends[:, 1] - widths * filled[:, ::-1].argmax(axis=1)
        return float(first[holds].min()), float(last[holds].max())

    def picture(self, layer: int, kind: int, low: float, high: float, rows: int) -> Levels:
        """Levels of shape (rows, moments) between two values, the largest in the first row."""
        centers = high - (np.arange(rows) + 0.5) * (high - low) / rows
        ends = np.array([ends[layer, kind] for ends in self._ends])
        levels = np.array([levels[layer, kind] for levels in self._levels])
        share = (centers[:, None] - ends[None, :, 0]) / (ends[:, 1] - ends[:, 0])
        inside = (share >= 0.0) & (share < 1.0)
        bins = np.where(inside, share * BINS, 0).astype(np.intp)
        shown = levels[np.arange(len(levels))[None, :], bins]
        return np.where(inside, shown, 0).astype(np.uint8)
