"""The curves of compared runs in one plot: told apart by dashes, marks and a letter at the end."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from vgviz.export.run_letters import MOST_RUNS, RUN_LETTERS
from vgviz.views.plots.curve import Curve
from vgviz.views.plots.end_labels import EndLabel, EndLabels
from vgviz.views.plots.header import LINES, LegendEntry
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.run_pen import run_pen
from vgviz.views.plots.style import fill, line_pen
from vgviz.views.theme import Theme

RUN_SYMBOLS = ("o", "d", "p", "+")
SYMBOL_SIZE = 7.0

Floats = NDArray[np.float64]


class RunCurves:
    """What a plot draws of the runs after the first: a curve a quantity, marks, and letters for all.

    As with `Curve`, the plot updates its viewport after a change.
    """

    def __init__(self, plot: pg.PlotWidget, quantities: Sequence[str], letter_size: float) -> None:
        others = range(1, MOST_RUNS)
        self._curves = {(run, name): Curve() for run in others for name in quantities}
        self._marks = {run: Markers(RUN_SYMBOLS[run], SYMBOL_SIZE) for run in others}
        self._letters = EndLabels(letter_size)
        for item in (*self._curves.values(), *self._marks.values(), self._letters):
            plot.addItem(item, ignoreBounds=True)

    @property
    def letters(self) -> tuple[EndLabel, ...]:
        """What stands at the curves' ends."""
        return self._letters.labels

    def points(self, run: int, quantity: str) -> Floats:
        """The curve of a run after the first, shape (points, 2)."""
        return self._curves[run, quantity].points

    def set_colors(self, theme: Theme, colors: Mapping[str, str]) -> None:
        """Draw each quantity in its colour; marks in the first one's."""
        for (run, name), curve in self._curves.items():
            curve.set_pen(run_pen(colors[name], run))
        first = next(iter(colors.values()))
        for run, marks in self._marks.items():
            marks.set_colors(line_pen(first, 1.5), fill(first if run < MOST_RUNS - 1 else theme.background))

    def show(self, run: int, quantity: str, x: Floats, y: Floats) -> None:
        """Lead the curve of a run after the first through these points."""
        self._curves[run, quantity].set_points(x, y)

    def mark(self, run: int, x: Floats, y: Floats) -> None:
        """Mark these points of a run after the first."""
        self._marks[run].set_points(x, y)

    def clear_from(self, runs: int) -> None:
        """Draw nothing of those beyond so many runs; no letters where there is only one."""
        for (run, _), curve in self._curves.items():
            if run >= runs and len(curve.points):
                curve.clear()
        for run, marks in self._marks.items():
            if run >= runs and len(marks.points):
                marks.clear()
        if runs < 2 and self._letters.labels:
            self._letters.show_labels((), 0.0, 1.0)

    def show_letters(
        self, ends: Mapping[int, tuple[float, float]], color: str, low: float, high: float
    ) -> None:
        """Write each run's letter beside the end of its curve, between two heights."""
        labels = tuple(
            EndLabel(x, y, RUN_LETTERS[run], color, strong=True)
            for run, (x, y) in ends.items()
            if np.isfinite(y)
        )
        self._letters.show_labels(labels, low, high)


def run_entries(runs: int, color: str) -> list[LegendEntry]:
    """The legend of so many runs."""
    return [
        LegendEntry(letter, color, symbol, line)
        for letter, symbol, line in zip(RUN_LETTERS[:runs], RUN_SYMBOLS, LINES, strict=False)
    ]
