"""When the worker makes the next frame."""

from collections import deque
from statistics import median

FRAME_INTERVAL = 0.016  # seconds; a display shows no more
# Of the worker's time that may go into frames: while it trains flat out, and while training leaves it time.
FLAT_OUT_SHARE = 0.05
LIMITED_SHARE = 0.4
BESIDE_SHARE = 0.15  # flat out, where another thread measures a copy: only the largest networks need so much
LONGEST_INTERVAL = 0.2  # seconds; a picture that moves less often seems to stand


class UsualCost:
    """The median of the last few costs: one that was delayed, or found a cold cache, says nothing."""

    def __init__(self) -> None:
        self._costs: deque[float] = deque(maxlen=5)

    @property
    def seconds(self) -> float:
        """What it usually costs; 0 before there is anything to tell by."""
        return median(self._costs) if self._costs else 0.0

    def note(self, seconds: float) -> None:
        """It cost so much this time."""
        self._costs.append(seconds)


class FramePace:
    """A frame when the last one was taken or is old, as long as frames cost little beside training.

    One that another thread measures comes when the last one is old.

    Large networks get fewer frames a second than a display shows, though five at least as long as these leave
    half of the time to training.
    """

    def __init__(self) -> None:
        self._made = float("-inf")
        self._cost = UsualCost()
        self._is_beside = False

    def forget_costs(self) -> None:
        """What frames cost so far says nothing of those to come."""
        self._cost = UsualCost()

    def wait(self, now: float, *, was_taken: bool, flat_out: bool) -> float:
        """Seconds until the next frame is due; 0 is now."""
        interval = 0.0 if was_taken and not self._is_beside else FRAME_INTERVAL
        share = BESIDE_SHARE if self._is_beside else FLAT_OUT_SHARE
        cost = self._cost.seconds
        affordable = max(min(cost / (share if flat_out else LIMITED_SHARE), LONGEST_INTERVAL), cost)
        return max(0.0, self._made + max(interval, affordable) - now)

    def made(self, now: float, cost: float, *, is_beside: bool = False) -> None:
        """A frame was done at ``now`` and took ``cost`` seconds of the worker's processor time.

        ``is_beside`` says that another thread measures it while training goes on; the end of a training step
        that it came late by does not delay those after it.
        """
        late = FRAME_INTERVAL / 2
        self._made = max(self._made + FRAME_INTERVAL, now - late) if is_beside else now
        if is_beside != self._is_beside:
            self._cost = UsualCost()
        self._cost.note(cost)
        self._is_beside = is_beside
