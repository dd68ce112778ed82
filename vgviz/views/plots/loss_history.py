"""Loss and accuracy over a run."""

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.course import Course

MOST_MOMENTS = 1000


class LossHistory:
    """Loss and accuracy of the probe batch over the steps, and the test figures of each epoch."""

    def __init__(self) -> None:
        self.revision = 0  # another number after each change
        self.train, self.test = Course(MOST_MOMENTS), Course(MOST_MOMENTS)
        self._last: tuple[float, ...] = ()
        self._tested = 0  # step of the newest test figures

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
        if snapshot.tested_step > self._tested:
            self._tested = snapshot.tested_step
            self.test.append((self._tested, snapshot.test_loss, snapshot.test_accuracy))
        return True

    def _go_back(self, snapshot: Snapshot) -> None:
        self._tested = snapshot.tested_step
        kept = self.test.rows[self.test.rows[:, 0] <= snapshot.step].copy()
        self.test = Course(MOST_MOMENTS)
        for row in kept:
            self.test.append(row)
