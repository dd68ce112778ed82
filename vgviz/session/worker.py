"""The thread that owns the simulations."""

import traceback
from dataclasses import fields

from PySide6.QtCore import QObject, QThread, Signal

from vgviz.experiment import Experiment
from vgviz.missing_package import missing_package
from vgviz.session.announcements import Announcements
from vgviz.session.background import yield_to_the_window
from vgviz.session.inbox import Inbox
from vgviz.session.mailbox import Mailbox
from vgviz.session.messages import Command, Failure, Frame
from vgviz.session.states import State


class Worker(QThread):
    """Take commands, train a burst, put a frame; block without spinning when there is nothing to do.

    Signals are emitted from the thread, so whoever lives in another one gets them queued.
    """

    state_changed = Signal(object)
    experiments_changed = Signal(object)
    failed = Signal(object)
    progress = Signal(str)
    remarked = Signal(str)
    answered = Signal()
    edits_changed = Signal(object)
    lent = Signal(int, object)
    history_changed = Signal(object)
    moved = Signal(object)

    def __init__(
        self,
        experiments: tuple[Experiment, ...],
        mailbox: Mailbox[Frame],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("vgviz worker")
        self._experiments = experiments
        self._mailbox = mailbox
        self._inbox = Inbox()
        self._stops = False

    def send(self, command: Command) -> None:
        """Queue a command; from any thread."""
        self._inbox.put(command)

    def stop(self) -> None:
        """Ask the thread to end; it does within a burst."""
        self._stops = True
        self._inbox.wake()

    def run(self) -> None:
        """Work until `stop`."""
        try:
            self._work()
        except Exception as error:
            details = "".join(traceback.format_exception(error))
            reason = missing_package(error) or error
            self.progress.emit("")
            self.state_changed.emit(State.FAILED)
            self.failed.emit(Failure(f"The engine has stopped: {reason}. Restart vgviz.", details))

    def _work(self) -> None:
        yield_to_the_window()
        # The engine is imported here, so that the window need not wait for it.
        from vgviz.session.loop import Loop

        loop = Loop(self._experiments, self._announcements(), self._mailbox)
        try:
            wait = loop.start()
            while not self._stops:
                wait = loop.turn(self._inbox.take(wait))
        finally:
            loop.close()

    def _announcements(self) -> Announcements:
        return Announcements(
            **{entry.name: getattr(self, entry.name).emit for entry in fields(Announcements)}
        )
