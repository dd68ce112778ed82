"""Work that must not take the window's processor: it runs when the window leaves it one."""

import contextlib
import os
import sys
import threading

NICENESS = 5  # a third of the time of a thread of ordinary priority
ROOM_NICENESS = 15  # a tenth: what nobody waits for yet
PICTURE_NICENESS = 2  # of what the window waits for: before the training, which fills all that is left


def yield_to_the_window(process: int | None = None, niceness: int = NICENESS) -> None:
    """Lower the priority of ``process``, of the calling thread without one.

    Elsewhere than on Linux a thread has no niceness of its own; Qt's thread priority does it there.
    """
    if sys.platform != "linux" and process is None:
        return
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, process or threading.get_native_id(), niceness)
