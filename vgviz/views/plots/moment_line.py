"""The line that marks, in a plot over the steps, the past moment that is shown."""

import pyqtgraph as pg

from vgviz.session.messages import Frame
from vgviz.views.plots.style import line_pen
from vgviz.views.theme import Theme


class MomentLine:
    """A vertical line in ``plot`` at the shown step; none while the present is shown."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._line = pg.InfiniteLine(angle=90)
        self._line.setZValue(20)
        self._line.setVisible(False)
        plot.addItem(self._line, ignoreBounds=True)
        self._plot = plot

    @property
    def step(self) -> float | None:
        """Where it is, None where there is none."""
        return float(self._line.value()) if self._line.isVisible() else None

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._line.setPen(line_pen(theme.text, 1.25))

    def follow(self, frame: Frame) -> None:
        """Go to the frame's moment."""
        step = None if frame.moment is None else float(frame.step)
        if step != self.step:
            self._line.setVisible(step is not None)
            self._line.setValue(step or 0.0)
            self._plot.viewport().update()
