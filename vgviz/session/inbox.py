"""Commands on their way from the window to the worker."""

from queue import Empty, SimpleQueue

from vgviz.session.messages import Command, Configure, ShowMoment


class Inbox:
    """A queue of commands that can be waited for without spinning, and woken for the end."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Command | None] = SimpleQueue()

    def put(self, command: Command) -> None:
        """Queue ``command``; never waits."""
        self._queue.put(command)

    def wake(self) -> None:
        """End the wait of `take` without a command."""
        self._queue.put(None)

    def take(self, timeout: float | None) -> list[Command]:
        """All queued commands; waits up to ``timeout`` seconds for the first, for ever with None."""
        commands: list[Command] = []
        try:
            item = self._queue.get(timeout=timeout) if timeout != 0 else self._queue.get_nowait()
            while True:
                if item is not None:
                    commands.append(item)
                item = self._queue.get_nowait()
        except Empty:
            return commands


def coalesced(commands: list[Command]) -> list[Command]:
    """The same commands; of each unbroken series of `Configure` of one gesture only the last of each run.

    Of moments to show in a row only the last.

    A slider that is dragged sends more wishes than can be met; only the newest counts. Where layers change
    places, each wish counts on the one before.
    """
    return [
        command for place, command in enumerate(commands) if not _is_outdone(command, commands[place + 1 :])
    ]


def _is_outdone(command: Command, later: list[Command]) -> bool:
    if isinstance(command, ShowMoment):
        return bool(later) and isinstance(later[0], ShowMoment)
    if not isinstance(command, Configure) or command.origin is not None or command.restart:
        return False
    for after in later:
        if not isinstance(after, Configure) or after.origin is not None or after.gesture != command.gesture:
            return False
        if after.run == command.run:
            return True
    return False
