"""How fast each layer learns, over the steps, and the accuracy below it."""

from collections.abc import Sequence
from math import isfinite, isnan

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.learning_speed import Quantity, learning_speed
from vgviz.export.run_letters import RUN_LETTERS, run_prefix
from vgviz.session.messages import Frame
from vgviz.views.desk import Desk
from vgviz.views.history import RunHistory
from vgviz.views.plots.calm_range import CalmRange
from vgviz.views.plots.choice_buttons import ChoiceButtons
from vgviz.views.plots.curve import Curve
from vgviz.views.plots.end_labels import EndLabel, EndLabels
from vgviz.views.plots.header import LegendEntry
from vgviz.views.plots.layer_colors import layer_colors, shown_layers
from vgviz.views.plots.logarithms import logarithms
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.moment_line import MomentLine
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.plots.robust_range import robust_extent
from vgviz.views.plots.run_pen import run_pen
from vgviz.views.plots.step_range import FIRST_STEPS, grown
from vgviz.views.plots.style import (
    dress,
    edge_room,
    fill,
    line_pen,
    make_room,
    quiet_plot,
    set_ticks,
)
from vgviz.views.plots.ticks import (
    close_magnitude_ticks,
    magnitude_ticks,
    percent_ticks,
    step_ticks,
    whole_ticks,
)
from vgviz.views.plots.zoom_box import zoom_together
from vgviz.views.theme import Theme

MOST_LINES = 10
RECENT = 25  # moments whose median the words speak of: a single batch may be far off
LABEL_ROOM = 40.0  # px to the right of the axis' last step, for the layers' names
ACCURACY_TICKS = ((0.0, "0 %"), (1.0, "100 %"))
ACCURACY_HEIGHT = 84  # px
LEAST_FOR_ACCURACY = 210  # px of height, below which the speeds need all of it
STEPS_HEIGHT, NO_STEPS_HEIGHT = 34, 4  # px of the axis with and without its numbers

QUANTITIES: tuple[tuple[Quantity, str, str, str], ...] = (
    (
        "gradient",
        "Gradient",
        "‖∂L/∂b‖",
        "The norm of dL/db: how fast the biases of a layer are asked to change",
    ),
    ("update", "Step", "‖ΔW‖ / ‖W‖", "How large the last step was, beside the weights it changed"),
    ("distance", "Distance", "‖W − W₀‖ / ‖W₀‖", "How far the weights have come from where they started"),
)


