"""The session: what the window knows of the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal

from vgviz.experiment import Experiment
from vgviz.session.frame_mailbox import FrameMailbox
from vgviz.session.investigation import Investigation, Work
from vgviz.session.messages import AddRun, Command, Configure, Lend, Redo, RemoveRun, ShowMoment, Undo
from vgviz.session.states import State
from vgviz.session.worker import Worker

if TYPE_CHECKING:  # the worker imports the engine, so that the window need not wait for it
    from vgviz.engine.simulation import Simulation

CLOSE_PATIENCE = 1000  # milliseconds for all threads together
_ANSWERED_BY_A_PICTURE = Configure | AddRun | RemoveRun | ShowMoment | Undo | Redo


class Session(QObject):
    """Commands in, frames and a few rare signals out.

    Attributes
    ----------
    mailbox : holds the newest frame; take it as often as the display is refreshed.
    state, experiments : as last confirmed by the worker; an experiment for each run that is compared.
    sent : commands sent so far; a frame that has ``obeyed`` so many shows what came of them all.

    Signals
    -------
    state_changed (State), experiments_changed (the confirmed ones), failed (Failure), progress (words,
    "" when it is over), remarked (a sentence), answered (the mailbox holds the answer to a command),
    edits_changed (EditTitles), history_changed (the figures of a course that came back, one entry a moment,
    each with one entry a run), moved (Moved).
    """

    state_changed = Signal(object)
    experiments_changed = Signal(object)
    failed = Signal(object)
    progress = Signal(str)
    remarked = Signal(str)
    answered = Signal()
    edits_changed = Signal(object)
    history_changed = Signal(object)
    moved = Signal(object)

    def __init__(self, *experiments: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mailbox = FrameMailbox()
        self.state = State.IDLE
        self.experiments = experiments
        self.sent = 0
        self._worker = Worker(experiments, self.mailbox)
        self._closing: QDeadlineTimer | None = None
        self._worker.state_changed.connect(self._on_state_changed)
        self._worker.experiments_changed.connect(self._on_experiments_changed)
        self._worker.failed.connect(self.failed)
        self._worker.progress.connect(self.progress)
        self._worker.remarked.connect(self.remarked)
        self._worker.answered.connect(self.answered)
        self._worker.edits_changed.connect(self.edits_changed)
        self._worker.history_changed.connect(self.history_changed)
        self._worker.moved.connect(self.moved)
        self._worker.lent.connect(self._on_lent)
        self._investigations: dict[int, Investigation] = {}

    @property
    def experiment(self) -> Experiment:
        """That of the first run."""
        return self.experiments[0]

    def start(self) -> None:
        """Start the worker; commands sent before are obeyed then."""
        if self._closing is None:
            self._worker.start(QThread.Priority.LowPriority)

    def send(self, command: Command) -> int:
        """Queue ``command`` and return its number, the count of those sent so far; never waits."""
        self.sent += 1
        if isinstance(command, _ANSWERED_BY_A_PICTURE):
            self.mailbox.expect(self.sent)
        self._worker.send(command)
        return self.sent

    def investigate(self, work: Work) -> Investigation:
        """Do ``work`` on copies of the simulations as they will be when the worker takes this wish."""
        investigation = Investigation(work)
        number = self.sent + 1
        if self._closing is not None:
            investigation.cancel()
            return investigation
        self._investigations = {k: each for k, each in self._investigations.items() if each.is_alive}
        self._investigations[number] = investigation
        self.send(Lend(number))
        return investigation

    def close(self) -> bool:
        """End the worker from whatever state and wait for it; may be called again.

        Returns
        -------
        Whether all threads have ended. A step of a very large network, or a compiler that had to run inside
        this process, can keep one longer; Python must not come to its own end then.
        """
        if self._closing is None:
            self._closing = QDeadlineTimer(CLOSE_PATIENCE)
        self._worker.stop()
        self._worker.quit()
        ended = [each.close(self._closing) for each in self._investigations.values()]
        return self._worker.wait(self._closing) and all(ended)

    def _on_lent(self, number: int, simulations: tuple[Simulation, ...]) -> None:
        if number in self._investigations:  # else it was cancelled
            self._investigations[number].begin(simulations)

    def _on_state_changed(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _on_experiments_changed(self, experiments: tuple[Experiment, ...]) -> None:
        self.experiments = experiments
        self.experiments_changed.emit(experiments)
