"""Work for which a paint must not wait."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal


class AfterPaint(QObject):
    """Calls back once what is to be painted now has been painted.

    A timer of no time would not do: it comes before a paint that was wished for in the same turn.

    Signals
    -------
    reached
        It is painted, or there was nothing to paint.
    """

    reached = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=0)  # after what a paint itself has posted
        self._timer.timeout.connect(self.reached)
        self._waits = False

    @property
    def is_active(self) -> bool:
        """Whether it has still to call back."""
        return self._waits or self._timer.isActive()

    def start(self) -> None:
        """Call back after the next paint; once, however often this is called before."""
        if not self.is_active:
            self._waits = True
            after_paints = Qt.EventPriority.LowEventPriority.value - 1  # Qt's paints have low priority
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), after_paints)

    def stop(self) -> None:
        """Call back no more."""
        self._waits = False
        self._timer.stop()

    def customEvent(self, _event: QEvent) -> None:
        if self._waits:
            self._waits = False
            self._timer.start()
