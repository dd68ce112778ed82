"""A mailbox for the latest value: the worker puts, the window takes."""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Mailbox(Generic[Value]):
    """Hand over the newest value from one thread to another; neither side ever waits.

    A value that was not taken in time is replaced, so that a slow reader sees the present, not a backlog. One
    that is put to `follow` another waits for its turn, so that a steady reader finds one at each turn though
    they come unevenly; never more than two wait. A reader that has found it empty can sleep until it is told.
    """

    def __init__(self) -> None:
        # append, popleft and clear of a bounded deque are atomic, so no lock is needed.
        self._waiting: deque[Value] = deque(maxlen=2)
        self._sleeping: deque[Callable[[], object]] = deque(maxlen=1)

    @property
    def is_empty(self) -> bool:
        """Whether the last value put was taken."""
        return not self._waiting

    def put(self, value: Value) -> None:
        """Make ``value`` the latest; it replaces what was not taken."""
        self._waiting.clear()
        self.follow(value)

    def follow(self, value: Value) -> None:
        """Make ``value`` the latest; it comes after the one before, and replaces those before that."""
        self._waiting.append(value)
        self._tell_reader()

    def tell_of_next(self, tell: Callable[[], object] | None) -> None:
        """Call ``tell`` once, in the thread that puts, when there is a value; at once where one waits."""
        self._sleeping.clear()
        if tell is not None:
            self._sleeping.append(tell)
        if self._waiting:  # it may have come since the reader looked
            self._tell_reader()

    def peek(self) -> Value | None:
        """The value that is next, left where it is."""
        try:
            return self._waiting[0]
        except IndexError:
            return None

    def take(self) -> Value | None:
        """The value that is next, once; None when there is nothing new."""
        try:
            return self._waiting.popleft()
        except IndexError:
            return None

    def _tell_reader(self) -> None:
        try:
            tell = self._sleeping.popleft()
        except IndexError:
            return
        tell()
