"""Counting how the numbers of a frame are spread, beside the window's thread where that takes long."""

from functools import partial

from PySide6.QtCore import QObject, QThreadPool, Signal

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.spread_history import Spread, count_values

MOST_AT_ONCE = 200_000  # parameters, whose values are counted in about two milliseconds

Snapshots = tuple[Snapshot, ...]


class SpreadCounter(QObject):
    """Counts snapshots one after the other; while it is at it, the newest waits and those between go."""

    counted = Signal(object)  # tuple[Spread, ...]
    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self, maxThreadCount=1)  # waits for its thread when it goes
        self._is_busy = False
        self._waiting: Snapshots = ()
        self._done.connect(self._on_done)

    def count(self, snapshots: Snapshots) -> None:
        """Count these: small ones at once."""
        if sum(values.size for each in snapshots for values in each.parameters.values()) <= MOST_AT_ONCE:
            self._waiting = ()
            self.counted.emit(tuple(map(count_values, snapshots)))
        elif self._is_busy:
            self._waiting = snapshots
        else:
            self._begin(snapshots)

    def _begin(self, snapshots: Snapshots) -> None:
        self._is_busy, self._waiting = True, ()
        self._pool.start(partial(self._work, snapshots))

    def _work(self, snapshots: Snapshots) -> None:
        spreads: tuple[Spread, ...] = ()
        try:
            spreads = tuple(map(count_values, snapshots))
        finally:
            self._done.emit(spreads)

    def _on_done(self, spreads: tuple[Spread, ...]) -> None:
        self._is_busy = False
        self.counted.emit(spreads)
        if self._waiting:
            self._begin(self._waiting)
