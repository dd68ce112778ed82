"""The gradient over time of every compared run, side by side on one scale of colours."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from vgviz.export.run_letters import MOST_RUNS, RUN_LETTERS
from vgviz.session.messages import Frame
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.history import History
from vgviz.views.plots.color_strip import ColorStrip
from vgviz.views.plots.depth_time import DepthTimePlot
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.theme import Theme

LEAST_WIDTH = 190  # px of a map in a row of them
STEPS_ROOM = 34  # px of the steps below a map
HEADROOM, FOOTROOM = 8, 42  # px of the scale above and below its bar, as beside a map


class DepthTimePanel(PlotPanel):
    """A `DepthTimePlot` for each run under one header, in two rows where one is too narrow for three or four.

    Several share one scale at the right.
    """

    def __init__(self, theme: Theme, history: History, parent: QWidget | None = None) -> None:
        super().__init__("Gradient over time", theme, parent)
        self._history = history
        self._plots: list[DepthTimePlot] = []
        self._columns = 0
        self._strip = ColorStrip(theme, self)
        self._strip.installEventFilter(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(self._grid, 1)
        row.addWidget(self._strip)
        layout = self._column(foot=0)
        layout.addWidget(self._header)
        layout.addLayout(row, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Gradient over time, layer by layer")
        self._fit(1)
        self.set_theme(theme)

    @property
    def plots(self) -> tuple[DepthTimePlot, ...]:
        """One a run."""
        return tuple(self._plots)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._strip.set_theme(theme)
        self._strip.show_magnitudes(magnitude_scale(theme))
        for plot in self._plots:
            plot.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """At rest, show at once what a knob has changed."""
        self._fit(len(frame.snapshots))
        for plot in self._plots:
            plot.show_frame(frame)

    def show_text(self, frame: Frame) -> None:
        """Draw how far training has come."""
        self._fit(len(frame.snapshots))
        for plot in self._plots:
            plot.show_text(frame)

    def _fit(self, runs: int) -> None:
        if runs == len(self._plots):
            return
        while len(self._plots) < runs:
            plot = DepthTimePlot(self._theme, self._history, self._header, self, run=len(self._plots))
            self._plots.append(plot)
        for plot in self._plots[runs:]:
            self._grid.removeWidget(plot)
            plot.hide()
            plot.deleteLater()
        del self._plots[runs:]
        for run, plot in enumerate(self._plots):
            plot.name_run(RUN_LETTERS[run] if runs > 1 else "")
            plot.show_scale(runs == 1)
        self._strip.setVisible(runs > 1)
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the maps out anew."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the scale be as high as the maps."""
        if watched is self._strip and event.type() == QEvent.Type.Resize:
            self._strip.set_span(HEADROOM, self._strip.height() - FOOTROOM)
        return False

    def _arrange(self) -> None:
        runs = len(self._plots)
        columns = 2 if runs > 2 and self.width() < runs * LEAST_WIDTH else runs
        if columns != self._columns:
            self._place(columns)
        self._share_height(-(-runs // columns))

    def _place(self, columns: int) -> None:
        self._columns = columns
        for plot in self._plots:
            self._grid.removeWidget(plot)
        for run, plot in enumerate(self._plots):
            self._grid.addWidget(plot, *divmod(run, columns))
            plot.show_steps(run + columns >= len(self._plots))  # maps above others share their numbers
        for line in range(MOST_RUNS):
            self._grid.setColumnStretch(line, int(line < columns))

    def _share_height(self, rows: int) -> None:
        """Let the maps be equally high: those of the last row have their steps below."""
        share = max((self.height() - self._header.height() - STEPS_ROOM) // rows, 1)
        for line in range(MOST_RUNS):
            self._grid.setRowStretch(line, share * (line < rows) + STEPS_ROOM * (line == rows - 1))
