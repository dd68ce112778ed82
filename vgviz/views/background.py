"""Work that may take longer than a frame, beside the window's thread; only the newest counts."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

LOOK_INTERVAL = 4  # ms


class Background(QObject):
    """Does one piece of work at a time.

    The threads that work know nothing of this object, which looks whether they have ended: one that told it
    could do so just while the window is taken apart.

    Signals
    -------
    done : object
        What the newest piece of work has returned.
    """

    done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way: list[Future[Any]] = []
        self._newest: Future[Any] | None = None
        self._looking = QTimer(self, interval=LOOK_INTERVAL)
        self._looking.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return bool(self._under_way)

    def start(self, work: Callable[[], Any]) -> None:
        """Begin; what an older piece of work returns is not told any more."""
        self._newest = future = Future[Any]()
        self._under_way.append(future)
        self._looking.start()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)

        QThreadPool.globalInstance().start(run)

    def forget(self) -> None:
        """Let what is under way end unheard."""
        self._newest = None

    def wait(self) -> None:
        """End the newest piece of work now, and what is begun where it is told of."""
        while self._newest is not None:
            wait([self._newest])
            self._look()

    def _look(self) -> None:
        """Tell what the newest work has returned, or raise what went wrong in it."""
        ended = [future for future in self._under_way if future.done()]
        self._under_way = [future for future in self._under_way if future not in ended]
        if not self._under_way:
            self._looking.stop()
        if self._newest in ended:
            future, self._newest = self._newest, None
            self.done.emit(future.result())
