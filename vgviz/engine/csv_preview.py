"""The head of a CSV file: enough to show it, to choose the label column, and to know how to read the rest."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from vgviz.engine.csv_format import (
    Column,
    Dialect,
    Row,
    columns_of,
    dialect_of,
    encoding_of,
    has_header,
    looks_binary,
    records,
)
from vgviz.engine.listing import listed, quoted
from vgviz.experiment import ExperimentError

HEAD_BYTES = 2**18
SNIFFED_CHARACTERS = 2**14
SAMPLED_ROWS = 1000
SHOWN_ROWS = 50
LARGEST_COLUMNS = 10_000


@dataclass(frozen=True, slots=True)
class Preview:
    """The head of a CSV file, and how the rest will be read.

    ``rows`` are the first rows under the header, as text. ``estimated_rows`` is what the whole file has if it
    goes on as it begins.
    """

    path: Path
    encoding: str
    dialect: Dialect
    header: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    estimated_rows: int

    def target_index(self, target: str | int | None) -> int:
        """Index of the label column: by name, by index (0 first, -1 last), or the last that holds something.

        Raises
        ------
        ExperimentError
            If no column, or more than one, answers to it.
        """
        names = [column.name for column in self.columns]
        if target is None:
            return max(i for i, column in enumerate(self.columns) if column.kind != "empty")
        if isinstance(target, int) and -len(names) <= target < len(names):
            return target % len(names)
        if isinstance(target, str) and names.count(target) == 1:
            return names.index(target)
        twice = ", which several columns are called" if target in names else ""
        raise ExperimentError(
            f"data.target: got {target!r}{twice}; takes an index from 0 to {len(names) - 1} "
            f"or a column's name, here {listed(quoted(names), shown=12)}"
        )

    def feature_indices(self, target: int) -> list[int]:
        """Indices of the columns of numbers besides the label column.

        Raises
        ------
        ExperimentError
            If there is none.
        """
        found = [i for i, c in enumerate(self.columns) if c.kind == "number" and i != target]
        if found:
            return found
        label = self.columns[target].name
        raise refusal(self.path, f"no column but the label “{label}” holds numbers", "at least one that does")


def preview_table(path: str | Path, header: bool | None = None) -> Preview:
    """Look at the head of a CSV file; ``header`` None finds out whether its first row names the columns.

    Raises
    ------
    ExperimentError
        If there is no such file, or its head is no table.
    """
    path = Path(path).expanduser()
    with refusing(path):
        size, head = _size_and_head(path)
        encoding = encoding_of(head)
        text = _whole_lines(path, head, encoding)
        dialect = dialect_of(text[: text.rfind("\n", 0, SNIFFED_CHARACTERS) + 1] or text)
        rows = list(islice(records(text, dialect.delimiter), SAMPLED_ROWS))
    _check_width(path, rows)
    named = has_header(rows, dialect) if header is None else header
    body = rows[1:] if named else rows
    if not body:
        raise refusal(path, "there are no rows under the header", "a row for each sample")
    columns = columns_of(rows, dialect, named)
    if all(column.kind == "empty" for column in columns):
        raise refusal(path, "hardly any field has a value", "a row of values for each sample")
    estimated = max(len(body), round(text.count("\n") * size / len(head)) - named)
    return Preview(path, encoding, dialect, named, columns, tuple(body[:SHOWN_ROWS]), estimated)


def refusal(path: Path, got: str, takes: str) -> ExperimentError:
    """The error that says what is wrong in a file and what is taken."""
    return ExperimentError(f"data.path: in “{path.name}” {got}; takes {takes}")


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say in words what the system or the csv module refuses."""
    try:
        yield
    except FileNotFoundError:
        raise ExperimentError(f"data.path: there is no file {path}; takes a CSV file") from None
    except PermissionError:
        raise ExperimentError(f"data.path: no permission to read {path}; takes a file you may read") from None
    except OSError as error:
        raise ExperimentError(f"data.path: {path} cannot be read: {error.strerror or error}") from None
    except UnicodeError as error:
        raise refusal(path, f"the text is not what its first bytes promise ({error})", "UTF-8") from None
    except csv.Error as error:
        raise refusal(path, f"a quote has no end or a field is too long ({error})", "a CSV file") from None


def _size_and_head(path: Path) -> tuple[int, bytes]:
    size = path.stat().st_size
    if path.is_dir():
        raise ExperimentError(f"data.path: {path} is a folder; takes a CSV file")
    if not path.is_file():
        raise ExperimentError(f"data.path: {path} is a device, not a file; takes a CSV file")
    with path.open("rb") as file:
        return size, file.read(HEAD_BYTES)


def _whole_lines(path: Path, head: bytes, encoding: str) -> str:
    if looks_binary(head):
        raise refusal(path, "there is no text", "a CSV file (save a spreadsheet as CSV first)")
    text = codecs.getincrementaldecoder(encoding)().decode(head).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(" \t\n\ufeff"):
        raise ExperimentError(f"data.path: “{path.name}” is empty; takes a row for each sample")
    if len(head) < HEAD_BYTES:
        return text.lstrip("\n")
    if "\n" not in text:
        raise refusal(path, f"the first line does not end within {HEAD_BYTES:,} bytes", "shorter lines")
    return text[: text.rfind("\n") + 1].lstrip("\n")


def _check_width(path: Path, rows: Sequence[Row]) -> None:
    width, widest = len(rows[0]), max(map(len, rows))
    if width < 2 < widest:
        raise refusal(path, f"the first line has one field but others have {widest}", "as many in each line")
    if width < 2:
        raise refusal(path, "there is one column only", "columns parted by comma, semicolon, tab or |")
    if width > LARGEST_COLUMNS:
        raise refusal(path, f"there are {width:,} columns", f"at most {LARGEST_COLUMNS:,}")
