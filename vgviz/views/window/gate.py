"""Calls that wait while the picture must stay as it is."""

from collections.abc import Callable


class Gate:
    """Lets calls through at once, or, while it is closed, keeps them in order until it opens."""

    def __init__(self) -> None:
        self._closed = 0
        self._waiting: list[Callable[[], object]] = []

    def pass_through(self, call: Callable[[], object]) -> None:
        """Call now, or when the gate opens."""
        if self._closed:
            self._waiting.append(call)
        else:
            call()

    def close(self) -> None:
        """Keep calls from now on; needs as many calls of `open`."""
        self._closed += 1

    def open(self) -> None:
        """Let the waiting calls through."""
        self._closed -= 1
        while self._waiting and not self._closed:
            self._waiting.pop(0)()
