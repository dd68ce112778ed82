"""Loss and accuracy over the steps: a live curve for the probe batch, the test part once an epoch."""

from dataclasses import replace
from math import isnan

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.number_format import number, percent
from vgviz.session.messages import Frame
from vgviz.views.history import History
from vgviz.views.plots.calm_range import CalmRange
from vgviz.views.plots.curve import Curve
from vgviz.views.plots.end_labels import EndLabel
from vgviz.views.plots.header import LegendEntry
from vgviz.views.plots.logarithms import logarithms
from vgviz.views.plots.loss_history import LossHistory
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.moment_line import MomentLine
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.plots.robust_range import full_extent, peaks_beyond, robust_extent
from vgviz.views.plots.run_curves import RunCurves, run_entries
from vgviz.views.plots.step_range import FIRST_STEPS, grown
from vgviz.views.plots.style import (
    add_right_axis,
    color_axis,
    dress,
    edge_room,
    fill,
    line_pen,
    quiet_plot,
    set_ticks,
)
from vgviz.views.plots.ticks import (
    Tick,
    close_magnitude_ticks,
    magnitude_ticks,
    percent_ticks,
    step_ticks,
    whole_ticks,
)
from vgviz.views.theme import Theme

HOW_TO_FIT = "Right click the plot to fit every loss on the axis"
LETTER_ROOM = 0.06  # of the steps' width, for the letters of compared runs
ROUNDING = 1e-9  # decades: a value exactly at the edge is on the axis
ACCURACY_TICKS = ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))


Rows = NDArray[np.float64]


