"""How the numbers of one layer are spread, over the training: a histogram a moment, side by side."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.layer_words import layer_name
from vgviz.engine.histogram_bins import ACTIVATIONS, GRADIENTS, PRE_ACTIVATIONS, WEIGHTS
from vgviz.export.run_letters import run_prefix
from vgviz.session.messages import Frame, Moved
from vgviz.views.desk import Desk
from vgviz.views.images import image_of
from vgviz.views.plots.choice_buttons import ChoiceButtons
from vgviz.views.plots.moment_line import MomentLine
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.plots.raster_item import RasterItem
from vgviz.views.plots.spread_counter import SpreadCounter
from vgviz.views.plots.spread_history import BRIGHTEST, Spread, SpreadHistory
from vgviz.views.plots.step_range import FIRST_STEPS, grown
from vgviz.views.plots.style import dress, edge_room, name_axis, quiet_plot, set_ticks
from vgviz.views.plots.ticks import decade_ticks, linear_ticks, whole_ticks
from vgviz.views.theme import Theme

ROWS, MOST_COLUMNS = 160, 800  # of the picture
KINDS = (
    (PRE_ACTIVATIONS, "z", "What enters the activation"),
    (ACTIVATIONS, "f(z)", "What the layer hands on"),
    (WEIGHTS, "Weights", "The layer’s weights, without biases"),
    (GRADIENTS, "|∂L/∂w|", "Sizes of the weights’ gradients, on a logarithmic axis"),
)
AXES = {kind: words for kind, words, _ in KINDS} | {WEIGHTS: "weight"}
RECORDED = "since this panel was opened"


class SpreadOverTimePlot(PlotPanel):
    """Steps to the right, values upward, bright where many of them are; of the selected layer.

    Counting takes time, so moments are kept while the panel can be seen.
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Values over time", theme, parent)
        self._desk = desk
        self._histories: list[SpreadHistory] = []
        self._counter = SpreadCounter(self)
        self._counter.counted.connect(self._on_counted)
        self._steps = FIRST_STEPS
        self._kind = PRE_ACTIVATIONS
        self._plot = quiet_plot()
        self._image = RasterItem()
        self._moment = MomentLine(self._plot)
        self.choices = ChoiceButtons(KINDS)
        self.choices.say(RECORDED)
        self.choices.chosen.connect(self.choose)
        self._lay_out()
        desk.selection.changed.connect(self._on_place_changed)
        desk.selection.runs_moved.connect(self._on_runs_moved)
        self.setAccessibleName("Values of a layer over time")
        self.set_theme(theme)

    @property
    def image(self) -> QImage:
        """The picture, the largest values in the first row."""
        return self._image.image

    @property
    def steps(self) -> tuple[float, float]:
        """First and last step of the axis."""
        first, last = self._plot.getPlotItem().getViewBox().whole[0]
        return float(first), float(last)

    @property
    def moment(self) -> float | None:
        """Step at which a line marks a past moment that is shown."""
        return self._moment.step

    def choose(self, kind: int) -> None:
        """Show another of the layer's quantities."""
        self._kind = kind
        self.choices.choose(kind)
        name_axis(self._plot, "left", AXES[kind])
        self._redraw()

    def show_frame(self, frame: Frame) -> None:
        """Mark the moment that is shown."""
        self._moment.follow(frame)

    def show_text(self, frame: Frame) -> None:
        """Take note of every run as it is now, also while a person looks back."""
        if frame.measured.is_one_sample:  # values are of the data
            self._redraw()
        else:
            self._counter.count(frame.present)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.choices.set_theme(theme)
        self._moment.set_theme(theme)
        dress(self._plot, theme)
        self._redraw()

    def _lay_out(self) -> None:
        self._plot.addItem(self._image, ignoreBounds=True)
        for name in ("left", "bottom"):
            self._plot.getPlotItem().getAxis(name).setGrid(False)  # it would lie over the picture
        self._plot.setLabel("bottom", "step")
        name_axis(self._plot, "left", AXES[self._kind])
        self._plot.getPlotItem().getViewBox().sigResized.connect(self._redraw)
        layout = self._column()
        layout.addWidget(self.choices)
        layout.addWidget(self._plot, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _on_counted(self, spreads: tuple[Spread, ...]) -> None:
        del self._histories[len(spreads) :]
        self._histories += [SpreadHistory() for _ in spreads[len(self._histories) :]]
        for history, spread in zip(self._histories, spreads, strict=True):
            history.append(spread)
        self._redraw()

    def _on_runs_moved(self, moved: Moved) -> None:
        """Each run takes what is known of it along."""
        known: dict[int | None, SpreadHistory] = dict(enumerate(self._histories))
        self._histories = [known.get(old, SpreadHistory()) for old in moved.origin]

    def _on_place_changed(self) -> None:
        if self.isVisible():
            self._redraw()

    def _redraw(self) -> None:
        place, runs = self._desk.selection.place, len(self._histories)
        run = self._desk.selection.run_of(runs)
        if run >= runs or not self._histories[run].steps:
            return
        history = self._histories[run]
        layer = min(max(0 if place is None else place.layer, 0), history.layers - 1)
        self._header.set_value(f"{run_prefix(run, runs)}{layer_name(layer, history.layers)}")
        low, high = history.extent(layer, self._kind)
        self._show_axes(history, low, high)
        self._draw(history, layer, low, high)

    def _show_axes(self, history: SpreadHistory, low: float, high: float) -> None:
        first, last = float(history.steps[0]), float(history.steps[-1])
        self._steps = grown(self._steps if last > first else FIRST_STEPS, last - first)
        end = first + self._steps
        self._plot.setXRange(first, end, padding=0.0)
        self._plot.setYRange(low, high, padding=edge_room(self._plot))
        set_ticks(self._plot, "bottom", whole_ticks(first, end), whole_ticks)
        decades = self._kind == GRADIENTS
        ticks = decade_ticks(low, high) if decades else linear_ticks(low, high)
        set_ticks(self._plot, "left", ticks, decade_ticks if decades else linear_ticks)

    def _draw(self, history: SpreadHistory, layer: int, low: float, high: float) -> None:
        levels = history.picture(layer, self._kind, low, high, ROWS)
        steps = np.array(history.steps, dtype=np.float64)
        end = steps[-1] + max(1.0, steps[-1] - steps[-2] if len(steps) > 1 else 1.0)
        columns = int(min(max(end - steps[0], 1.0), MOST_COLUMNS))
        middles = steps[0] + (np.arange(columns) + 0.5) * (end - steps[0]) / columns
        moments = np.searchsorted(steps, middles, side="right") - 1
        image = image_of(_ramp(self._theme)[levels[:, moments]])
        self._image.show_image(image, QRectF(steps[0], low, end - steps[0], high - low))
        self._plot.viewport().update()


def _channels(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def _ramp(theme: Theme) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """From the ground to the first curve's colour, 0xFFRRGGBB."""
    ground, full = QColor(theme.background), QColor(theme.curve)
    share = np.linspace(0.0, 1.0, BRIGHTEST + 1)
    channels = [
        np.round(one + (other - one) * share).astype(np.uint32)
        for one, other in zip(_channels(ground), _channels(full), strict=True)
    ]
    return np.asarray(np.uint32(0xFF000000) | channels[0] << 16 | channels[1] << 8 | channels[2], np.uint32)
