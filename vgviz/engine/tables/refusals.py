"""What is wrong with a file, in words; every refusal names ``data.path`` or ``data.target``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from vgviz.experiment import ExperimentError

LARGEST_NUMBERS = 50_000_000
# The numbers themselves, and their copy while they are shuffled and split.
BYTES_A_NUMBER = 16


class ReadingStoppedError(Exception):
    """Whoever asked for a table does not want it any more."""


def refusal(path: Path, got: str, takes: str) -> ExperimentError:
    """The error that says what is wrong in a file and what is taken."""
    return ExperimentError(f"data.path: in “{path.name}” {got}; takes {takes}")


@contextmanager
def refusing(
    path: Path, kind: str, damage: str = "", signs: tuple[type[Exception], ...] = ()
) -> Iterator[None]:
    """Say in words what the system refuses; ``kind`` is what the file should be, with its article.

    Errors that are ``signs`` of damage are told as ``damage``, such as "the table is damaged".
    """
    try:
        yield
    except ExperimentError:
        raise
    except signs as error:
        raise refusal(path, f"{damage} ({_reason(error)})", kind) from None
    except FileNotFoundError:
        raise ExperimentError(f"data.path: there is no file {path}; takes {kind}") from None
    except PermissionError:
        raise ExperimentError(f"data.path: no permission to read {path}; takes a file you may read") from None
    except OSError as error:
        if error.errno is None and damage:  # not the system's: a library reports damage so, too
            raise refusal(path, f"{damage} ({_reason(error)})", kind) from None
        raise ExperimentError(f"data.path: {path} cannot be read: {error.strerror or error}") from None
    except UnicodeError as error:
        raise refusal(path, f"the text is not what its first bytes promise ({error})", "UTF-8") from None
    except MemoryError:
        raise refusal(path, "there is more than the free memory can hold", "a smaller file") from None


def _reason(error: Exception) -> str:
    """What an error says, as far as it fits into a sentence."""
    return str(error).partition("\n")[0][:200] or type(error).__name__


def found_file(path: str, kind: str) -> Path:
    """The file at ``path``, a leading ~ being the home folder; call it inside `refusing`."""
    try:
        found = Path(path).expanduser()
    except RuntimeError:  # there is no such home
        found = Path(path)
    found.stat()
    if found.is_dir():
        raise ExperimentError(f"data.path: {found} is a folder; takes {kind}")
    if not found.is_file():
        raise ExperimentError(f"data.path: {found} is a device, not a file; takes {kind}")
    return found


def refuse_if_huge(path: Path, rows: int, features: int, *, about: bool = False) -> None:
    """Refuse more numbers than are taken, or than the free memory can hold, before they are read."""
    numbers = rows * features
    needed = f"{numbers * BYTES_A_NUMBER / 1e9:.1f} GB of memory"
    got = f"there are {'about ' if about else ''}{rows:,} rows of {features:,} numbers"
    if numbers > LARGEST_NUMBERS:
        takes = f"at most {LARGEST_NUMBERS:,} numbers, here {LARGEST_NUMBERS // features:,} rows"
        raise refusal(path, f"{got}, {needed}", takes)
    available = psutil.virtual_memory().available
    if numbers * BYTES_A_NUMBER > available:
        takes = f"what fits into the {available / 1e9:.1f} GB that are free"
        raise refusal(path, f"{got}, for which {needed} are needed", takes)
