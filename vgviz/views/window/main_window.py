"""The window: parts wired to a session, menus, a clean end."""

from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.export.caption import comparison_name
from vgviz.session.messages import (
    Command,
    Configure,
    EditTitles,
    Failure,
    Frame,
    Moved,
    SetDrawing,
    ShowMoment,
)
from vgviz.session.session import Session
from vgviz.session.states import State
from vgviz.views.controls.transport import TransportBar
from vgviz.views.desk import Desk
from vgviz.views.icons import application_icon
from vgviz.views.look import Look
from vgviz.views.picturing.export_actions import ExportActions
from vgviz.views.theme import Theme, apply_theme
from vgviz.views.window.color_actions import ColorActions
from vgviz.views.window.compare_actions import CompareActions
from vgviz.views.window.data_actions import DataActions
from vgviz.views.window.edit_actions import EditActions
from vgviz.views.window.experiment_actions import ExperimentActions
from vgviz.views.window.failure_dialog import FailureDialog
from vgviz.views.window.frame_clock import FrameClock, Writer
from vgviz.views.window.gate import Gate
from vgviz.views.window.gesture import Gesture
from vgviz.views.window.guide import Guide
from vgviz.views.window.inspector_hint import InspectorHint
from vgviz.views.window.measure_actions import MeasureActions, measured_words
from vgviz.views.window.menus import Menus
from vgviz.views.window.patience import Patience
from vgviz.views.window.presentation import Presentation
from vgviz.views.window.preset_actions import PresetActions
from vgviz.views.window.pulse_actions import PulseActions
from vgviz.views.window.tab_order import TabOrder
from vgviz.views.window.workspace import Workspace

FIRST_SIZE = QSize(1440, 900)
LEAST_SIZE = QSize(960, 640)
SCREEN_SHARE = 0.94  # of the room on the screen, where that is smaller than the first size
SMALL_SCREEN = QSize(1024, 700)  # all of which it takes: every button has a place then


