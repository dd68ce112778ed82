"""How many steps at a time, how many a second, and how many it really were."""

from collections import deque

BURST_SECONDS = 0.0035  # short enough that a command waits little, long enough that Python costs nothing
RATE_WINDOW = 0.5  # seconds over which steps per second are measured
MOST_CREDIT_SECONDS = 0.1  # after a stall a limited run catches up on this much, not on all of it


class BurstSize:
    """Steps for the next burst, so that it lasts about `BURST_SECONDS`; one where a step takes longer."""

    def __init__(self) -> None:
        self._steps = 1.0

    @property
    def steps(self) -> int:
        """Steps to train before looking at the commands again; at least 1."""
        return max(1, int(self._steps))

    def measured(self, steps: int, seconds: float) -> None:
        """Learn from a burst of ``steps`` that took ``seconds``; grows gently, shrinks at once."""
        fitting = steps * BURST_SECONDS / max(seconds, 1e-7)
        self._steps = max(1.0, min(fitting, 2 * self.steps))

    def restart(self) -> None:
        """Forget what was learnt: the next step may cost anything."""
        self._steps = 1.0


class StepRate:
    """Steps per second over the last half second."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()
        self._trained = 0

    @property
    def per_second(self) -> float:
        """The rate; 0 before there is anything to measure."""
        if len(self._marks) < 2:
            return 0.0
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        return (last - first) / max(end - start, 1e-9)

    def start(self, now: float) -> None:
        """Begin to measure."""
        self._marks.clear()
        self._marks.append((now, self._trained))

    def stop(self) -> None:
        """Nothing is trained from here on; the rate is 0."""
        self._marks.clear()

    def trained(self, steps: int, now: float) -> None:
        """``steps`` more were done by the time ``now``."""
        self._trained += steps
        self._marks.append((now, self._trained))
        while len(self._marks) > 2 and self._marks[1][0] <= now - RATE_WINDOW:
            self._marks.popleft()


class SpeedLimit:
    """At most so many steps a second, spread evenly; None is no limit."""

    def __init__(self, steps_per_second: float | None = None, now: float = 0.0) -> None:
        self.steps_per_second = steps_per_second
        self._credit = 1.0
        self._refilled = now

    def allowed(self, now: float) -> int | None:
        """Steps that may be done now; None is any number."""
        rate = self.steps_per_second
        if rate is None:
            return None
        most = max(1.0, rate * MOST_CREDIT_SECONDS)
        self._credit = min(most, self._credit + rate * max(0.0, now - self._refilled))
        self._refilled = now
        return int(self._credit + 1e-9)

    def spent(self, steps: int) -> None:
        """``steps`` of those allowed were done."""
        self._credit -= steps

    @property
    def wait(self) -> float:
        """Seconds until the next step is allowed."""
        if self.steps_per_second is None:
            return 0.0
        return max(0.0, (1.0 - self._credit) / self.steps_per_second)
