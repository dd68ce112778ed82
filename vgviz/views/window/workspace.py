"""Everything inside the window but its menus and toolbar: controls, diagram, plots, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.session.messages import Failure, Frame
from vgviz.session.states import State
from vgviz.views.controls.control_panel import ControlPanel
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.hairline import HairlineSplitter
from vgviz.views.theme import Theme
from vgviz.views.window.failure_bar import FailureBar
from vgviz.views.window.late_plots import LatePlots
from vgviz.views.window.notice import Notice
from vgviz.views.window.status import StatusBar

if TYPE_CHECKING:
    from vgviz.views.plots.area import PlotArea

PLOT_SHARE = 0.3  # of the height below the toolbar, in a window of the first size


class Workspace(QWidget):
    """Shows a frame, the confirmed experiment, the state, and what went wrong; commands nothing itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.failure_bar = FailureBar(theme, self)
        self.controls = ControlPanel(theme)
        self.coloring = Coloring(self)
        self.diagram = DiagramView(theme, coloring=self.coloring)
        self.plot_place = LatePlots(theme)
        self.status = StatusBar(theme)
        self.notice = Notice(theme, self, self.status)
        self._lay_out()

    @property
    def plots(self) -> PlotArea:
        """The plots, built at once where they are not there yet."""
        return self.plot_place.plots

    @property
    def splitters(self) -> dict[str, HairlineSplitter]:
        """What divides the parts, by name."""
        return {"columns": self._columns, "pictures": self._pictures}

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.failure_bar.set_theme(theme)
        for part in (self.controls, self.diagram, self.plot_place, self.status, self.notice):
            part.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Draw a frame's pictures."""
        snapshot, in_motion = frame.snapshots[0], frame.state is State.RUNNING
        self.diagram.show_snapshot(snapshot, in_motion=in_motion)
        self.plot_place.show_snapshot(snapshot, in_turn=in_motion)

    def show_text(self, frame: Frame, frames_per_second: float) -> None:
        """Write a frame's numbers."""
        self.controls.show_samples(frame.snapshots[0])
        self.coloring.follow(frame.snapshots)
        self.diagram.show_text(frame.snapshots[0])
        self.plot_place.show_text(frame.snapshots[0])
        self.status.show_frame(frame, frames_per_second)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the confirmed experiment."""
        self.controls.show_experiment(experiment)
        self.failure_bar.dismiss_refusal()

    def show_state(self, state: State) -> None:
        """Show where the worker is."""
        self.status.show_state(state)
        self.failure_bar.show_state(state)

    def show_failure(self, failure: Failure) -> None:
        """Say what went wrong."""
        self.failure_bar.show_failure(failure)

    def show_history(self, snapshots: tuple[Snapshot, ...]) -> None:
        """Fill the plots, as for a picture without a run behind it."""
        self.plots.loss.clear()
        for snapshot in snapshots:
            self.plots.remember(snapshot)
        self.plots.redraw()

    def _lay_out(self) -> None:
        self._pictures = HairlineSplitter(Qt.Orientation.Vertical)
        self._pictures.addWidget(self.diagram)
        self._pictures.addWidget(self.plot_place)
        self._pictures.setStretchFactor(0, 7)
        self._pictures.setStretchFactor(1, 3)
        self._columns = HairlineSplitter(Qt.Orientation.Horizontal)
        self._columns.addWidget(self.controls)
        self._columns.addWidget(self._pictures)
        self._columns.setStretchFactor(0, 0)
        self._columns.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._columns, 1)
        layout.addWidget(self.status)
        self.failure_bar.lie_over(self.diagram)

    def share_height(self, height: int) -> None:
        """Give the plots their share of a window of this height."""
        plots = round(height * PLOT_SHARE)
        self._pictures.setSizes([height - plots, plots])
