"""When the worker makes the next frame."""

FRAME_INTERVAL = 0.016  # seconds; a display shows no more
MOST_SHARE = 0.4  # of the worker's time that may go into frames while training


class FramePace:
    """A frame when the last one was taken or is old, as long as frames cost little beside training."""

    def __init__(self) -> None:
        self._made = float("-inf")
        self._cost = 0.0

    def wait(self, now: float, *, was_taken: bool) -> float:
        """Seconds until the next frame is due; 0 is now."""
        interval = 0.0 if was_taken else FRAME_INTERVAL
        return max(0.0, self._made + max(interval, self._cost / MOST_SHARE) - now)

    def made(self, now: float, cost: float) -> None:
        """A frame was done at ``now`` and took ``cost`` seconds."""
        self._made, self._cost = now, cost
