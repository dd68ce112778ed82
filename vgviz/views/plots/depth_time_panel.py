"""The gradient over time of every compared run, side by side on one scale of colours."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vgviz.export.run_letters import RUN_LETTERS
from vgviz.session.messages import Frame
from vgviz.views.history import History
from vgviz.views.panel import Panel
from vgviz.views.plots.depth_time import DepthTimePlot
from vgviz.views.plots.header import PlotHeader
from vgviz.views.theme import Theme


class DepthTimePanel(Panel):
    """A `DepthTimePlot` for each run under one header; the scale stands beside the last one."""

    def __init__(self, theme: Theme, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history = history
        self._header = PlotHeader("Gradient over time", theme)
        self._plots: list[DepthTimePlot] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(self._row, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Gradient over time, layer by layer")
        self._fit(1)

    @property
    def header(self) -> PlotHeader:
        """Title, legend and the value under the mouse."""
        return self._header

    @property
    def plots(self) -> tuple[DepthTimePlot, ...]:
        """One a run."""
        return tuple(self._plots)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._header.set_theme(theme)
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
            plot = DepthTimePlot(self._theme, self._history, self, run=len(self._plots), header=self._header)
            plot.menu_requested.connect(self.menu_requested)
            self._row.addWidget(plot, 1)
            self._plots.append(plot)
        for plot in self._plots[runs:]:
            self._row.removeWidget(plot)
            plot.hide()
            plot.deleteLater()
        del self._plots[runs:]
        for run, plot in enumerate(self._plots):
            plot.name_run(RUN_LETTERS[run] if runs > 1 else "")
            plot.show_scale(run == runs - 1)
