"""Pictures without a run behind them: what `vgviz render` writes."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.history import History
from vgviz.views.picturing.pictures import captioned, picture_of
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.depth_time import DepthTimePlot
from vgviz.views.plots.loss_plot import LossPlot
from vgviz.views.theme import Theme
from vgviz.views.window.main_window import MainWindow

View = Literal["window", "diagram", "depth-profile", "depth-time", "loss"]


def render(
    view: View,
    snapshot: Snapshot,
    history: Sequence[Snapshot] = (),
    *,
    size: tuple[int, int],
    theme: Theme,
    scale: int = 1,
    caption: bool = False,
) -> QImage:
    """Draw what the app would show.

    Parameters
    ----------
    view : which part.
    snapshot : the moment.
    history : earlier snapshots for the plots over time, in order; ``snapshot`` is added.
    size : width and height in pixels at scale 1, without the caption.
    theme, scale, caption : as in the export dialog.

    Raises
    ------
    ExportError
        If the picture would be too large.
    """
    widget = _MAKERS[view](snapshot, (*history, snapshot), theme)
    try:
        widget.resize(QSize(*size))
        image = picture_of(widget, scale)
    finally:
        widget.close()
        widget.deleteLater()
    return captioned(image, (snapshot,), theme) if caption else image


def _window(snapshot: Snapshot, history: tuple[Snapshot, ...], theme: Theme) -> QWidget:
    window = MainWindow(None, theme)
    frame = _frame(snapshot)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()  # docks lie where they belong only in a window that is shown
    window.desk.history = _history(history)
    window.show_experiments((snapshot.experiment,))
    window.show_state(State.PAUSED)
    window.show_frame(frame)
    window.show_text(frame)
    return window


def _diagram(snapshot: Snapshot, _history: tuple[Snapshot, ...], theme: Theme) -> QWidget:
    diagram = DiagramView(theme)
    diagram.show_snapshot(snapshot)
    return diagram


def _depth_profile(snapshot: Snapshot, history: tuple[Snapshot, ...], theme: Theme) -> QWidget:
    plot = DepthProfilePlot(theme, _history(history))
    plot.show_frame(_frame(snapshot))
    plot.show_text(_frame(snapshot))
    return plot


def _depth_time(_snapshot: Snapshot, history: tuple[Snapshot, ...], theme: Theme) -> QWidget:
    plot = DepthTimePlot(theme, _history(history))
    plot.redraw()
    return plot


def _loss(snapshot: Snapshot, history: tuple[Snapshot, ...], theme: Theme) -> QWidget:
    plot = LossPlot(theme, _history(history))
    plot.redraw()
    plot.show_text(_frame(snapshot))
    return plot


def _frame(snapshot: Snapshot) -> Frame:
    return Frame((snapshot,), State.PAUSED, 0.0, 0)


def _history(snapshots: Sequence[Snapshot]) -> History:
    history = History()
    for snapshot in snapshots:
        history.append((snapshot,))
    return history


_MAKERS: Mapping[str, Callable[[Snapshot, tuple[Snapshot, ...], Theme], QWidget]] = MappingProxyType(
    {
        "window": _window,
        "diagram": _diagram,
        "depth-profile": _depth_profile,
        "depth-time": _depth_time,
        "loss": _loss,
    }
)
