"""Says so where what a person wishes has to wait: a step of a huge network takes seconds."""

from PySide6.QtCore import QObject, QTimer, Signal

from vgviz.session.messages import Command, Frame, Lend, SetDrawing, Watch
from vgviz.session.states import State

SOON = 200  # ms within which an answer needs no words
SLOW = 1000 / SOON  # steps a second
THIS_STEP = "Waiting for this step to end…"
OTHER_WORK = "One moment…"
_NOT_WISHED_BY_HAND = Watch | SetDrawing | Lend


class Patience(QObject):
    """Compares what was sent with what the newest frame has obeyed.

    Signals
    -------
    words_changed : str
        What is to be said; "" when all was obeyed.
    """

    words_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sent = 0
        self._frame: Frame | None = None
        self._waiting = QTimer(self, singleShot=True, interval=SOON)
        self._waiting.timeout.connect(self._say)
        self._says = False

    def note_sent(self, command: Command, sent: int) -> None:
        """``command`` was sent, as number ``sent``."""
        if self._frame is not None and not isinstance(command, _NOT_WISHED_BY_HAND):
            self._sent = sent
            if not (self._says or self._waiting.isActive()):
                self._waiting.start()

    def show_frame(self, frame: Frame) -> None:
        """See whether all that was wished has been obeyed."""
        self._frame = frame
        if frame.obeyed < self._sent:
            return
        self._waiting.stop()
        if self._says:
            self._says = False
            self.words_changed.emit("")

    def rest(self) -> None:
        """Nothing is waited for any more."""
        self._waiting.stop()

    def _say(self) -> None:
        self._says = True
        frame = self._frame
        is_slow = frame is not None and frame.state is State.RUNNING and frame.steps_per_second < SLOW
        self.words_changed.emit(THIS_STEP if is_slow else OTHER_WORK)