class LearningSpeedPlot(PlotPanel):
    """One line a layer on a log10 axis; the first one is emphasised, at most ten are drawn.

    It draws with the texts: what it shows moves slowly.
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Learning speed", theme, parent)
        self._desk = desk
        self._steps, self._last = FIRST_STEPS, 0.0
        self._range = CalmRange(-4.0, 0.0, step=1.0, least_span=2.0)
        self._axes: object = None  # what they are made for
        self._quantity: Quantity = "gradient"
        choices = [(key, words, f"{hint}: {formula}") for key, words, formula, hint in QUANTITIES]
        self.choices = ChoiceButtons(choices)
        self.choices.chosen.connect(self.choose)
        self._speeds, self._accuracy = quiet_plot(), quiet_plot()
        self._lines: list[Curve] = []
        self._lay_out()
        self._build_items()
        self.setAccessibleName("Learning speed, layer by layer")
        self.set_theme(theme)

    @property
    def last_step(self) -> float:
        """Steps that fit on the axis."""
        return self._steps

    @property
    def lines(self) -> list[NDArray[np.float64]]:
        """Points (step, log10 of the figure) of every line, the first layer's first."""
        return [curve.points for curve in self._lines if len(curve.points)]

    @property
    def labels(self) -> tuple[EndLabel, ...]:
        """The layers' names at the lines' ends."""
        return self._labels.labels

    @property
    def shows_accuracy(self) -> bool:
        """Whether there is an accuracy, and room for it."""
        return not self._accuracy.isHidden()

    def choose(self, quantity: Quantity) -> None:
        """Draw this figure."""
        self._quantity = quantity
        self.choices.choose(quantity)
        self._range.reset()
        self._redraw(anew=True)

    def show_frame(self, frame: Frame) -> None:
        """Mark the moment that is shown."""
        for moment in self._moments:
            moment.follow(frame)

    def show_text(self, _frame: Frame) -> None:
        """Draw the history so far."""
        self._redraw()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.choices.set_theme(theme)
        for plot in (self._speeds, self._accuracy):
            dress(plot, theme)
        for moment in self._moments:
            moment.set_theme(theme)
        self._zeros.set_colors(line_pen(theme.zero, 1.5), fill(theme.zero))
        for number, curve in enumerate(self._rates):
            curve.set_pen(run_pen(theme.curve, number))
        self._redraw(anew=True)

    def _lay_out(self) -> None:
        layout = self._column()
        layout.addWidget(self.choices)
        layout.addWidget(self._speeds, 3)
        layout.addWidget(self._accuracy)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _build_items(self) -> None:
        self._zeros = Markers("t", 8.0)
        self._labels = EndLabels(self._theme.small)
        self._rates = [Curve() for _ in RUN_LETTERS]
        self._moments = [MomentLine(plot) for plot in (self._speeds, self._accuracy)]
        for item in (self._zeros, self._labels):
            self._speeds.addItem(item, ignoreBounds=True)
        for curve in self._rates:
            self._accuracy.addItem(curve, ignoreBounds=True)
        self._accuracy.setLabel("bottom", "step")
        self._accuracy.setFixedHeight(ACCURACY_HEIGHT)
        self._accuracy.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        speeds, accuracy = (plot.getPlotItem().getViewBox() for plot in (self._speeds, self._accuracy))
        speeds.sigResized.connect(self._show_ranges)
        zoom_together(speeds, accuracy)  # the steps are written once, under both

    def _redraw(self, *, anew: bool = False) -> None:
        runs = self._desk.history.runs
        last = max((float(run.speeds.steps[-1]) for run in runs if run.speeds.steps.size), default=0.0)
        if last < self._last:  # a run that has begun again
            self._steps, anew = FIRST_STEPS, True
        self._last, self._steps = last, grown(self._steps, last)
        self._follow(runs, anew=anew)
        self._draw_speeds(runs)
        self._draw_accuracy(runs)
        self._write(runs)
        self._show_ranges()

    def _follow(self, runs: Sequence[RunHistory], *, anew: bool) -> None:
        """Make room for the layers that are drawn."""
        parts = [logarithms(run.speeds.speeds(self._quantity)[:, self._shown(run)]) for run in runs]
        extent = robust_extent(np.concatenate([part.ravel() for part in parts]))
        if not isnan(extent.low):
            (self._range.fit if anew else self._range.follow)(extent.low, extent.high)

    def _shown(self, run: RunHistory) -> list[int]:
        """The layers that are drawn of a run: fewer where there are several runs."""
        return shown_layers(run.speeds.layers, max(MOST_LINES // len(self._desk.history.runs), 2))

    def _draw_speeds(self, runs: Sequence[RunHistory]) -> None:
        lines = [(number, run, layer) for number, run in enumerate(runs) for layer in self._shown(run)]
        while len(self._lines) < len(lines):
            self._lines.append(Curve())
            self._speeds.addItem(self._lines[-1], ignoreBounds=True)
        for curve in self._lines[len(lines) :]:
            curve.clear()
        labels, zeros = [], np.empty((0, 2))
        for curve, (number, run, layer) in zip(self._lines, lines, strict=False):
            color = self._color(run, layer)
            curve.set_pen(run_pen(color, number, 2.75 if layer == 0 else 1.5))
            values = run.speeds.speeds(self._quantity)[:, layer]
            heights = logarithms(values)
            curve.set_points(run.speeds.steps, heights)
            if values.size and values[-1] == 0:
                zeros = np.array([[run.speeds.steps[-1], self._range.low]])
            if heights.size and isfinite(heights[-1]):
                name = self._name(run, layer, number, len(runs))
                labels.append(EndLabel(run.speeds.steps[-1], heights[-1], name, color, strong=layer == 0))
        self._zeros.set_points(zeros[:, 0], zeros[:, 1])
        self._labels.show_labels(tuple(labels), self._range.low, self._range.high)
        self._speeds.viewport().update()

    def _color(self, run: RunHistory, layer: int) -> str:
        return layer_colors(self._theme, run.speeds.layers)[layer]

    @staticmethod
    def _name(run: RunHistory, layer: int, number: int, runs: int) -> str:
        name = "out" if layer == run.speeds.layers - 1 else str(layer + 1)
        return f"{RUN_LETTERS[number]} {name}" if runs > 1 else name

    def _draw_accuracy(self, runs: Sequence[RunHistory]) -> None:
        courses = [run.losses.train.rows for run in runs]
        known = any(np.isfinite(course[:, 2]).any() for course in courses)
        shown = known and self.height() >= LEAST_FOR_ACCURACY
        self._accuracy.setVisible(shown)
        self._speeds.axis_rooms["bottom"] = NO_STEPS_HEIGHT if shown else STEPS_HEIGHT
        make_room(self._speeds, self._theme)
        for number, curve in enumerate(self._rates):
            course = courses[number] if number < len(courses) else np.empty((0, 3))
            curve.set_points(course[:, 0], course[:, 2])
        self._accuracy.viewport().update()

    def _write(self, runs: Sequence[RunHistory]) -> None:
        number = self._desk.selection.run_of(len(runs))
        speeds = runs[number].speeds.speeds(self._quantity)
        recent = np.median(speeds[-RECENT:], axis=0) if len(speeds) else np.empty(0)
        said = learning_speed(recent, self._quantity)
        letter = run_prefix(number, len(runs))
        self._header.set_value(f"{letter}{said.sentence}", short=f"{letter}{said.short}")
        entries = [LegendEntry("exactly 0", self._theme.zero, "t", size=8)] if len(self._zeros.points) else []
        if self.shows_accuracy:
            entries += [LegendEntry("accuracy below", self._theme.curve, line="solid")]
        self._header.set_entries(entries)
        formula = next(formula for key, _words, formula, _hint in QUANTITIES if key == self._quantity)
        self.choices.say(f"{formula}, log scale")

    def _show_ranges(self) -> None:
        low, high = self._range.low, self._range.high
        boxes = (plot.getPlotItem().getViewBox() for plot in (self._speeds, self._accuracy))
        sizes = tuple((box.width(), box.height()) for box in boxes)
        axes = (low, high, self._steps, self._accuracy.isHidden(), sizes)
        if axes == self._axes:
            return  # painting them anew costs more than the lines
        self._axes = axes
        self._speeds.setYRange(low, high, padding=edge_room(self._speeds))
        width = max(float(self._speeds.getPlotItem().getViewBox().width()), 4 * LABEL_ROOM)
        end = self._steps * width / (width - LABEL_ROOM)
        for plot in (self._speeds, self._accuracy):
            plot.setXRange(0.0, end, padding=0.0)
        set_ticks(self._speeds, "left", magnitude_ticks(low, high, 4), close_magnitude_ticks)
        self._accuracy.setYRange(0.0, 1.0, padding=edge_room(self._accuracy))
        set_ticks(self._accuracy, "left", ACCURACY_TICKS, percent_ticks)
        ticks = step_ticks(self._steps)
        shown = not self._accuracy.isHidden()
        set_ticks(
            self._speeds, "bottom", [(place, "") for place, _ in ticks] if shown else ticks, whole_ticks
        )
        set_ticks(self._accuracy, "bottom", ticks, whole_ticks)
