"""The gradient's magnitude over depth: a straight line downwards is what vanishing looks like."""

from collections.abc import Sequence
from functools import partial
from math import isnan

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.depth_trend import depth_trend
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.number_format import factor
from vgviz.session.messages import Frame
from vgviz.views.history import History
from vgviz.views.plots.calm_range import CalmRange
from vgviz.views.plots.curve import Curve
from vgviz.views.plots.end_labels import EndLabel
from vgviz.views.plots.header import LegendEntry
from vgviz.views.plots.logarithms import logarithms
from vgviz.views.plots.markers import Markers
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.plots.robust_range import full_extent
from vgviz.views.plots.run_curves import RunCurves, run_entries
from vgviz.views.plots.style import dress, edge_room, fill, line_pen, name_axis, quiet_plot, set_ticks
from vgviz.views.plots.ticks import close_magnitude_ticks, decade_ticks, layer_ticks, layer_ticks_between
from vgviz.views.plots.traces import NEWEST, Traces
from vgviz.views.theme import Theme, mixed

QUANTITY = "gradient"
UNKNOWN = "–"
TRACE_ROOM = 3.0  # decades beyond the present profile, at most, for what it was earlier
LETTER_ROOM = 0.05  # of the layers' width, for the letters of compared runs
MOST_MARKERS = 120  # beyond it points would touch: the line alone is clearer


