"""The head of a CSV file: enough to show it, to choose the target, and to know how to read the rest."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from vgviz.engine.tables.csv_format import (
    Dialect,
    columns_of,
    dialect_of,
    encoding_of,
    has_header,
    is_missing,
    looks_binary,
)
from vgviz.engine.tables.csv_rows import lined_rows
from vgviz.engine.tables.preview import LARGEST_COLUMNS, SAMPLED_ROWS, SHOWN_ROWS, Preview, Row
from vgviz.engine.tables.refusals import found_file, refusal, refusing
from vgviz.experiment import ExperimentError

HEAD_BYTES = 2**18
SNIFFED_CHARACTERS = 2**14
KIND = "a CSV file"
DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
ENCODING_NAMES = {"utf-8-sig": "UTF-8", "latin-1": "Latin-1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvPreview(Preview):
    """The head of a CSV file, and how its text is to be read."""

    encoding: str
    dialect: Dialect


def preview_csv(path: str, header: bool | None = None) -> CsvPreview:
    """Look at the head of a CSV file; ``header`` None finds out whether its first row names the columns.

    Raises
    ------
    ExperimentError
        If there is no such file, or its head is no table.
    """
    with refusing(Path(path), KIND):
        found = found_file(path, KIND)
        size, head = _size_and_head(found)
        encoding = encoding_of(head)
        lines = _whole_lines(found, head, encoding)
        text = lines.lstrip("\n")
        dialect = dialect_of(text[: text.rfind("\n", 0, SNIFFED_CHARACTERS) + 1] or text)
        rows = _first_rows(found, lines, dialect.delimiter, whole=size <= len(head))
    _check_width(found, rows)
    named = has_header(rows, dialect) if header is None else header
    body = rows[1:] if named else rows
    if not body:
        raise refusal(found, "there are no rows under the header", "a row for each sample")
    columns = columns_of(rows, dialect, named)
    if all(column.kind == "empty" for column in columns):
        raise refusal(found, "hardly any field has a value", "a row of values for each sample")
    estimated = max(len(body), round(text.count("\n") * size / len(head)) - named)
    shown = tuple(["" if is_missing(cell) else cell for cell in row] for row in body[:SHOWN_ROWS])
    description = _description(len(columns), dialect, encoding)
    return CsvPreview(
        found, description, columns, shown, estimated, named, encoding=encoding, dialect=dialect
    )


def _description(columns: int, dialect: Dialect, encoding: str) -> str:
    comma = ", decimal commas" if dialect.decimal_comma else ""
    written = ENCODING_NAMES.get(encoding, encoding.upper())
    return f"{columns:,} columns parted by {DELIMITER_NAMES[dialect.delimiter]}{comma} · {written}"


def _size_and_head(path: Path) -> tuple[int, bytes]:
    with path.open("rb") as file:
        return path.stat().st_size, file.read(HEAD_BYTES)


def _whole_lines(path: Path, head: bytes, encoding: str) -> str:
    if looks_binary(head):
        raise refusal(path, "there is no text", "a CSV file (save a spreadsheet as CSV first)")
    text = codecs.getincrementaldecoder(encoding)().decode(head).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(" \t\n\ufeff"):
        raise ExperimentError(f"data.path: “{path.name}” is empty; takes a row for each sample")
    if len(head) < HEAD_BYTES:
        return text
    lines = text[: text.rfind("\n") + 1]
    if "\n" not in lines.strip("\n"):  # fewer than two to judge by
        number = lines.count("\n") + 1
        got = f"line {number:,} does not end within {HEAD_BYTES:,} bytes"
        raise refusal(path, got, "shorter lines")
    return lines


def _first_rows(path: Path, text: str, delimiter: str, *, whole: bool) -> list[Row]:
    rows = lined_rows(path, StringIO(text, newline=""), delimiter, whole=whole)
    return [row for _, row in islice(rows, SAMPLED_ROWS)]


def _check_width(path: Path, rows: Sequence[Row]) -> None:
    width, widest = len(rows[0]), max(map(len, rows))
    if width < 2 < widest:
        raise refusal(path, f"the first line has one field but others have {widest}", "as many in each line")
    if width < 2:
        raise refusal(path, "there is one column only", "columns parted by comma, semicolon, tab or |")
    if width > LARGEST_COLUMNS:
        raise refusal(path, f"there are {width:,} columns", f"at most {LARGEST_COLUMNS:,}")
