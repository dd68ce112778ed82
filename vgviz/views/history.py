"""What is kept of every frame so far, whoever looks: a panel that is built late shows the whole run."""

from collections.abc import Sequence

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.gradient_history import GradientHistory
from vgviz.views.plots.loss_history import LossHistory
from vgviz.views.plots.speed_history import SpeedHistory


class RunHistory:
    """The figures of one run over its steps, each in bounded memory."""

    def __init__(self) -> None:
        self.losses = LossHistory()
        self.gradients = GradientHistory()
        self.speeds = SpeedHistory()

    def append(self, snapshot: Snapshot) -> None:
        """Take note of a moment."""
        self.losses.append(snapshot)
        self.gradients.append(snapshot)
        self.speeds.append(snapshot)


class History:
    """One `RunHistory` for each of the networks on screen; the window feeds it with every frame."""

    def __init__(self) -> None:
        self._runs = [RunHistory()]

    @property
    def runs(self) -> tuple[RunHistory, ...]:
        """One entry a run, at least one; an entry stays the same object as long as its run is there."""
        return tuple(self._runs)

    def append(self, snapshots: Sequence[Snapshot]) -> None:
        """Take note of a moment of each run; runs that are not there any more are forgotten."""
        self._runs += [RunHistory() for _ in snapshots[len(self._runs) :]]
        del self._runs[max(len(snapshots), 1) :]
        for run, snapshot in zip(self._runs, snapshots, strict=False):
            run.append(snapshot)

    def rewrite(self, moments: Sequence[Sequence[Snapshot]]) -> None:
        """Take up another course, from its first moment; each step forgets what was known beyond it."""
        for snapshots in moments:
            self.append(snapshots)
