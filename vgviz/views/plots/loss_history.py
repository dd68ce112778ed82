"""The course of a run in bounded memory."""

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import Snapshot


class Course:
    """Rows (step, values…) at growing steps, at most ``capacity`` of them.

    When it is full the least distance between two rows, counted in steps, doubles until half of the rows
    are gone. The newest row is always there.
    """

    def __init__(self, capacity: int = 1000, values: int = 2) -> None:
        if capacity < 4:
            raise ValueError(f"capacity: got {capacity}, takes at least 4")
        self.stride = 1
        self._rows = np.empty((capacity, 1 + values))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> NDArray[np.float64]:
        """Array of shape (rows, 1 + values); a view that the next `append` may change."""
        return self._rows[: self._count]

    def append(self, step: int, *values: float) -> None:
        """Add a row; rows at this step or later ones, which a reset has undone, go away."""
        self._forget_from(step)
        # The newest row only stays for good when it is a stride away from the one before it.
        if self._count >= 2 and self._rows[self._count - 1, 0] - self._rows[self._count - 2, 0] < self.stride:
            self._count -= 1
        if self._count == len(self._rows):
            self._thin_out()
        self._rows[self._count] = step, *values
        self._count += 1

    def _forget_from(self, step: int) -> None:
        self._count = int(np.searchsorted(self.rows[:, 0], step))
        if self._count == 0:
            self.stride = 1

    def _thin_out(self) -> None:
        while self._count > len(self._rows) // 2:
            self.stride *= 2
            bucket = self.rows[:, 0] // self.stride
            first_of_bucket = np.append(True, bucket[1:] != bucket[:-1])
            kept = self.rows[first_of_bucket]
            self._rows[: len(kept)] = kept
            self._count = len(kept)


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
        self.train.append(snapshot.step, snapshot.loss, snapshot.accuracy)
        if snapshot.epoch > max(self._test_epoch, 0):
            self._test_epoch = snapshot.epoch
            self.test.append(snapshot.step, snapshot.test_loss, snapshot.test_accuracy)
        return True

    def _go_back(self, snapshot: Snapshot) -> None:
        self._test_epoch = snapshot.epoch
        kept = self.test.rows[self.test.rows[:, 0] <= snapshot.step].copy()
        self.test = Course(self._capacity)
        for step, loss, accuracy in kept:
            self.test.append(int(step), loss, accuracy)
