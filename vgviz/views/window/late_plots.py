"""The plots' place, which they take when the network is already on screen."""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.views.theme import Theme

if TYPE_CHECKING:
    from vgviz.views.plots.area import PlotArea

LEAST_HEIGHT = 150
PATIENCE = 4000  # ms that the plots wait for training to begin
POLL = 15  # ms
SLOW_MODULE = "pyqtgraph"


class LatePlots(QWidget):
    """Holds the plots, and their place until they are built.

    pyqtgraph takes a third of a second to import, for which neither the first picture nor the training should
    wait: a thread imports it once training is on screen. Whoever asks for `plots` earlier gets them at once.

    Signals
    -------
    built : PlotArea
        Once.
    """

    built = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plots: PlotArea | None = None
        self._early: list[Snapshot] = []
        self._importing: threading.Thread | None = None
        self._timer = QTimer(self, interval=PATIENCE)
        self._timer.timeout.connect(self._go_on)
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.setAutoFillBackground(True)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.set_theme(theme)

    @property
    def plots(self) -> PlotArea:
        """The plots; builds them where that has not happened yet."""
        return self._plots or self._build()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.background))
        self.setPalette(palette)
        if self._plots is not None:
            self._plots.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot, *, in_turn: bool) -> None:
        """Draw the snapshot, or remember it for later."""
        if self._plots is not None:
            self._plots.show_snapshot(snapshot, in_turn=in_turn)
            return
        self._early.append(snapshot)
        if snapshot.step > 0 and self._importing is None:
            self._timer.start(0)
        elif not self._timer.isActive():
            self._timer.start()

    def show_text(self, snapshot: Snapshot) -> None:
        """Write the snapshot's numbers."""
        if self._plots is not None:
            self._plots.show_text(snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hurry no more when nobody looks; the next snapshot starts it again."""
        self._timer.stop()
        super().hideEvent(event)

    def _go_on(self) -> None:
        """Begin to import; once that is done, build."""
        if self._importing is None:
            self._importing = threading.Thread(target=importlib.import_module, args=(SLOW_MODULE,))
            self._importing.start()
            self._timer.start(POLL)
        elif not self._importing.is_alive():
            self._build()

    def _build(self) -> PlotArea:
        from vgviz.views.plots.area import PlotArea

        self._timer.stop()
        self._plots = plots = PlotArea(self._theme)
        self._row.addWidget(plots)
        plots.show()
        self._row.activate()  # what is drawn now must know its size
        for snapshot in self._early:
            plots.remember(snapshot)
        if self._early:
            plots.show_snapshot(self._early[-1])
            plots.loss.redraw()  # its history is not new to it
            plots.show_text(self._early[-1])
        self._early.clear()
        self.built.emit(plots)
        return plots
