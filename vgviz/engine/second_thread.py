"""A second thread for the bursts of steps that another one trains, where it makes them quicker.

Whether it does is measured, and measured again all the time: a virtual machine may get two processors that
lie far apart, and other ones a second later. What one of those has written reaches the other five times as
late, and two threads may then take half as long again as one.
"""

import contextlib
import ctypes
import os
import statistics
import sys
import time
import weakref
from collections import deque
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
# Bursts with help, and as many without, that are compared; and bursts until others are.
COMPARED = 3
COMPARED_AGAIN_AFTER = 100
# Of the time without help, what steps with help may take at most: a thread more needs a reason.
WORTH_HAVING = 0.95

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

    Nobody waits until it has come: who trains begins alone. It is left out where it makes steps no quicker.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "vgviz second thread")
        self._bells = _Bell(), _Bell()
        self._rests_until = 0.0
        self._work: object = None
        self._comparison = Comparison()
        weakref.finalize(self, _end, self._pool)

    @contextmanager
    def helping(self, helps: Callable[[Team], object], work: object, steps: int) -> Iterator[Team]:
        """A team of this thread and the second one, which ``helps`` it as long as the context lasts.

        Or nobody's, where ``steps`` of such ``work`` are quicker alone; other work is measured anew.
        """
        if work != self._work:
            self._work, self._comparison = work, Comparison()
        asks = self._comparison.asks_for_help and time.monotonic() >= self._rests_until
        begun = time.perf_counter()
        with self._team(helps) if asks else contextlib.nullcontext(ALONE) as team:
            yield team
        self._comparison.add(team.size > 0, steps, time.perf_counter() - begun)

    @contextmanager
    def _team(self, helps: Callable[[Team], object]) -> Iterator[Team]:
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


class Comparison:
    """Whether help makes steps quicker, from bursts with and without it in turns; then what was quicker.

    It is compared again after a while, and at once when help has become slower than no help was.

    Attributes
    ----------
    asks_for_help : whether the next burst should have help.
    """

    def __init__(self) -> None:
        self.asks_for_help = True
        self._compare_again()

    def _compare_again(self) -> None:
        self._with_help, self._alone = deque[float](maxlen=COMPARED), deque[float](maxlen=COMPARED)
        self._since = 0  # bursts since the comparison
        self._slow_in_a_row = 0  # of them, those with help that took longer than without

    def add(self, helped: bool, steps: int, seconds: float) -> None:
        """Learn from a burst of ``steps`` that took ``seconds``."""
        if self._is_settled:
            self._since += 1
            is_slow = helped and seconds / steps > statistics.median(self._alone)
            self._slow_in_a_row = self._slow_in_a_row + 1 if is_slow else 0
            if self._slow_in_a_row < COMPARED and self._since < COMPARED_AGAIN_AFTER:
                return
            self._compare_again()
        else:
            (self._with_help if helped else self._alone).append(seconds / steps)
        self.asks_for_help = len(self._with_help) <= len(self._alone)
        if self._is_settled:
            self.asks_for_help = statistics.median(self._with_help) <= WORTH_HAVING * statistics.median(
                self._alone
            )

    @property
    def _is_settled(self) -> bool:
        return len(self._with_help) == len(self._alone) == COMPARED


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
