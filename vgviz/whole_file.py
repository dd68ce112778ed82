"""Files, written whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4


class ExportError(Exception):
    """A file that could not be made or written; the message is a sentence for the user."""


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside ``target`` and put it in its place in one move.

    A device or a pipe, such as /dev/null, is written to and stays what it is.

    Raises
    ------
    ExportError
        With a sentence that says what to do.
    """
    refuse_bad_place(target)
    target = Path(os.path.realpath(target))  # a link stays a link; what it points to is replaced
    with _sentences(target):
        if target.exists() and not (target.is_file() or target.is_dir()):
            _write_to_device(target, content)
        else:
            _replace(target, content)


def _write_to_device(target: Path, content: bytes) -> None:
    """A pipe that nobody reads is refused at once; to wait for a reader would be for ever."""
    at_once = getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(target, os.O_WRONLY | getattr(os, "O_BINARY", 0) | at_once)
    with os.fdopen(descriptor, "wb") as file:
        if at_once:
            os.set_blocking(descriptor, True)
        file.write(content)


def _replace(target: Path, content: bytes) -> None:
    with _temporary_beside(target) as temporary:
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)


@contextmanager
def _temporary_beside(target: Path) -> Iterator[Path]:
    temporary = target.with_name(f".{target.name[:100]}.{uuid4().hex[:8]}.part")
    try:
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def refuse_bad_place(target: Path) -> None:
    """Refuse what can be seen to fail before there is anything to write.

    Raises
    ------
    ExportError
        If ``target`` is a folder, has none or one that takes no files, or the system refuses to look.
    """
    with _sentences(target):
        if target.is_dir():
            raise ExportError(f"“{target}” is a folder. Give the file a name inside it.")
        if not target.parent.is_dir():
            raise ExportError(f"The folder “{target.parent}” does not exist. Create it or choose another.")
        real = Path(os.path.realpath(target))
        if (real.is_file() or not real.exists()) and not os.access(real.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def _sentences(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(_sentence(error, target)) from error


def _sentence(error: OSError, target: Path) -> str:
    folder = target.parent
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"“{folder}” cannot be written to. Choose a folder of your own."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is no room left on the disk of “{folder}”. Make room or choose another folder."
    if error.errno == errno.ENAMETOOLONG:
        return "The file’s name is too long. Choose a shorter one."
    if error.errno == errno.ENXIO:
        return f"“{target}” is a pipe that nobody reads. Choose another place."
    return f"“{target}” could not be written: {error.strerror or error}. Choose another place."
