"""Which edits are one movement of the hand."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

PAUSE = 250  # ms between two edits that are one movement: a key that is held, a wheel that is spun


class Gesture(QObject):
    """Numbers movements: a drag, however slow, a held key, a spun wheel are one each.

    Signals
    -------
    ended
        A movement is over.
    """

    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._goes_on = QTimer(self, singleShot=True, interval=PAUSE)
        self._goes_on.timeout.connect(self._on_pause)

    @property
    def goes_on(self) -> bool:
        """Whether an edit made right now would belong to the former one's movement."""
        return self._goes_on.isActive()

    def number(self) -> int:
        """The number of the movement that an edit made right now belongs to."""
        if not self.goes_on:
            self._number += 1
        self._goes_on.start()
        return self._number

    def alone(self) -> int:
        """The number of a movement that is a single edit."""
        self.end()
        self._number += 1
        return self._number

    def end(self) -> None:
        """Let the next edit be another movement's."""
        self._goes_on.stop()

    def _on_pause(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._goes_on.start()
        else:
            self.ended.emit()
