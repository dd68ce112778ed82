"""Everything inside the window but its menus and toolbar: diagram, controls, panels, status."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from vgviz.experiment import Experiment
from vgviz.session.messages import Failure, Frame
from vgviz.session.states import State
from vgviz.views.controls.control_panel import ControlPanel
from vgviz.views.desk import Desk
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.diagrams import Diagrams
from vgviz.views.diagram.header import header_rect
from vgviz.views.theme import Theme
from vgviz.views.timeline.bar import TimelineBar
from vgviz.views.window.deck import Deck
from vgviz.views.window.failure_bar import FailureBar
from vgviz.views.window.foot import Foot
from vgviz.views.window.frame_clock import Writer
from vgviz.views.window.layer_moving import LayerMoving
from vgviz.views.window.neuron_picture_action import NeuronPictureAction
from vgviz.views.window.notice import Notice
from vgviz.views.window.status import StatusBar


class Workspace(QObject):
    """Shows a frame, the confirmed experiment, the state, and what went wrong; commands nothing itself.

    The diagram is the window's centre; controls and panels lie around it in docks. A ``still`` picture
    builds its panels with its first frame.
    """

    def __init__(self, window: QMainWindow, theme: Theme, desk: Desk, *, still: bool) -> None:
        super().__init__(window)
        self.center = QWidget()
        self.column = QVBoxLayout(self.center)
        self.coloring = Coloring(self)
        self.diagrams = Diagrams(theme, self.coloring, desk.selection)
        self.failure_bar = FailureBar(theme, self.center)
        self.controls = ControlPanel(theme)
        self.timeline = TimelineBar(theme)
        self.status = StatusBar(theme)
        if still:
            self.timeline.hide()  # a picture has no past
        self._foot = Foot(self.timeline, self.status)
        self.notice = Notice(theme, window, self._foot)
        self.neuron_pictures = NeuronPictureAction(desk, self)
        self.diagrams.room_changed.connect(self.neuron_pictures.look_again)
        self._lay_out(window)
        self.deck = Deck(window, self.controls, theme, desk, still=still)
        self.layer_moving = LayerMoving(desk, self)
        self.diagrams.layer_moved.connect(self.layer_moving.move)
        self._desk = desk
        desk.findings.changed.connect(self._on_findings_changed)
        self.status.findings.clicked.connect(self.deck.dock("findings").bring_to_front)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The controls take their share of the window."""
        if isinstance(event, QResizeEvent):
            self.controls.fit_window(event.size().width())
        return False

    @property
    def diagram(self) -> DiagramView:
        """The first network's."""
        return self.diagrams.views[0]

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.failure_bar.set_theme(theme)
        for part in (self.controls, self.diagrams, self.deck, self.timeline, self.status, self.notice):
            part.set_theme(theme)

    def show_frame(self, frame: Frame, *, writes: bool = False) -> None:
        """Draw a frame's pictures; ``writes``: a part of the texts comes after them."""
        self.diagrams.show_frame(frame)
        self.controls.show_frame(frame)
        self.neuron_pictures.show_frame(frame, list(self.diagrams.views))
        self.deck.show_frame(frame, writes=writes)
        self.timeline.show_frame(frame)

    def text_writers(self) -> list[Writer]:
        """What writes a frame's numbers, in parts that take turns, but for those at the foot."""
        return [self._write_diagrams, *self.deck.text_writers()]

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Show the confirmed experiments."""
        self.controls.show_experiments(experiments)
        self._turn()
        self.layer_moving.show_experiments(experiments)
        self.deck.show_experiments(experiments)
        self.failure_bar.dismiss_refusal()

    def choose_run(self, run: int | None) -> None:
        """Turn to the controls of another run, or of all."""
        self.controls.choose_run(run)
        self._turn()
        self.status.choose_run(self.controls.run or 0)

    def show_state(self, state: State) -> None:
        """Show where the worker is."""
        self.status.show_state(state)
        self.failure_bar.show_state(state)
        if state is State.FAILED:
            self.diagram.wait_no_longer()

    def show_failure(self, failure: Failure) -> None:
        """Say what went wrong."""
        self.failure_bar.show_failure(failure)

    def _write_diagrams(self, frame: Frame) -> None:
        run = self.controls.run or 0
        self.controls.show_samples(frame.snapshots[min(run, len(frame.snapshots) - 1)])
        self.coloring.follow(frame.snapshots)
        self.diagrams.show_text(frame)

    def _header_height(self) -> float:
        """What stands above the network: half a line of it would look torn off."""
        scene = self.diagram.scene
        return 0.0 if scene is None else header_rect(scene).bottom()

    def _turn(self) -> None:
        """Let the others follow the controls."""
        self.diagrams.choose_run(self.controls.run)
        self._desk.selection.turn_to(self.controls.run or 0)

    def _on_findings_changed(self) -> None:
        self.status.findings.show_findings(self._desk.findings.findings)

    def _lay_out(self, window: QMainWindow) -> None:
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.diagrams)
        self.failure_bar.lie_over(self.diagrams, self._header_height)
        window.setCentralWidget(self.center)
        window.setStatusBar(self._foot)
        window.installEventFilter(self)
