"""Copies of a network that are trained anew, to know the weights at moments that are not on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vgviz.analysis.retrained import Retrained, retrained
from vgviz.experiment import Experiment
from vgviz.session.investigation import Investigation
from vgviz.views.desk import Desk

if TYPE_CHECKING:
    from vgviz.engine.simulation import Simulation

MOST_KEPT = 4
Key = tuple[
    int, Experiment, int | None
]  # in which run's data, what, and for how many steps; None is an epoch


class Rehearsals(QObject):
    """Trains one copy at a time and remembers the last few.

    Signals
    -------
    changed
        One has begun, has got further, or has ended.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.failure = ""
        self._desk = desk
        self._known: dict[Key, Retrained] = {}
        self._under_way: tuple[Key, Investigation] | None = None
        self._given_up: set[Key] = set()

    @property
    def is_busy(self) -> bool:
        """Whether a copy is being trained."""
        return self._under_way is not None

    def known(self, key: Key) -> Retrained | None:
        """What came of it; None where it has yet to be trained."""
        return self._known.get(key)

    def need(self, keys: Sequence[Key]) -> None:
        """Train the first of these that is neither known nor given up; stop what is no longer needed."""
        if self._under_way is not None:
            if self._under_way[0] in keys:
                return
            self._stop()
        for key in keys:
            if key not in self._known and key not in self._given_up:
                self._begin(key)
                return

    def give_up(self) -> None:
        """Stop what is under way, and do not begin it again by itself."""
        if self._under_way is not None:
            self._given_up.add(self._under_way[0])
            self._stop()
            self.changed.emit()

    def try_again(self) -> None:
        """What was given up or has failed may begin again."""
        self._given_up.clear()
        self.failure = ""

    def _begin(self, key: Key) -> None:
        self.share, self.failure = 0.0, ""
        investigation = self._desk.investigate(_work(key))
        self._under_way = (key, investigation)
        investigation.progressed.connect(self._on_progressed)
        investigation.finished.connect(self._on_finished)
        investigation.failed.connect(self._on_failed)
        if investigation.is_over:
            self._on_failed("There is no network to train a copy of.")
        self.changed.emit()

    def _stop(self) -> None:
        if self._under_way is not None:
            _, investigation = self._under_way
            self._under_way = None
            investigation.cancel()

    def _on_progressed(self, share: float) -> None:
        self.share = share
        self.changed.emit()

    def _on_finished(self, result: Retrained) -> None:
        if self._under_way is not None:
            key, _ = self._under_way
            self._under_way = None
            self._known[key] = result
            while len(self._known) > MOST_KEPT:
                del self._known[next(iter(self._known))]
            self.changed.emit()

    def _on_failed(self, sentence: str) -> None:
        if self._under_way is not None:
            key, _ = self._under_way
            self._under_way = None
            self._given_up.add(key)
            self.failure = sentence
            self.changed.emit()


def _work(key: Key) -> Callable[[tuple[Simulation, ...], Callable[[float], None]], Retrained]:
    run, experiment, steps = key

    def work(simulations: tuple[Simulation, ...], progress: Callable[[float], None]) -> Retrained:
        return retrained(simulations[min(run, len(simulations) - 1)], experiment, steps, progress)

    return work