class MainWindow(QMainWindow):
    """Everything the user sees. Edits and buttons become commands; frames and signals become pictures.

    Without a session it is a still picture of what it is given by `show_frame` and its siblings.

    Signals
    -------
    closed
        It has gone, and its floating docks with it.
    """

    closed = Signal()

    def __init__(
        self,
        session: Session | None,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        look: Look | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._clock: FrameClock | None = None
        self._gate = Gate()
        self._gesture = Gesture(self)
        self._theme = theme
        self._look = look or Look()
        self._last_layout: QByteArray | None = None
        self._experiments: tuple[Experiment, ...] = ()
        self._expected_run: int | None = None
        self._frame: Frame | None = None
        self._repainting = QTimer(self, singleShot=True, interval=0)
        self._repainting.timeout.connect(self._repaint)
        investigate = session.investigate if session is not None else None
        self.desk = Desk(self.send, investigate, self._gesture.number, self._gesture.alone)
        self.transport = TransportBar(theme)
        self.setWindowIcon(application_icon())
        self.setWindowTitle("vgviz")
        self.setMinimumSize(LEAST_SIZE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # no menu that hides the toolbar
        self.addToolBar(self.transport)
        self._take_first_size()
        self.workspace = Workspace(self, theme, self.desk, still=session is None)
        self._patience = Patience(self)
        self._patience.words_changed.connect(self.workspace.status.show_wait)
        self.measure_actions = MeasureActions(self)
        self.pulse_actions = PulseActions(self)
        self.transport.step.triggered.connect(self.pulse_actions.expect_step)
        self.color_actions = ColorActions(self)
        self.compare_actions = CompareActions(self)
        self.guide = Guide(self)
        self.export_actions = ExportActions(self)
        self.experiment_actions = ExperimentActions(self)
        self.data_actions = DataActions(self)
        self.edit_actions = EditActions(self)
        self.preset_actions = PresetActions(self)
        self.presentation = Presentation(self)
        self.menus = Menus(self)
        self._tab_order = TabOrder(self, self.workspace.diagram)
        self.workspace.diagram.setFocus()  # no button is pressed by the first key
        if session is not None:
            self._listen(session)

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self._theme

    @property
    def look(self) -> Look:
        """What has been chosen of theme, colour map and text size."""
        return self._look

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        """What each network on screen simulates, as wished last; none before there is a picture."""
        return self._experiments

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The networks on screen."""
        return self._frame.snapshots if self._frame else ()

    @property
    def snapshot(self) -> Snapshot | None:
        """The first network on screen."""
        return self._frame.snapshots[0] if self._frame else None

    @property
    def clock(self) -> FrameClock | None:
        """What takes the session's frames; None for a still picture."""
        return self._clock

    def send(self, command: Command) -> None:
        """Hand a command to the session; an edit counts as wished until the session confirms another."""
        if isinstance(command, Configure) and command.run < len(self._experiments):
            before, run = self._experiments, command.run
            self._experiments = (*before[:run], command.experiment, *before[run + 1 :])
        if isinstance(command, Configure | ShowMoment) and self._clock is not None:
            self._clock.expect_answer()
        if self._session is not None:
            self._patience.note_sent(command, self._session.send(command))

    def layout_state(self) -> QByteArray:
        """Where the docks lie, or lay when the window was closed: with it Qt closes those that float."""
        return self._last_layout or self.workspace.deck.state()

    def choose_look(self, look: Look) -> None:
        """Another theme, colour map or text size."""
        self._look = look
        self.set_theme(self.presentation.sized(look.made()))

    def set_theme(self, theme: Theme) -> None:
        """Paint the whole application in this theme, once all has its new place."""
        self._theme = theme
        self.setUpdatesEnabled(False)
        self._repainting.start()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)
        self.workspace.set_theme(theme)
        self.transport.set_theme(theme)
        self.export_actions.set_theme(theme)
        self.guide.set_theme(theme)
        self.color_actions.set_theme(theme)
        self.compare_actions.set_theme(theme)
        self.presentation.set_theme(theme)
        self.menus.look.set_theme(theme)

    def show_full_screen(self) -> None:
        """Fill the screen, or go back to the size before."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_frame(self, frame: Frame) -> None:
        """Draw a frame's pictures."""
        self._frame = frame
        self._patience.show_frame(frame)
        if not frame.measured.is_one_sample:  # a curve is of the data
            self.desk.history.append(frame.present)
        self.measure_actions.show_measured(frame.measured)
        self.workspace.coloring.say_measured(measured_words(frame.measured))
        self.desk.selection.fit([snapshot.widths for snapshot in frame.snapshots])
        self.desk.findings.note(frame)
        self.workspace.show_frame(frame, writes=self._clock is not None and self._clock.is_writing)
        self.pulse_actions.show_frame(frame, self.workspace.diagrams.views)
        self.transport.show_stopped(bool(frame.stopped))

    def show_text(self, frame: Frame) -> None:
        """Write a frame's numbers."""
        for write in self.text_writers():
            write(frame)

    def text_writers(self) -> list[Writer]:
        """What writes a frame's numbers, in parts that take turns."""
        return [self._look_for_findings, *self.workspace.text_writers(), self._write_foot]

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Show the confirmed experiments."""
        self._experiments = experiments
        self.workspace.show_experiments(experiments)
        self.compare_actions.show_experiments(experiments)
        self.presentation.follow()
        self.setWindowTitle(f"{comparison_name(experiments)} – vgviz")
        if self._expected_run is not None and self._expected_run < len(experiments):
            self.workspace.choose_run(self._expected_run)
            self._expected_run = None

    def expect_run(self, run: int) -> None:
        """Turn to this run as soon as it is there."""
        self._expected_run = run

    def new_gesture(self) -> int:
        """The number of a movement that is no other's."""
        self._gesture.end()
        return self._gesture.number()

    def show_state(self, state: State) -> None:
        """Show where the worker is."""
        self.workspace.show_state(state)
        self.transport.show_state(state)

    def hold(self) -> None:
        """Keep this moment on screen; training goes on. Needs as many calls of `release`."""
        self._gate.close()
        self.workspace.deck.dress()
        if self._clock is not None:
            self._clock.hold()

    def release(self) -> None:
        """Catch up with the present."""
        if self._clock is not None:
            self._clock.release()
        self._gate.open()

    def show_failure_details(self, failure: Failure) -> None:
        """Show the traceback, to read and to copy."""
        dialog = FailureDialog(failure, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Lead the Tab key through what can be seen, in the order in which it lies there."""
        self._tab_order.move(forward=forward)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the worker before the window goes."""
        self.export_actions.finish()
        self.presentation.leave()  # what is remembered is how the window looks without it
        self._last_layout = self.workspace.deck.state()
        self._gesture.end()
        self._patience.rest()
        self.workspace.deck.rest()
        if self._clock is not None:
            self._clock.stop()
        if self._session is not None:
            self._session.close()
        super().closeEvent(event)
        self.closed.emit()

    def _take_first_size(self) -> None:
        screen = QGuiApplication.primaryScreen().availableSize()
        room = (screen * SCREEN_SHARE).expandedTo(SMALL_SCREEN.boundedTo(screen))
        self.resize(FIRST_SIZE.boundedTo(room).expandedTo(LEAST_SIZE))

    def _listen(self, session: Session) -> None:
        parts = self.workspace
        self._clock = FrameClock(session.mailbox, self, parts.diagram, self.text_writers)
        self._clock.frame_taken.connect(self.show_frame)
        self._clock.visibility_changed.connect(self._on_visibility_changed)
        session.answered.connect(self._clock.take_answer)
        self._gesture.ended.connect(self._clock.refresh_text)
        session.state_changed.connect(self._on_state_changed)
        session.experiments_changed.connect(self._on_experiments_changed)
        session.failed.connect(self._on_failed)
        session.progress.connect(self._on_progress)
        session.remarked.connect(self._on_remarked)
        session.edits_changed.connect(self._on_edits_changed)
        session.history_changed.connect(self._on_history_changed)
        session.moved.connect(self._on_moved)
        parts.controls.experiment_edited.connect(self._on_experiment_edited)
        parts.controls.open_file_requested.connect(self.data_actions.ask)
        parts.controls.run_chosen.connect(parts.choose_run)
        parts.diagrams.run_chosen.connect(parts.choose_run)
        parts.failure_bar.command.connect(self.send)
        parts.failure_bar.details_requested.connect(self.show_failure_details)
        parts.timeline.command.connect(self.send)
        self.transport.command.connect(self.send)
        self.edit_actions.command.connect(self.send)
        self.measure_actions.command.connect(self.send)
        InspectorHint(self)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        self.show_experiments(session.experiments)
        self.show_state(session.state)

    def _repaint(self) -> None:
        """Qt would wait for ever for a paint that was due while there were to be none."""
        self.setUpdatesEnabled(True)
        QApplication.postEvent(
            self, QEvent(QEvent.Type.UpdateRequest), Qt.EventPriority.LowEventPriority.value
        )

    def _look_for_findings(self, frame: Frame) -> None:
        if frame.measured.is_one_sample:  # findings are of the data too
            self.desk.findings.rest()
        elif not self._gesture.goes_on:  # while a hand moves, what would be found is gone the next moment
            self.desk.findings.look(frame)

    def _write_foot(self, frame: Frame) -> None:
        self.workspace.timeline.show_text(frame)
        self.workspace.status.show_frame(frame, self._clock.frames_per_second if self._clock else 0.0)

    def _follow(self, moved: Moved) -> None:
        """Keep the choice and the controls with the layer and the network that they were of."""
        self.desk.selection.follow(moved)
        run = self.workspace.controls.run
        if moved.run is None and run is not None:
            self.expect_run(moved.origin.index(run) if run in moved.origin else 0)

    def _on_experiment_edited(self, experiment: Experiment, run: int) -> None:
        self.send(Configure(experiment, self._gesture.number(), run=run))

    def _on_visibility_changed(self, visible: bool) -> None:
        self.send(SetDrawing(visible))

    def _on_color_scheme_changed(self) -> None:
        if self._look.theme == "system":
            self.choose_look(self._look)

    def _on_state_changed(self, state: State) -> None:
        self._gate.pass_through(partial(self.show_state, state))

    def _on_experiments_changed(self, experiments: tuple[Experiment, ...]) -> None:
        self._gate.pass_through(partial(self.show_experiments, experiments))

    def _on_failed(self, failure: Failure) -> None:
        self._gate.pass_through(partial(self.workspace.show_failure, failure))

    def _on_progress(self, words: str) -> None:
        self._gate.pass_through(partial(self.workspace.status.show_progress, words))

    def _on_remarked(self, sentence: str) -> None:
        self._gate.pass_through(partial(self.workspace.notice.say, sentence))

    def _on_edits_changed(self, titles: EditTitles) -> None:
        self._gate.pass_through(partial(self.edit_actions.show_titles, titles))

    def _on_history_changed(self, moments: tuple[tuple[Snapshot, ...], ...]) -> None:
        self._gate.pass_through(partial(self.desk.history.rewrite, moments))

    def _on_moved(self, moved: Moved) -> None:
        self._gate.pass_through(partial(self._follow, moved))
