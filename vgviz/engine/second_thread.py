"""A second thread for the bursts of steps that another one trains."""

import contextlib
import ctypes
import os
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from vgviz.engine.kernels.passes import row_stride
from vgviz.engine.kernels.teamwork import HELPER_BELL, LEADER_BELL, LEAVE, SHARED_FROM, TICKET, WAITS, WORDS
from vgviz.engine.plan import FAN_IN, FAN_OUT, Plan
from vgviz.engine.processors import processors

Team = NDArray[np.int64]
ALONE: Team = np.zeros(0, dtype=np.int64)

# Multiplications of a burst from which help is worth asking for.
WORTH_ASKING = 1 << 23
# Seconds without help after it was so late that the leader had to wait for it: others need the processor.
REST = 0.2

config: Any = numba.config
_python: Any = ctypes.pythonapi
_python.PyThread_allocate_lock.restype = ctypes.c_void_p
_python.PyThread_acquire_lock.argtypes = ctypes.c_void_p, ctypes.c_int
for _function in (_python.PyThread_release_lock, _python.PyThread_free_lock):
    _function.argtypes, _function.restype = (ctypes.c_void_p,), None


def is_of_use(plan: Plan, batch_size: int, steps: int) -> bool:
    """Whether layers are wide enough, and steps enough, for two threads to be quicker than one."""
    stride = row_stride(batch_size)
    if plan.parameter_count * stride < SHARED_FROM or config.DISABLE_JIT:
        return False
    products = plan.layers[:, FAN_IN] * plan.layers[:, FAN_OUT] * stride
    shared = products[products >= SHARED_FROM].sum()
    return bool(3 * steps * shared >= WORTH_ASKING) and processors() > 1


class SecondThread:
    """A thread that helps another one burst by burst, sleeps in between, and ends with this object.

    Nobody waits until it has come: who trains begins alone.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "vgviz second thread")
        self._bells = _Bell(), _Bell()
        self._rests_until = 0.0
        weakref.finalize(self, _end, self._pool)

    @contextmanager
    def helping(self, helps: Callable[[Team], object]) -> Iterator[Team]:
        """A team of this thread and the second one, which ``helps`` it as long as the context lasts."""
        if time.monotonic() < self._rests_until:
            yield ALONE
            return
        team, (helper_bell, leader_bell) = np.zeros(WORDS, dtype=np.int64), self._bells
        team[HELPER_BELL], team[LEADER_BELL] = helper_bell.address, leader_bell.address
        try:
            helping = self._pool.submit(_help, helps, team, self._bells, _niceness())
        except RuntimeError:  # the machine has no thread left, or Python is ending
            yield ALONE
            return
        try:
            yield team
        finally:
            team[TICKET] = LEAVE
            helper_bell.ring()
            helping.cancel()
            if team[WAITS]:
                self._rests_until = time.monotonic() + REST


class _Bell:
    """A lock of the interpreter that is closed; to ring is to let through whoever waits in front of it."""

    def __init__(self) -> None:
        self.address = int(_python.PyThread_allocate_lock() or 0)
        if not self.address:
            raise MemoryError("no memory for a lock")
        _python.PyThread_acquire_lock(self.address, 1)

    def ring(self) -> None:
        """Let through whoever waits, or the next one who would."""
        _python.PyThread_release_lock(self.address)

    def __del__(self) -> None:
        if self.address:
            _python.PyThread_free_lock(self.address)


def _help(
    helps: Callable[[Team], object], team: Team, bells: tuple[_Bell, _Bell], niceness: int | None
) -> None:
    """Run in the second thread, with the priority of the first; the bells are kept until it has left."""
    if niceness is not None and niceness != _niceness():
        with contextlib.suppress(OSError):  # only a privileged process may become less nice
            os.setpriority(os.PRIO_PROCESS, 0, niceness)
    helps(team)
    del bells


def _niceness() -> int | None:
    """The calling thread's; None where a thread has none of its own."""
    return os.getpriority(os.PRIO_PROCESS, 0) if sys.platform == "linux" else None


def _end(pool: ThreadPoolExecutor) -> None:
    # The garbage collector may have come to this in the second thread itself.
    pool.shutdown(wait=False, cancel_futures=True)
    with contextlib.suppress(RuntimeError):
        pool.shutdown()
