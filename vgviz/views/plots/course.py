"""Rows over the steps of a run, in bounded memory."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Course:
    """Rows (step, values…) at growing steps, at most ``capacity`` of them.

    When it is full the least distance between two rows, counted in steps, doubles until half of the rows
    are gone. The newest row is always there.
    """

    def __init__(self, capacity: int, values: int = 2) -> None:
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

    def append(self, row: ArrayLike) -> None:
        """Add a row; those at its step or later ones, which a reset has undone, go away."""
        new = np.asarray(row, dtype=np.float64)
        self._forget_from(new[0])
        # The newest row only stays for good when it is a stride away from the one before it.
        if self._count >= 2 and self._rows[self._count - 1, 0] - self._rows[self._count - 2, 0] < self.stride:
            self._count -= 1
        if self._count == len(self._rows):
            self._thin_out()
        self._rows[self._count] = new
        self._count += 1

    def _forget_from(self, step: float) -> None:
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
