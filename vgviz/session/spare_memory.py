"""Memory that large networks have taken, given back to the system when smaller ones follow."""

import ctypes
import sys
from collections.abc import Callable
from threading import Timer

SETTLED = 3.0  # seconds after which nobody shows the larger network any more


class SpareMemory:
    """Asks the allocator to return what it keeps for later, which after large networks can be gigabytes.

    glibc keeps freed memory of up to 32 MB a piece. Other allocators have no such function, or no such need.
    """

    def __init__(self, trim: Callable[[], object] | None = None) -> None:
        self._trim = trim or _malloc_trim()
        self._timer: Timer | None = None

    def give_back_soon(self) -> None:
        """Give back what is free once the picture has changed; of many wishes only the last counts."""
        self.close()
        if self._trim is not None:
            self._timer = Timer(SETTLED, self._trim)
            self._timer.daemon = True  # nothing that an end of the program should wait for
            self._timer.start()

    def close(self) -> None:
        """Leave it to the end of the process."""
        if self._timer is not None:
            self._timer.cancel()


def _malloc_trim() -> Callable[[], object] | None:
    if sys.platform != "linux":
        return None
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return None if trim is None else lambda: trim(0)
