"""The plots below the diagram: the gradient at the left, in tabs, the learning curves at the right."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.views.hairline import HairlineSplitter
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.depth_time import DepthTimePlot
from vgviz.views.plots.loss_plot import LossPlot
from vgviz.views.plots.plot_tabs import PlotTabs, Tab
from vgviz.views.theme import Theme

LEAST_HEIGHT = 150


class PlotArea(HairlineSplitter):
    """Plots of one run; those in hidden tabs take note of what they need later and draw nothing."""

    menu_requested = Signal(object, object)  # the plot, QPoint on the screen

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._turn = 0
        self._newest: Snapshot | None = None
        self.depth_profile = DepthProfilePlot(theme)
        self.depth_time = DepthTimePlot(theme)
        self.loss = LossPlot(theme)
        self.tabs = PlotTabs(
            (
                Tab(self.depth_profile, self.depth_profile.header, "Gradient by depth", "By depth"),
                Tab(self.depth_time, self.depth_time.header, "Gradient over time", "Over time"),
            ),
            theme,
        )
        for part in (self.tabs, self.loss):
            self.addWidget(part)
            part.setMinimumWidth(220)
        self.setSizes([1, 1])
        self.setMinimumHeight(LEAST_HEIGHT)
        self.tabs.changed.connect(self._on_tab_changed)
        for plot in (self.depth_profile, self.depth_time, self.loss):
            plot.menu_requested.connect(partial(self.menu_requested.emit, plot))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        for part in (self.tabs, self.depth_profile, self.depth_time, self.loss):
            part.set_theme(theme)

    def remember(self, snapshot: Snapshot) -> None:
        """Take note of a moment without drawing it."""
        self.loss.history.append(snapshot)
        self.depth_time.show_snapshot(snapshot)

    def show_snapshot(self, snapshot: Snapshot, *, in_turn: bool = False) -> None:
        """Draw what is in view, or ``in_turn`` one plot this time and the other the next.

        While training, 30 changes a second of a curve look like 60, and leave the time to the diagram; the
        picture of the whole run moves so slowly that it changes with the texts.
        """
        self._newest = snapshot
        self._turn = (self._turn + 1) % 2
        self.depth_time.show_snapshot(snapshot)
        if self.tabs.current is self.depth_profile:
            if not in_turn or self._turn == 0:
                self.depth_profile.show_snapshot(snapshot)
        elif not in_turn:
            self.depth_time.redraw()
        self.loss.show_snapshot(snapshot, draw=not in_turn or self._turn == 1)

    def show_text(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        if self.tabs.current is self.depth_profile:
            self.depth_profile.show_text(snapshot)
        elif self.depth_time.isVisible():
            self.depth_time.redraw()
        self.loss.show_text(snapshot)

    def redraw(self) -> None:
        """Draw everything now, hidden or not, as for a picture."""
        self.depth_time.redraw()
        self.loss.redraw()
        if self._newest is not None:
            self.depth_profile.show_snapshot(self._newest)
            self.depth_profile.show_text(self._newest)

    def _on_tab_changed(self, plot: QWidget) -> None:
        if plot is self.depth_time:
            self.depth_time.redraw()
        elif self._newest is not None:
            self.depth_profile.show_snapshot(self._newest)
            self.depth_profile.show_text(self._newest)
