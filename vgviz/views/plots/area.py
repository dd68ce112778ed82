"""The plots below the diagram, side by side."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.views.hairline import HairlineSplitter
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.loss_plot import LossPlot
from vgviz.views.theme import Theme

LEAST_HEIGHT = 150


class PlotArea(HairlineSplitter):
    """Depth profile and learning curves over one snapshot."""

    menu_requested = Signal(object, object)  # the plot, QPoint on the screen

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._turn = 0
        self.depth_profile = DepthProfilePlot(theme)
        self.loss = LossPlot(theme)
        for plot in (self.depth_profile, self.loss):
            self.addWidget(plot)
            plot.setMinimumWidth(220)
        self.setSizes([1, 1])
        self.setMinimumHeight(LEAST_HEIGHT)
        self.depth_profile.menu_requested.connect(self._on_depth_menu)
        self.loss.menu_requested.connect(self._on_loss_menu)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.depth_profile.set_theme(theme)
        self.loss.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot, *, in_turn: bool = False) -> None:
        """Draw both, or ``in_turn`` one this time and the other the next.

        While training, 30 changes a second of a curve look like 60, and leave the time to the diagram.
        """
        self._turn = (self._turn + 1) % 2
        if not in_turn or self._turn == 0:
            self.depth_profile.show_snapshot(snapshot)
        self.loss.show_snapshot(snapshot, draw=not in_turn or self._turn == 1)

    def show_text(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        self.depth_profile.show_text(snapshot)
        self.loss.show_text(snapshot)

    def _on_depth_menu(self, place: QPoint) -> None:
        self.menu_requested.emit(self.depth_profile, place)

    def _on_loss_menu(self, place: QPoint) -> None:
        self.menu_requested.emit(self.loss, place)
