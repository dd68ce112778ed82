"""What lies around the diagram: the base of every panel that is built when it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from vgviz.experiment import Experiment
from vgviz.session.messages import Frame
from vgviz.views.theme import Theme

if TYPE_CHECKING:  # it draws legends with pyqtgraph's marks, which the first picture does not wait for
    from vgviz.views.plots.header import PlotHeader


class Panel(QWidget):
    """A view of frames beside the diagram. A subclass does what it needs of the methods.

    Frames come only while the panel can be seen, and when it comes into view the newest one does; what is
    needed of the others is in the window's `History`. Its actions are in its context menu.

    Signals
    -------
    menu_requested : QPoint
        A person wants the panel's menu at this place on the screen.
    """

    menu_requested = Signal(object)
    _frame: Frame | None = None  # the one that is shown, where it is needed later

    @property
    def header(self) -> PlotHeader | None:
        """The panel's first line, which its dock takes for its own; None where the dock's title is enough."""
        return None

    def show_frame(self, frame: Frame) -> None:
        """Draw a frame. In motion panels take turns, so not every frame comes; 2 ms at most."""

    def show_text(self, frame: Frame) -> None:
        """Write a frame's numbers and draw what is slow; five times a second."""

    def let_go(self) -> None:
        """Forget the frame, which can hold a gigabyte: the panel is hidden, and a newer one comes first."""
        self._frame = None

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Show the confirmed experiment of each run."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Let the window offer what can be done with a panel."""
        self.menu_requested.emit(event.globalPos())
