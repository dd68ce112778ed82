"""A session without a worker."""

from PySide6.QtCore import QObject, Signal

from vgviz.experiment import Experiment
from vgviz.session.investigation import Investigation, Work
from vgviz.session.mailbox import Mailbox
from vgviz.session.messages import Command, Frame
from vgviz.session.states import State


class FakeSession(QObject):
    """Keeps what it was sent and says what it is told to."""

    state_changed = Signal(object)
    experiments_changed = Signal(object)
    failed = Signal(object)
    progress = Signal(str)
    remarked = Signal(str)
    answered = Signal()
    edits_changed = Signal(object)
    history_changed = Signal(object)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox[Frame] = Mailbox()
        self.state = State.IDLE
        self.experiments = (Experiment(),)
        self.sent: list[Command] = []
        self.closed = 0

    def send(self, command: Command) -> int:
        """Keep it; every frame of a test has obeyed it."""
        self.sent.append(command)
        return 0

    def investigate(self, work: Work) -> Investigation:
        """Begin without a network."""
        investigation = Investigation(work)
        investigation.begin(())
        return investigation

    def answer(self, frame: Frame) -> None:
        """Say that a frame is there."""
        self.mailbox.put(frame)
        self.answered.emit()

    def close(self) -> bool:
        """Count it."""
        self.closed += 1
        return True
