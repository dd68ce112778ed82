"""An axis range that does not twitch."""

from math import ceil, floor


class CalmRange:
    """Range of an axis that grows at once and shrinks only when it has been too large for a while.

    Both ends stay at multiples of ``step``, so that small changes of the data leave the picture as it is.

    Parameters
    ----------
    low, high : where the range starts, and what it always shows at least as much of as ``least_span``.
    step : both ends are multiples of it.
    patience : number of calls of `follow` that must agree before the range shrinks.
    """

    def __init__(
        self, low: float, high: float, *, step: float, least_span: float, patience: int = 45
    ) -> None:
        self.low, self.high = low, high
        self._start = (low, high)
        self._step = step
        self._least_span = least_span
        self._patience = patience
        self._waited = 0

    def follow(self, low: float, high: float) -> bool:
        """Make room for ``low`` to ``high``; True if the range has changed."""
        wanted = self._snapped(low, high)
        if wanted[0] < self.low or wanted[1] > self.high:
            wanted = (min(wanted[0], self.low), max(wanted[1], self.high))
            return self._become(wanted)
        slack = (wanted[0] - self.low) + (self.high - wanted[1])
        self._waited = self._waited + 1 if slack >= 2 * self._step else 0
        return self._waited > self._patience and self._become(wanted)

    def reset(self) -> None:
        """Back to the range of the beginning."""
        self._become(self._start)

    def fit(self, low: float, high: float) -> bool:
        """Fit ``low`` to ``high`` at once, as for a first picture."""
        return self._become(self._snapped(low, high))

    def _snapped(self, low: float, high: float) -> tuple[float, float]:
        step = self._step
        bottom, top = floor(low / step) * step, ceil(high / step) * step
        missing = max(0.0, self._least_span - (top - bottom))
        above = floor(missing / 2 / step) * step
        top += above
        bottom -= ceil((missing - above) / step) * step
        return bottom, top

    def _become(self, wanted: tuple[float, float]) -> bool:
        changed = wanted != (self.low, self.high)
        self.low, self.high = wanted
        self._waited = 0
        return changed
