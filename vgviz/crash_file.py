"""What the threads were doing when the process died, kept for the next start."""

import faulthandler
from contextlib import suppress
from pathlib import Path

DIED = "The last sitting ended in a crash; the network is as it was then. What was going on is in “{}”."
_NOW, _FORMER = "crash.txt", "last_crash.txt"


class CrashFile:
    """A file in ``folder`` that is empty unless the process dies; ``former`` is that of a sitting that did.

    Where it cannot be written, there is none: a report is worth no failure.
    """

    def __init__(self, folder: Path) -> None:
        self.former: Path | None = None
        self._path = folder / _NOW
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._keep_former()
            faulthandler.enable(self._path.open("ab", buffering=0))  # which keeps it open to the end

    def clear(self) -> None:
        """The sitting has ended well, so what is in the file were no crashes: some systems' are survived."""
        with suppress(OSError):
            self._path.write_bytes(b"")

    def _keep_former(self) -> None:
        if self._path.is_file() and self._path.stat().st_size > 0:
            self.former = self._path.replace(self._path.with_name(_FORMER))
