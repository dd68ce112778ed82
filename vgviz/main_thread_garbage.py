"""Garbage collection on the main thread only.

Python collects in whatever thread allocates. When that is the worker while widgets sit in reference cycles,
Qt objects die in the wrong thread and the process with them.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1000  # ms
YOUNG_ROUNDS = 30  # between two collections of everything
WORTH_IT = 700  # new objects; from so many on Python itself would collect


class MainThreadGarbage(QObject):
    """Switch automatic collection off and collect on this thread's timer instead, until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self.spare_the_permanent()
        self._timer.start()

    def collect(self) -> None:
        """Collect what is young, now and then everything; where hardly anything is new, nothing."""
        if gc.get_count()[0] < WORTH_IT:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % YOUNG_ROUNDS == 0 else 1)

    def spare_the_permanent(self) -> None:
        """Leave what exists now out of all later collections: modules and compiled kernels never go.

        Nothing is collected before: that takes a tenth of a second, and little of it is garbage.
        """
        gc.freeze()

    def stop(self) -> None:
        """Hand collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
