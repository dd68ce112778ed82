"""Counting how the numbers of a frame are spread, beside the window's thread where that takes long."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from vgviz.engine.telemetry import Snapshot
from vgviz.views.background import Background
from vgviz.views.plots.spread_history import Spread, count_values

MOST_AT_ONCE = 200_000  # parameters, whose values are counted in about two milliseconds

Snapshots = tuple[Snapshot, ...]


class SpreadCounter(QObject):
    """Counts snapshots one after the other; while it is at it, the newest waits and those between go.

    Signals
    -------
    counted : tuple of Spread
        One for each snapshot; those of a moment before another one are never told after it.
    """

    counted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._background.done.connect(self._on_done)
        self._waiting: Snapshots = ()
        self._is_overtaken = False

    def count(self, snapshots: Snapshots) -> None:
        """Count these: small ones at once."""
        if sum(values.size for each in snapshots for values in each.parameters.values()) <= MOST_AT_ONCE:
            self._waiting, self._is_overtaken = (), self._background.is_busy
            self.counted.emit(_counted(snapshots))
        elif self._background.is_busy:
            self._waiting = snapshots
        else:
            self._begin(snapshots)

    def _begin(self, snapshots: Snapshots) -> None:
        self._waiting, self._is_overtaken = (), False
        self._background.start(partial(_counted, snapshots))

    def _on_done(self, spreads: tuple[Spread, ...]) -> None:
        if not self._is_overtaken:
            self.counted.emit(spreads)
        if self._waiting:
            self._begin(self._waiting)


def _counted(snapshots: Snapshots) -> tuple[Spread, ...]:
    return tuple(map(count_values, snapshots))
