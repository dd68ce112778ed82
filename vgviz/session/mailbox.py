"""A mailbox that holds the latest value only: the worker puts, the window takes."""

from collections import deque
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Mailbox(Generic[Value]):
    """Hand over the newest value from one thread to another; neither side ever waits.

    A value that was not taken in time is replaced, so that a slow reader sees the present, not a backlog.
    """

    def __init__(self) -> None:
        # append and pop of a bounded deque are atomic, so no lock is needed.
        self._slot: deque[Value] = deque(maxlen=1)

    @property
    def is_empty(self) -> bool:
        """Whether the last value put was taken."""
        return not self._slot

    def put(self, value: Value) -> None:
        """Make ``value`` the latest; it replaces one that was not taken."""
        self._slot.append(value)

    def peek(self) -> Value | None:
        """The latest value, left where it is."""
        try:
            return self._slot[-1]
        except IndexError:
            return None

    def take(self) -> Value | None:
        """The latest value, once; None when there is nothing new."""
        try:
            return self._slot.pop()
        except IndexError:
            return None
