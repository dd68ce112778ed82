"""Work that may take longer than a frame, beside the window's thread; only the newest counts."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

FAILED = -1  # the number of work that has ended in an error


class Background(QObject):
    """Does one piece of work at a time.

    Signals
    -------
    done : object
        What the newest piece of work has returned.
    """

    done = Signal(object)
    _ended = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._running = 0
        self._ended.connect(self._on_ended)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._running > 0

    def start(self, work: Callable[[], Any]) -> None:
        """Begin; what an older piece of work returns is not told any more."""
        self._number += 1
        self._running += 1
        number = self._number

        def run() -> None:
            told: tuple[int, object] = FAILED, None
            try:
                told = number, work()
            finally:
                with suppress(RuntimeError):  # the window may be closed by now
                    self._ended.emit(*told)

        QThreadPool.globalInstance().start(run)

    def forget(self) -> None:
        """Let what is under way end unheard."""
        self._number += 1

    def _on_ended(self, number: int, result: object) -> None:
        self._running -= 1
        if number == self._number:
            self.done.emit(result)
