"""Loss and accuracy over a run."""

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.course import Course


class LossHistory:
    """Loss and accuracy of the probe batch over the steps, and the test figures of each epoch."""

    def __init__(self, capacity: int = 1000) -> None:
        self._capacity = capacity
        self.revision = 0  # another number after each change
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.revision += 1
        self.train = Course(self._capacity)
        self.test = Course(self._capacity)
        self._last: tuple[float, ...] = ()
        self._test_epoch = -1

    def append(self, snapshot: Snapshot) -> bool:
        """Take note of a snapshot; False if it tells nothing new."""
        seen = (snapshot.step, snapshot.epoch, snapshot.loss, snapshot.accuracy, snapshot.test_loss)
        if seen == self._last:
            return False
        if self._last and snapshot.step < self._last[0]:
            self._go_back(snapshot)
        self._last = seen
        self.revision += 1
        self.train.append((snapshot.step, snapshot.loss, snapshot.accuracy))
        if snapshot.epoch > max(self._test_epoch, 0):
            self._test_epoch = snapshot.epoch
            self.test.append((snapshot.step, snapshot.test_loss, snapshot.test_accuracy))
        return True

    def _go_back(self, snapshot: Snapshot) -> None:
        self._test_epoch = snapshot.epoch
        kept = self.test.rows[self.test.rows[:, 0] <= snapshot.step].copy()
        self.test = Course(self._capacity)
        for row in kept:
            self.test.append(row)
