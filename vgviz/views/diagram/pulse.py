"""Backpropagation as motion: where the light is on its way back, in columns of the diagram."""

from PySide6.QtCore import QAbstractAnimation, QObject, QVariantAnimation, Signal

from vgviz.drawing.backprop_light import Ways, ways_back
from vgviz.engine.telemetry import Snapshot

PER_LAYER, SHORTEST, LONGEST = 240.0, 700.0, 6000.0  # ms at the usual speed
AFTERGLOW = 0.8  # columns that the light goes on, fading, after the first hidden layer


class Pulse(QObject):
    """Runs from the output's column to the first hidden layer's by itself, or layer by layer when told.

    Signals
    -------
    moved
        The light is elsewhere, or gone.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self.position = 0.0
        self._ways: dict[int, Ways] = {}
        self._way = QVariantAnimation(self)
        self._way.valueChanged.connect(self._on_way)
        self._way.finished.connect(self.stop)

    @property
    def is_lit(self) -> bool:
        """Whether there is light."""
        return self.snapshot is not None

    @property
    def stands(self) -> bool:
        """Whether it waits in a layer for the next step."""
        return self.is_lit and self._way.state() != QAbstractAnimation.State.Running

    def start(self, snapshot: Snapshot, speed: float = 1.0) -> None:
        """Run through the whole network; at twice the speed in half the time."""
        self._begin(snapshot)
        duration = min(max(PER_LAYER * snapshot.layers, SHORTEST), LONGEST) / speed
        self._run(snapshot.layers, 1.0 - AFTERGLOW, duration)

    def step(self, snapshot: Snapshot) -> None:
        """Light up the output layer, or from a layer that is lit the one before it; after the first none."""
        if not self.stands or self.snapshot is not snapshot:
            self._way.stop()
            self._begin(snapshot)
        elif self.position <= 1.0:
            self.stop()
        else:
            self.position -= 1.0
            self.moved.emit()

    def stop(self) -> None:
        """No light."""
        self._way.stop()
        if self.snapshot is not None:
            self.snapshot = None
            self._ways = {}
            self.moved.emit()

    def ways(self, column: int) -> Ways:
        """The edges between ``column`` and the next along which light runs."""
        if column not in self._ways and self.snapshot is not None:
            self._ways = {column: ways_back(self.snapshot, column)}
        return self._ways[column]

    def _begin(self, snapshot: Snapshot) -> None:
        self._way.stop()
        self.snapshot, self._ways = snapshot, {}
        self.position = float(snapshot.layers)
        self.moved.emit()

    def _run(self, start: float, end: float, duration: float) -> None:
        self._way.setStartValue(float(start))
        self._way.setEndValue(float(end))
        self._way.setDuration(round(duration))
        self._way.start()

    def _on_way(self, position: float) -> None:
        if self.snapshot is not None:
            self.position = position
            self.moved.emit()