class DepthProfilePlot(PlotPanel):
    """log10 RMS of dL/dW over the weight layers, with the straight line that says the factor per layer.

    Layers whose gradient is exactly 0, infinite or not a number sit at the edge with marks of their own. What
    the profile was earlier in the run stays behind it, fading out.
    """

    def __init__(self, theme: Theme, history: History, parent: QWidget | None = None) -> None:
        super().__init__("Gradient by depth", theme, parent)
        self._history = history
        self._shown: list[NDArray[np.float64]] = []
        self._step = 0
        self._range = CalmRange(-8.0, 0.0, step=2.0, least_span=6.0)
        self._plot = quiet_plot()
        self._build_items()
        layout = self._column()
        layout.addWidget(self._header)
        layout.addWidget(self._plot, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Gradient by depth")
        self.set_theme(theme)

    @property
    def letters(self) -> tuple[EndLabel, ...]:
        """What tells the profiles of compared runs apart, beside their dashes and marks."""
        return self._runs.letters

    @property
    def vertical_range(self) -> tuple[float, float]:
        """log10 of the smallest and the largest gradient that fit."""
        return self._range.low, self._range.high

    @property
    def earlier_steps(self) -> tuple[float, ...]:
        """Steps whose profiles stay behind the present one."""
        return self._traces.steps

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress(self._plot, theme)
        self._line.set_pen(line_pen(theme.second_curve, 1.5, dashed=True))
        self._profile.set_pen(line_pen(theme.curve))
        self._traces.set_theme(theme)
        self._runs.set_colors(theme, {QUANTITY: theme.curve})
        marks = (
            (self._points, theme.curve, theme.curve),
            (self._output, theme.curve, theme.background),
            (self._zeros, theme.zero, theme.zero),
            (self._infinities, theme.overflow, theme.overflow),
            (self._nans, theme.not_a_number, theme.not_a_number),
        )
        for markers, outline, inside in marks:
            markers.set_colors(line_pen(outline, 1.5), fill(inside))
        self._header.set_entries(self._legend())

    def show_snapshot(
        self, snapshot: Snapshot, others: Sequence[Snapshot] = (), *, looks_back: bool = False
    ) -> None:
        """Draw the snapshot's profile and those of ``others``; what did not change is not drawn again.

        An earlier step is a new beginning, unless one ``looks_back``.
        """
        gradients = [np.asarray(each.grad_weight_rms, dtype=np.float64) for each in (snapshot, *others)]
        before, self._shown = self._shown, gradients
        reshaped = [each.size for each in gradients] != [each.size for each in before]
        anew = reshaped or (snapshot.step < self._step and not looks_back)
        self._step = max(snapshot.step, self._step) if looks_back else snapshot.step
        settled = not self._follow(np.concatenate(gradients), anew)
        if settled and not reshaped and all(map(_same, gradients, before)):
            return
        if reshaped:
            self._lay_out_layers(max(each.size for each in gradients))
        self._draw(gradients)
        self._draw_line(snapshot, shown=not others)

    def show_frame(self, frame: Frame) -> None:
        """Draw the frame's profile, and what it was before where it is the only one."""
        first, *others = frame.snapshots
        if others:
            self._traces.clear()
        else:
            self._traces.show_before(first.step, self._history.runs[0].gradients)
        self.show_snapshot(first, others, looks_back=frame.moment is not None)

    def show_text(self, frame: Frame) -> None:
        """Write the factor per layer."""
        trends = [depth_trend(snapshot) for snapshot in frame.snapshots]
        factors = [factor(trend.factor_per_layer) if trend.label else "" for trend in trends]
        if len(factors) == 1:
            line = LegendEntry("", self._theme.second_curve, line="dashed")
            self._header.set_value(f"{factors[0]} per layer" if factors[0] else "", swatch=line)
        else:
            lettered = zip(RUN_LETTERS, factors, strict=False)
            words = " · ".join(f"{letter} {text or UNKNOWN}" for letter, text in lettered)
            self._header.set_value(f"{words} per layer", short=words)
        self._header.set_entries(self._legend())

    def _build_items(self) -> None:
        self._traces = Traces(self._plot)
        self._line, self._profile = Curve(), Curve()
        self._points = Markers("o", 6.0)
        self._output = Markers("s", 8.0)
        self._zeros = Markers("t", 9.0)
        self._infinities = Markers("t1", 9.0)
        self._nans = Markers("x", 8.0)
        for item in (self._profile, self._line, *self._all_markers()):
            self._plot.addItem(item, ignoreBounds=True)
        self._runs = RunCurves(self._plot, (QUANTITY,), self._theme.small)
        set_ticks(self._plot, "bottom", [])
        self._plot.setLabel("bottom", "layer")
        name_axis(self._plot, "left", "RMS of ∂L/∂W", "∂L/∂W")
        self._plot.getPlotItem().getViewBox().sigResized.connect(self._show_range)
        self._show_range()

    def _all_markers(self) -> tuple[Markers, ...]:
        return self._points, self._output, self._zeros, self._infinities, self._nans

    def _lay_out_layers(self, layers: int) -> None:
        margin = 0.5 + 0.015 * layers
        letters = LETTER_ROOM * layers if len(self._shown) > 1 else 0.0
        self._plot.setXRange(1 - margin, layers + margin + letters, padding=0)
        set_ticks(self._plot, "bottom", layer_ticks(layers), partial(layer_ticks_between, layers))

    def _follow(self, gradient: NDArray[np.float64], anew: bool) -> bool:
        """Make room for the gradient and what it was earlier; ``anew`` forgets what needed room before."""
        extent, traces = full_extent(logarithms(gradient)), self._traces.extent
        if isnan(extent.low):
            return False
        low, high = extent.low, extent.high
        if not isnan(traces.low):
            low = min(low, max(traces.low, low - TRACE_ROOM))
            high = max(high, min(traces.high, high + TRACE_ROOM))
        adapt = self._range.fit if anew else self._range.follow
        changed = adapt(low, high)
        if changed:
            self._show_range()
        return changed

    def _show_range(self) -> None:
        low, high = self._range.low, self._range.high
        self._plot.setYRange(low, high, padding=edge_room(self._plot))
        set_ticks(self._plot, "left", decade_ticks(low, high), close_magnitude_ticks)

    def _draw(self, gradients: list[NDArray[np.float64]]) -> None:
        number, height = _places(gradients[0])
        self._profile.set_points(number, height)
        inner, output = _marked(height)
        self._points.set_points(number[inner], height[inner])
        self._output.set_points(number[output], height[output])
        self._draw_others(gradients)
        numbers = np.concatenate([_places(each)[0] for each in gradients])
        pooled = np.concatenate(gradients)
        low, high = self._range.low, self._range.high
        for markers, where, edge in (
            (self._zeros, pooled == 0, low),
            (self._nans, np.isnan(pooled), low),
            (self._infinities, np.isinf(pooled), high),
        ):
            markers.set_points(numbers[where], np.full(int(where.sum()), edge))
        self._plot.viewport().update()

    def _draw_others(self, gradients: list[NDArray[np.float64]]) -> None:
        """The profiles of the runs that are compared with the first, and a letter at the end of each."""
        self._runs.clear_from(len(gradients))
        if len(gradients) < 2:
            return
        ends = {}
        for run, gradient in enumerate(gradients):
            number, height = _places(gradient)
            ends[run] = float(number[-1]), float(height[-1])
            if run > 0:
                self._runs.show(run, QUANTITY, number, height)
                marked = np.isfinite(height) & (gradient.size <= MOST_MARKERS)
                self._runs.mark(run, number[marked], height[marked])
        self._runs.show_letters(ends, self._theme.curve, self._range.low, self._range.high)

    def _draw_line(self, snapshot: Snapshot, *, shown: bool) -> None:
        trend = depth_trend(snapshot)
        if not (shown and np.isfinite(trend.slope)):
            self._line.clear()
            return
        ends = np.array([trend.first, trend.last], dtype=np.float64)
        self._line.set_points(ends + 1, np.array([trend.at(end) for end in ends]))

    def _legend(self) -> list[LegendEntry]:
        theme = self._theme
        shown = np.concatenate(self._shown) if self._shown else np.empty(0)
        entries = [
            LegendEntry("layers", theme.curve, "o", "solid"),
            LegendEntry("output", theme.curve, "s", hollow=True, size=8),
        ]
        if self._traces.steps:
            entries.append(
                LegendEntry("earlier", mixed(theme.background, theme.curve, NEWEST).name(), line="solid")
            )
        if len(self._shown) > 1:
            entries = run_entries(len(self._shown), theme.curve)
        unusual = (
            (shown == 0, LegendEntry("exactly 0", theme.zero, "t", size=9)),
            (np.isinf(shown), LegendEntry("infinite", theme.overflow, "t1", size=9)),
            (np.isnan(shown), LegendEntry("not a number", theme.not_a_number, "x", size=8)),
        )
        return [entry for present, entry in unusual if present.any()] + entries


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return np.array_equal(one, other, equal_nan=True)


def _places(gradient: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Number of each layer, and the logarithm of its gradient, NaN where there is none."""
    return np.arange(1.0, gradient.size + 1), logarithms(gradient)


def _marked(height: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which hidden layers get a mark, and whether the output layer does."""
    usual = np.isfinite(height)
    is_output = np.arange(height.size) == height.size - 1
    inner = usual & ~is_output & (height.size <= MOST_MARKERS)
    return inner, usual & is_output