class LossPlot(PlotPanel):
    """The loss on a log10 axis at the left, the accuracy from 0 to 100 % on one at the right.

    Where the loss was infinite or not a number there is a cross at the upper edge. A few values far from all
    others do not stretch the axis: they are marked at its edge and named in the legend, and `all_values`,
    which is in the plot's menu, makes room for them. The accuracy's curves are mapped onto the loss's axis,
    so that one plot shows both; a regression has none, and no axis for it.
    """

    def __init__(self, theme: Theme, history: History, parent: QWidget | None = None) -> None:
        super().__init__("Learning", theme, parent)
        self._history = history
        self._drawn: tuple[int, ...] = ()  # the histories' revisions on screen
        self._steps = FIRST_STEPS
        self._end = 0.0  # step up to which it is drawn
        self._has_accuracy = True
        self._range = CalmRange(-1.0, 0.0, step=0.25, least_span=1.0)
        self.all_values = QAction("Fit every loss on the axis", self, checkable=True)
        self.all_values.toggled.connect(self._on_all_values_toggled)
        self.addAction(self.all_values)
        self._plot = quiet_plot()
        self._build_items()
        layout = self._column()
        layout.addWidget(self._header)
        layout.addWidget(self._plot, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Learning curves: loss and accuracy")
        self.set_theme(theme)
        self._show_ranges()
        self.redraw()

    @property
    def history(self) -> LossHistory:
        """What the curves are drawn from."""
        return self._history.runs[0].losses

    @property
    def letters(self) -> tuple[EndLabel, ...]:
        """What tells the curves of compared runs apart, beside their dashes."""
        return self._runs.letters

    @property
    def _revisions(self) -> tuple[int, ...]:
        return tuple(run.losses.revision for run in self._history.runs)

    @property
    def has_accuracy(self) -> bool:
        """Whether there is an axis for the accuracy: the run has classes, or none has been seen yet."""
        return self._has_accuracy

    @property
    def vertical_range(self) -> tuple[float, float]:
        """log10 of the smallest and the largest loss that fit."""
        return self._range.low, self._range.high

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress(self._plot, theme)
        color_axis(self._plot, "left", theme.curve)
        color_axis(self._plot, "right", theme.second_curve)
        for name, color in (("loss", theme.curve), ("accuracy", theme.second_curve)):
            self._train[name].set_pen(line_pen(color))
            self._test[name].set_pen(line_pen(color, 1.5, dashed=True))
            self._ends[name].set_colors(line_pen(color, 1.5), fill(color))
        self._moment.set_theme(theme)
        self._runs.set_colors(theme, {"loss": theme.curve, "accuracy": theme.second_curve})
        self._lost.set_colors(line_pen(theme.not_a_number, 1.5), fill(theme.not_a_number))
        for markers in (self._above, self._below):
            markers.set_colors(line_pen(theme.curve, 1.5), fill(theme.curve))
        self._write_legend()

    def show_frame(self, frame: Frame) -> None:
        """Draw the history if it tells anything new, and the moment that is shown."""
        self._moment.follow(frame)
        if self._revisions != self._drawn:
            self.redraw()

    def show_text(self, frame: Frame) -> None:
        """Write the newest numbers."""
        if frame.measured.is_one_sample:  # of which no curve is drawn
            losses = " · ".join(_losses(frame.snapshots))
            self._header.set_value(f"one sample’s loss {losses}", short=f"one sample {losses}")
            return
        if len(frame.snapshots) > 1:
            self._write_values(frame.snapshots)
            return
        snapshot = frame.snapshots[0]
        loss, accuracy = number(snapshot.loss), percent(snapshot.accuracy)
        if isnan(snapshot.accuracy):
            self._header.set_value(f"loss {loss}")
        else:
            self._header.set_value(f"loss {loss} · accuracy {accuracy}", short=f"{loss} · {accuracy}")

    def _write_values(self, snapshots: tuple[Snapshot, ...]) -> None:
        """The newest loss of each run, and its accuracy where there is room."""
        losses = _losses(snapshots)
        both = [
            loss if isnan(each.accuracy) else f"{loss}, {percent(each.accuracy)}"
            for loss, each in zip(losses, snapshots, strict=True)
        ]
        self._header.set_value(" · ".join(both), short=" · ".join(losses))

    def redraw(self) -> None:
        """Draw the whole history now."""
        self._follow()
        self._draw()

    def _build_items(self) -> None:
        names = ("loss", "accuracy")
        self._test = {name: Curve() for name in names}
        self._train = {name: Curve() for name in names}
        self._ends = {"loss": Markers("o", 6.0), "accuracy": Markers("s", 6.0)}
        for group in (self._test, self._train, self._ends):
            for item in reversed(group.values()):
                self._plot.addItem(item, ignoreBounds=True)
        self._runs = RunCurves(self._plot, names, self._theme.small)
        self._lost = Markers("x", 8.0)
        self._above, self._below = Markers("t1", 9.0), Markers("t", 9.0)
        for markers in (self._lost, self._above, self._below):
            self._plot.addItem(markers, ignoreBounds=True)
        self._moment = MomentLine(self._plot)
        self._plot.setLabel("bottom", "step")
        self._plot.setLabel("left", "loss")
        add_right_axis(self._plot, "accuracy")
        self._plot.getPlotItem().getViewBox().sigResized.connect(self._show_ranges)

    def _last_step(self) -> float:
        rows = self.history.train.rows
        return float(rows[-1, 0]) if len(rows) else 0.0

    def _follow(self) -> None:
        end = self._last_step()
        anew = end < self._end or len(self.history.train) <= 1
        room = LETTER_ROOM if len(self._history.runs) > 1 else 0.0
        steps = grown(FIRST_STEPS if anew else self._steps, end / (1 - room))
        changed = steps != self._steps
        self._steps, self._end = steps, end
        low, high = self._wanted_range()
        if not isnan(low):
            changed |= (self._range.fit if anew else self._range.follow)(low, high)
        if changed:
            self._show_ranges()

    def _wanted_range(self) -> tuple[float, float]:
        extent = full_extent if self.all_values.isChecked() else robust_extent
        extents = [extent(logarithms(rows[:, 1])) for rows in self._courses()]
        lows, highs = np.array([(each.low, each.high) for each in extents]).T
        return float(np.fmin.reduce(lows)), float(np.fmax.reduce(highs))

    def _trains(self) -> tuple[Rows, ...]:
        """The course of each run on the samples that are measured."""
        return tuple(run.losses.train.rows for run in self._history.runs)

    def _courses(self) -> tuple[Rows, ...]:
        """What is drawn: the test part only of a run that is alone."""
        trains = self._trains()
        return (*trains, self.history.test.rows) if len(trains) == 1 else trains

    def _on_all_values_toggled(self) -> None:
        low, high = self._wanted_range()
        if not isnan(low) and self._range.fit(low, high):
            self._show_ranges()
        self._draw()

    def _show_ranges(self) -> None:
        low, high = self._range.low, self._range.high
        self._plot.setYRange(low, high, padding=edge_room(self._plot))
        self._plot.setXRange(0.0, self._steps, padding=0.0)
        set_ticks(self._plot, "left", magnitude_ticks(low, high, 4), close_magnitude_ticks)
        set_ticks(self._plot, "right", self._accuracy_ticks(), self._accuracy_ticks_between)
        set_ticks(self._plot, "bottom", step_ticks(self._steps), whole_ticks)

    def _accuracy_ticks(self) -> list[Tick]:
        heights = self._on_loss_axis(np.array([value for value, _text in ACCURACY_TICKS]))
        return [(float(height), text) for height, (_, text) in zip(heights, ACCURACY_TICKS, strict=True)]

    def _accuracy_ticks_between(self, low: float, high: float) -> list[Tick]:
        bottom, span = self._range.low, self._range.high - self._range.low
        ticks = percent_ticks((low - bottom) / span, (high - bottom) / span)
        return [(bottom + share * span, text) for share, text in ticks]

    def _draw(self) -> None:
        self._drawn = self._revisions
        train, *others = self._trains()
        self._show_accuracy(not len(train) or bool(np.isfinite(train[:, 2]).any()))
        test = self.history.test.rows if not others else train[:0]
        for curves, rows in ((self._train, train), (self._test, test)):
            curves["loss"].set_points(rows[:, 0], logarithms(rows[:, 1]))
            curves["accuracy"].set_points(rows[:, 0], self._on_loss_axis(rows[:, 2]))
        self._draw_others(others)
        lost = np.concatenate([rows[~np.isfinite(rows[:, 1]), 0] for rows in (train, *others)])
        self._lost.set_points(lost, np.full(lost.size, self._range.high))
        self._mark_excursions()
        self._mark_end("loss", train[-1:, 0], logarithms(train[-1:, 1]))
        self._mark_end("accuracy", train[-1:, 0], self._on_loss_axis(train[-1:, 2]))
        self._plot.viewport().update()

    def _draw_others(self, others: list[Rows]) -> None:
        """The runs that are compared with the first, and a letter at the end of each loss."""
        self._runs.clear_from(len(others) + 1)
        for run, rows in enumerate(others, start=1):
            self._runs.show(run, "loss", rows[:, 0], logarithms(rows[:, 1]))
            self._runs.show(run, "accuracy", rows[:, 0], self._on_loss_axis(rows[:, 2]))
        if not others:
            return
        ends = {}
        for run, rows in enumerate(self._trains()):
            heights = logarithms(rows[:, 1])
            usual = np.flatnonzero(np.isfinite(heights))[-1:]
            for place in usual.tolist():  # a run that has exploded has its letter where it was last
                ends[run] = rows[place, 0], heights[place]
        self._runs.show_letters(ends, self._theme.curve, self._range.low, self._range.high)

    def _show_accuracy(self, shown: bool) -> None:
        if shown != self._has_accuracy:
            self._has_accuracy = shown
            self._plot.showAxis("right", shown)
            self.setAccessibleName("Learning curves: loss and accuracy" if shown else "Learning curve: loss")

    def _mark_end(self, name: str, step: NDArray[np.float64], height: NDArray[np.float64]) -> None:
        usual = np.isfinite(height)
        self._ends[name].set_points(step[usual], height[usual])

    def _mark_excursions(self) -> None:
        """Mark at the edges what the axis leaves out, and say in the legend how far it goes."""
        for markers, sign, edge in ((self._above, 1, self._range.high), (self._below, -1, -self._range.low)):
            steps = [
                rows[peaks_beyond(sign * _height(rows[:, 1]), edge + ROUNDING), 0] for rows in self._courses()
            ]
            # Not np.unique, which imports NumPy's masked arrays for it.
            places = np.array(sorted(set(np.concatenate(steps).tolist())))
            markers.set_points(places, np.full(places.size, sign * edge))
        self._write_legend()

    def _write_legend(self) -> None:
        theme, trains = self._theme, self._trains()
        values = np.concatenate([rows[:, 1] for rows in self._courses()])
        values = values[np.isfinite(values)]
        entries = []
        if self._above.points.size:
            entries.append(
                LegendEntry(f"off the scale, up to {number(values.max())}", theme.curve, "t1", size=9)
            )
        if self._below.points.size:
            least = "exactly 0" if values.min() == 0 else f"off the scale, down to {number(values.min())}"
            entries.append(LegendEntry(least, theme.curve, "t", size=9))
        beyond = bool(entries)
        # Without a test part its figures are NaN, and nothing is lost.
        if not all(np.isfinite(rows[:, 1]).all() for rows in trains):
            entries.append(LegendEntry("no finite loss", theme.not_a_number, "x", size=8))
        entries.append(LegendEntry("loss", theme.curve, "o", "solid"))
        self._header.setToolTip(HOW_TO_FIT if beyond else "")
        if len(trains) > 1:
            entries += [replace(entry, symbol="") for entry in run_entries(len(trains), theme.muted)]
        elif np.isfinite(self.history.test.rows[:, 1]).any():
            entries.append(LegendEntry("test", theme.muted, line="dashed"))
        if self._has_accuracy:  # last: where it finds no room its axis names it, in its colour
            entries.append(LegendEntry("accuracy", theme.second_curve, "s", "solid", size=6.5))
        self._header.set_entries(entries)

    def _on_loss_axis(self, accuracy: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._range.low + accuracy * (self._range.high - self._range.low)


def _losses(snapshots: tuple[Snapshot, ...]) -> list[str]:
    """The newest loss of each run, behind its letter where there are several."""
    if len(snapshots) == 1:
        return [number(snapshots[0].loss)]
    return [f"{letter} {number(each.loss)}" for letter, each in zip(RUN_LETTERS, snapshots, strict=False)]


def _height(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithm with minus infinity for a loss of exactly 0, which no logarithmic axis has room for."""
    return np.where(values == 0, -np.inf, logarithms(values))
