"""Pictures without a run behind them: what `vgviz render` writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Command, Frame, Watch
from vgviz.session.questions import Questions
from vgviz.session.states import State
from vgviz.views.desk import Desk
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.diagrams import Diagrams
from vgviz.views.history import History
from vgviz.views.picturing.pictures import captioned, picture_of
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.depth_time_panel import DepthTimePanel
from vgviz.views.plots.loss_plot import LossPlot
from vgviz.views.selection import Selection
from vgviz.views.theme import Theme
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.neuron_picture_action import NeuronPictureAction

Snapshots = tuple[Snapshot, ...]
View = Literal["window", "diagram", "depth-profile", "depth-time", "loss"]


def render(
    view: View,
    snapshots: Snapshots,
    history: Sequence[Snapshots] = (),
    *,
    size: tuple[int, int],
    theme: Theme,
    scale: int = 1,
    caption: bool = False,
    simulations: tuple[Simulation, ...] = (),
) -> QImage:
    """Draw what the app would show.

    Parameters
    ----------
    view : which part.
    snapshots : the moment, one entry a run.
    history : earlier moments for the plots over time, in order; ``snapshots`` is added.
    size : width and height in pixels at scale 1, without the caption.
    theme, scale, caption : as in the export dialog.
    simulations : those of the snapshots; without them neurons that have room for pictures have none.

    Raises
    ------
    ExportError
        If the picture would be too large.
    """
    widget = _MAKERS[view](snapshots, (*history, snapshots), theme)
    try:
        widget.resize(QSize(*size))
        if isinstance(widget, MainWindow):
            _settle(widget)
        for diagrams in (widget, *widget.findChildren(Diagrams)):
            if isinstance(diagrams, Diagrams):
                _picture_neurons(diagrams, _frame(snapshots), simulations)
        image = picture_of(widget, scale)
    finally:
        widget.close()
        widget.deleteLater()
    return captioned(image, snapshots, theme) if caption else image


def _window(snapshots: Snapshots, history: Sequence[Snapshots], theme: Theme) -> QWidget:
    window = MainWindow(None, theme)
    frame = _frame(snapshots)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()  # docks lie where they belong only in a window that is shown
    window.desk.history = _history(history)
    window.show_experiments(tuple(snapshot.experiment for snapshot in snapshots))
    window.show_state(State.PAUSED)
    window.show_frame(frame)
    window.show_text(frame)
    return window


def _settle(window: MainWindow) -> None:
    """Let the docks lie as in a first window of this size; a panel is seen once its dock has its place."""
    window.workspace.deck.reset()
    QCoreApplication.processEvents()


def _diagram(snapshots: Snapshots, _history: Sequence[Snapshots], theme: Theme) -> QWidget:
    diagrams = Diagrams(theme, Coloring(), Selection())
    diagrams.choose_run(None)
    diagrams.show_frame(_frame(snapshots))
    diagrams.show_text(_frame(snapshots))
    return diagrams


def _picture_neurons(diagrams: Diagrams, frame: Frame, simulations: tuple[Simulation, ...]) -> None:
    """Show in every neuron that has room for it what it answers."""
    questions, views = Questions(_raise), list(diagrams.views)

    def note(command: Command) -> None:
        if isinstance(command, Watch):
            questions.watch(command.name, command.question)

    switch = NeuronPictureAction(Desk(note))
    switch.show_frame(frame, views)
    questions.answer_one(simulations, 0.0, 0)
    switch.show_frame(replace(frame, answers=questions.answers), views)


def _raise(error: BaseException) -> None:
    raise error


def _depth_profile(snapshots: Snapshots, history: Sequence[Snapshots], theme: Theme) -> QWidget:
    plot = DepthProfilePlot(theme, _history(history))
    plot.show_frame(_frame(snapshots))
    plot.show_text(_frame(snapshots))
    return plot


def _depth_time(snapshots: Snapshots, history: Sequence[Snapshots], theme: Theme) -> QWidget:
    panel = DepthTimePanel(theme, _history(history))
    panel.show_text(_frame(snapshots))
    return panel


def _loss(snapshots: Snapshots, history: Sequence[Snapshots], theme: Theme) -> QWidget:
    plot = LossPlot(theme, _history(history))
    plot.redraw()
    plot.show_text(_frame(snapshots))
    return plot


def _frame(snapshots: Snapshots) -> Frame:
    return Frame(snapshots, State.PAUSED, 0.0, 0)


def _history(moments: Sequence[Snapshots]) -> History:
    history = History()
    history.rewrite(moments)
    return history


_MAKERS: Mapping[str, Callable[[Snapshots, Sequence[Snapshots], Theme], QWidget]] = MappingProxyType(
    {
        "window": _window,
        "diagram": _diagram,
        "depth-profile": _depth_profile,
        "depth-time": _depth_time,
        "loss": _loss,
    }
)
