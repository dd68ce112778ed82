"""The mailbox between worker and window, which lets the answer to an edit overtake older frames."""

import time

from vgviz.session.mailbox import Mailbox
from vgviz.session.messages import Frame

PATIENCE = 0.025  # seconds for which a frame that is no answer is kept back


class FrameMailbox(Mailbox[Frame]):
    """Keeps back, for a moment, frames that are older than the last edit.

    The answer is a few milliseconds away, but painting an old frame would take the window two or three times
    as long, and the answer would have to wait for that. `expect` and `take` belong to the window's thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._expected = 0
        self._awaited = 0
        self._deadline = 0.0

    def expect(self, answers: int) -> None:
        """A command was sent whose answer is a frame that has ``obeyed`` at least so many."""
        self._expected = answers
        if not self._awaited:
            self._await(answers)

    def take(self) -> Frame | None:
        """The latest frame, once; None when there is nothing new or the answer is about to come."""
        newest = self.peek()
        if newest is None or (newest.obeyed < self._awaited and time.perf_counter() < self._deadline):
            return None
        frame = super().take()
        obeyed = newest.obeyed if frame is None else frame.obeyed
        # While a hand drags, answers keep coming to wishes that are no longer the last: each is shown.
        self._await(self._expected if obeyed < self._expected else 0)
        return frame

    def _await(self, answers: int) -> None:
        self._awaited = answers
        self._deadline = time.perf_counter() + PATIENCE
