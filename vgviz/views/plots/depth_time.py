"""The gradient of every layer over the training, as colours: where learning stops, and when."""

from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vgviz.number_format import count, magnitude
from vgviz.session.messages import Frame
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.diagram.lanes import opaque_table
from vgviz.views.history import History
from vgviz.views.images import image_of
from vgviz.views.plots.color_strip import ColorStrip
from vgviz.views.plots.gradient_history import GradientHistory
from vgviz.views.plots.header import LegendEntry, PlotHeader
from vgviz.views.plots.moment_line import MomentLine
from vgviz.views.plots.raster_item import RasterItem
from vgviz.views.plots.step_range import FIRST_STEPS, grown
from vgviz.views.plots.style import EDGE_ROOM, dress, edge_room, quiet_plot, set_ticks
from vgviz.views.plots.ticks import layer_ticks, layer_ticks_between, step_ticks, whole_ticks
from vgviz.views.theme import Theme

MOST_COLUMNS = 1024  # of the picture
STEP_ROOM = 40.0  # px from one step's number to the next
TICK_ROOM = 26.0  # px from one layer's number to the next
DIGITS = 4
QUANTITY = "RMS of ∂L/∂W"


class DepthTimePlot(QWidget):
    """Steps to the right, layers upward, log10 RMS of dL/dW as the colours of the diagram's pinned scale.

    The picture of the whole run moves so slowly that in motion it changes with the texts. It is of one
    ``run``; all write what is under the mouse into the ``header`` that they share.
    """

    def __init__(
        self,
        theme: Theme,
        history: History,
        header: PlotHeader,
        parent: QWidget | None = None,
        *,
        run: int = 0,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history = history
        self._run = run
        self._steps = FIRST_STEPS
        self._end = 0.0  # step up to which it is drawn
        self._axes: tuple[float, ...] = ()  # steps, layers, width and height that they are made for
        self._pointer: QPointF | None = None
        self._letter = ""
        self._has_steps = True
        self.header = header
        self._strip = ColorStrip(theme)
        self._plot = quiet_plot()
        self._image = RasterItem()
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Gradient over time, layer by layer")
        self.set_theme(theme)

    @property
    def history(self) -> GradientHistory:
        """What the picture is made from."""
        return self._history.runs[min(self._run, len(self._history.runs) - 1)].gradients

    @property
    def image(self) -> QImage:
        """The colours, the output layer in the first row."""
        return self._image.image

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._strip.set_theme(theme)
        self._strip.show_magnitudes(magnitude_scale(theme))
        dress(self._plot, theme)
        self._moment.set_theme(theme)
        self.redraw()

    def show_frame(self, frame: Frame) -> None:
        """At rest, show at once what a knob has changed; looking back, mark the moment."""
        self._moment.follow(frame)
        if not frame.in_motion:
            self.redraw()

    def show_text(self, _frame: Frame) -> None:
        """Draw how far training has come."""
        self.redraw()

    def redraw(self) -> None:
        """Draw the whole history now."""
        end = self.history.end
        self._steps = grown(self._steps if end >= self._end else FIRST_STEPS, end)
        self._end = end
        self._show_axes()
        if self.history.layers:
            self._draw()
        if self._run == 0:
            self.header.set_entries(self._legend())
        if self._run == 0 or self._pointer is not None:
            self._read_out()

    def show_scale(self, shown: bool) -> None:
        """Whether the colours' scale stands beside it."""
        self._strip.setVisible(shown)

    def show_steps(self, shown: bool) -> None:
        """Whether the steps are written below it; of a part that a person zooms to they always are."""
        self._has_steps = shown
        self._show_step_axis()

    def name_run(self, letter: str) -> None:
        """Write the run's letter beside the layers; "" where it is alone."""
        self._letter = letter
        self._plot.setLabel("left", f"{letter}: layer" if letter else "layer")

    def value_at(self, step: float, layer: int) -> float | None:
        """RMS gradient of ``layer``, counted from 1, at a step; None where nothing is drawn."""
        history = self.history
        moment = int(history.moments_at(np.array([step]))[0])
        if moment < 0 or step >= history.end or not 1 <= layer <= history.layers:
            return None
        return float(history.gradients[moment, layer - 1])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read out the value under the mouse."""
        if event.type() == QEvent.Type.Leave:
            self._pointer = None
            self._read_out()
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._pointer = event.position()
            self._read_out()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self._plot.addItem(self._image, ignoreBounds=True)
        self._moment = MomentLine(self._plot)
        for name in ("left", "bottom"):
            self._plot.getPlotItem().getAxis(name).setGrid(False)  # it would lie over the colours
        self._plot.setLabel("bottom", "step")
        self._plot.setLabel("left", "layer")
        self._plot.getPlotItem().getViewBox().sigResized.connect(self._on_resized)
        self._plot.getPlotItem().getViewBox().zoomed.connect(self._show_step_axis)
        self._plot.viewport().installEventFilter(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._plot, 1)
        row.addWidget(self._strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(0)
        layout.addLayout(row, 1)

    def _show_step_axis(self) -> None:
        item = self._plot.getPlotItem()
        item.showAxis("bottom", self._has_steps or item.getViewBox().is_zoomed)

    def _on_resized(self) -> None:
        view = self._plot.getPlotItem().getViewBox().sceneBoundingRect()
        self._strip.set_span(view.top(), view.bottom())
        self._show_axes()

    def _show_axes(self) -> None:
        layers = max(self.history.layers, 1)
        box = self._plot.getPlotItem().getViewBox()
        width, height = float(box.width()), float(box.height())
        axes = (self._steps, layers, width, height)
        if axes == self._axes:
            return  # painting them anew costs more than the colours
        self._axes = axes
        self._plot.setXRange(0.0, self._steps, padding=0.0)
        crowded = height < 2 * EDGE_ROOM * layers  # the outermost numbers would not fit beside their cells
        self._plot.setYRange(0.5, layers + 0.5, padding=edge_room(self._plot) if crowded else 0.0)
        steps = min(5, max(2, int(width / STEP_ROOM)))
        set_ticks(self._plot, "bottom", step_ticks(self._steps, steps), whole_ticks)
        most = max(2, int(height / TICK_ROOM))
        between = partial(layer_ticks_between, layers, most=most)
        set_ticks(self._plot, "left", layer_ticks(layers, most), between)

    def _draw(self) -> None:
        history = self.history
        start = float(history.steps[0])
        columns = int(min(history.end - start, MOST_COLUMNS))  # a step each, as long as that is possible
        middles = start + (np.arange(columns) + 0.5) * (history.end - start) / columns
        codes = magnitude_scale(self._theme).codes(history.gradients)
        cells = codes[history.moments_at(middles)].T[::-1]
        place = QRectF(start, 0.5, history.end - start, history.layers)
        self._image.show_image(image_of(opaque_table(magnitude_scale(self._theme))[cells]), place)
        self._plot.viewport().update()

    def _read_out(self) -> None:
        """Write what is under the mouse, which may change while the mouse rests."""
        words = short = QUANTITY
        if self._pointer is not None:
            place = self._plot.getPlotItem().getViewBox().mapSceneToView(self._pointer)
            layer = round(place.y())
            value = self.value_at(place.x(), layer)
            if value is not None:
                name = "output" if layer == self.history.layers else f"layer {layer}"
                run = f"{self._letter}, " if self._letter else ""
                short = f"{run}{name}: {magnitude(value, DIGITS)}"
                words = f"step {count(int(place.x()))}, {short}"
        self.header.set_value(words, short=short)

    def _legend(self) -> list[LegendEntry]:
        theme = self._theme
        shown = np.concatenate([run.gradients.gradients.ravel() for run in self._history.runs])
        special = (
            (shown == 0, LegendEntry("exactly 0", theme.zero, "s", size=9)),
            (np.isinf(shown), LegendEntry("infinite", theme.overflow, "s", size=9)),
            (np.isnan(shown), LegendEntry("not a number", theme.not_a_number, "s", size=9)),
        )
        return [entry for present, entry in special if present.any()]
