"""Good states to go back to when training ends in NaN or infinity."""

import time
from collections import deque

from vgviz.session.lineup import Lineup, States

KEPT = 3
MOST_BYTES = 512 * 2**20  # for all of them together
INTERVAL = 0.5  # seconds of training between two
MOST_SHARE = 0.05  # of the worker's time that may go into making them


class Checkpoints:
    """The last few moments at which the numbers of all runs were finite, one each half second of training."""

    def __init__(self) -> None:
        self._kept: deque[States] = deque(maxlen=KEPT)
        self._due = 0.0
        self._newest_was_used = False

    def __bool__(self) -> bool:
        return bool(self._kept)

    def keep_if_due(self, lineup: Lineup) -> None:
        """Keep this moment where nothing has stopped, it is time, and memory allows."""
        started = time.perf_counter()
        size = lineup.state_bytes
        if lineup.stopped or started < self._due or size > MOST_BYTES:
            return
        while self._kept and (len(self._kept) + 1) * size > MOST_BYTES:
            self._kept.popleft()
        self._kept.append(lineup.states())
        now = time.perf_counter()
        self._due = now + max(INTERVAL, (now - started) / MOST_SHARE)
        self._newest_was_used = False

    def newest(self) -> States | None:
        """The one to go back to; where going back led nowhere, the next older."""
        if self._newest_was_used and len(self._kept) > 1:
            self._kept.pop()
        self._newest_was_used = bool(self._kept)
        return self._kept[-1] if self._kept else None

    def forget(self) -> None:
        """Drop all: the run starts anew."""
        self._kept.clear()
        self._due = 0.0
        self._newest_was_used = False
