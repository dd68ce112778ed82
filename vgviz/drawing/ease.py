"""How much detail pictures in motion can afford."""

from collections import deque
from statistics import median

from vgviz.drawing.detail import SPARED

BUDGET = (
    0.012  # seconds of the processor for a picture: a display shows one every 16.7 ms, and plots need some
)
LOOKED_AT = 12  # pictures that decide
FIRST_PATIENCE, LONGEST_PATIENCE = 3.0, 48.0  # seconds after which more detail is tried again


class Ease:
    """Steps down a level of detail when pictures take too long, and tries a level more after a while.

    Each try that fails doubles the patience before the next, so that the picture does not flicker between
    two levels. At rest there is always full detail.

    Attributes
    ----------
    level : by how many levels less is drawn than could be; see `level_of_detail`.
    pictures : how many there are side by side; each has its share of the time.
    """

    def __init__(self) -> None:
        self.level = 0
        self.pictures = 1
        self._times: deque[float] = deque(maxlen=LOOKED_AT)
        self._patience = FIRST_PATIENCE
        self._since = 0.0
        self._tries = False

    def painted(self, seconds: float, now: float) -> bool:
        """A picture in motion took so long; whether the level is another now."""
        self._times.append(seconds)
        if len(self._times) < LOOKED_AT:
            return False
        if median(self._times) <= BUDGET / self.pictures:
            return self.level > 0 and now - self._since >= self._patience and self._step(-1, now)
        if self.level == len(SPARED):
            return False
        self._patience = min(2.0 * self._patience, LONGEST_PATIENCE) if self._tries else FIRST_PATIENCE
        return self._step(1, now)

    def rest(self) -> bool:
        """Nothing moves; whether the level is another now."""
        self._times.clear()
        self._patience, self._tries = FIRST_PATIENCE, False
        was_eased, self.level = self.level > 0, 0
        return was_eased

    def _step(self, by: int, now: float) -> bool:
        self.level += by
        self._times.clear()
        self._since, self._tries = now, by < 0
        return True
