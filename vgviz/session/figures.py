"""The course of the runs in figures: snapshots without their large arrays, in bounded memory."""

from vgviz.engine.telemetry import Snapshot

MOST_MOMENTS = 512
OVERHEAD, LAYER_BYTES = 4000, 160  # of a snapshot's figures, about

Snapshots = tuple[Snapshot, ...]


class Figures:
    """Figures of all runs at growing steps; where there are too many, the least distance doubles."""

    def __init__(self) -> None:
        self._moments: list[Snapshots] = []
        self._stride = 1

    @property
    def moments(self) -> tuple[Snapshots, ...]:
        """What is kept, oldest first, one entry a run in each."""
        return tuple(self._moments)

    def note(self, snapshots: Snapshots) -> None:
        """Take note of a moment; moments at its step or later ones were undone and go."""
        moments, step = self._moments, _step(snapshots)
        self.cut(step - 1)
        # The newest only stays for good when it is a stride away from the one before it.
        if len(moments) >= 2 and _step(moments[-1]) - _step(moments[-2]) < self._stride:
            moments.pop()
        moments.append(tuple(snapshot.figures() for snapshot in snapshots))
        while len(self._moments) > MOST_MOMENTS:
            self._thin_out()

    def replace_all(self, moments: tuple[Snapshots, ...]) -> None:
        """Keep these and no others."""
        self._moments, self._stride = list(moments), 1

    def remove(self, run: int) -> None:
        """Forget a run; the later ones move up, and moments at which it was alone go."""
        left = [(*moment[:run], *moment[run + 1 :]) for moment in self._moments]
        self._moments = [moment for moment in left if moment]

    def cut(self, step: int) -> None:
        """Forget all after ``step``."""
        while self._moments and _step(self._moments[-1]) > step:
            self._moments.pop()

    def _thin_out(self) -> None:
        self._stride *= 2
        newest = self._moments.pop()
        kept: list[Snapshots] = []
        for moment in self._moments:
            if not kept or _step(moment) // self._stride != _step(kept[-1]) // self._stride:
                kept.append(moment)
        self._moments = [*kept, newest]


def figure_bytes(figures: Snapshot) -> int:
    """Memory that the figures of one run at one moment take, about."""
    return OVERHEAD + LAYER_BYTES * figures.layers


def _step(snapshots: Snapshots) -> int:
    """Step of a moment: that of the runs which have not stopped."""
    return max(snapshot.step for snapshot in snapshots)
