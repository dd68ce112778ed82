"""The line that marks, in a plot over the steps, the past moment that is shown."""

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.session.messages import Frame
from vgviz.views.plots.style import line_pen
from vgviz.views.plots.view_item import ViewItem
from vgviz.views.theme import Theme, mixed

FAR = 1e5  # px; the view clips
STRENGTH = 0.7  # of the text's colour


class MomentLine(ViewItem):
    """A vertical line in ``plot`` at the shown step; none while the present is shown."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        super().__init__()
        self._plot = plot
        self._pen = QPen()
        self._step: float | None = None
        self.setZValue(20)
        plot.addItem(self, ignoreBounds=True)

    @property
    def step(self) -> float | None:
        """Where it is, None where there is none."""
        return self._step

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._pen = line_pen(mixed(theme.background, theme.text, STRENGTH).name(), 1.0)

    def follow(self, frame: Frame) -> None:
        """Go to the frame's moment."""
        step = None if frame.moment is None else float(frame.step)
        if step != self._step:
            self._step = step
            self._plot.viewport().update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in pixels, wherever the axes put the step."""
        if self._step is not None:
            x = painter.worldTransform().map(QPointF(self._step, 0.0)).x()
            painter.resetTransform()
            painter.setPen(self._pen)
            painter.drawLine(QLineF(x, -FAR, x, FAR))
