"""How a CSV file is written: encoding, delimiter, decimal sign, header, and which columns hold numbers."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np

from vgviz.engine.raw_data import FloatArray
from vgviz.engine.tables.preview import Column, ColumnKind, Row

DELIMITERS = ("\t", ";", "|", ",")
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?"})
# A column holds numbers if so many of its values do, and is worth keeping if so many rows have a value.
NUMBER_SHARE = 0.8
PRESENT_SHARE = 0.5
# UTF-32's mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart and numbers written."""

    delimiter: str
    decimal_comma: bool

    def number(self, cell: str) -> float:
        """The cell's number; raises ValueError where there is none."""
        if "_" in cell:
            raise ValueError(f"{cell!r} is a number to Python only")
        return float(cell.replace(",", ".") if self.decimal_comma else cell)

    def numbers(self, cells: Row) -> FloatArray:
        """`number` of each cell."""
        plain = not self.decimal_comma and "_" not in "".join(cells)
        return np.fromiter(map(float if plain else self.number, cells), np.float64, len(cells))

    def is_number(self, cell: str) -> bool:
        """Whether the cell holds a number."""
        try:
            self.number(cell)
        except ValueError:
            return False
        return True


def is_missing(cell: str) -> bool:
    """Whether the cell is empty or one of the usual words for it (NA, NaN, null, ?)."""
    return cell.strip().lower() in MISSING


def encoding_of(head: bytes) -> str:
    """The encoding that a byte order mark names, else UTF-8 where it fits, else Latin-1."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def looks_binary(head: bytes) -> bool:
    """Whether these first bytes are no text: control characters, which text has no use for."""
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > len(head) // 1000


def dialect_of(text: str) -> Dialect:
    """Choose the delimiter that gives rows of equal length and most numbers; ``text`` is the file's head."""
    candidates = [_scored(text, delimiter) for delimiter in DELIMITERS]
    return max(candidates, key=lambda scored: scored[0])[1]


def _scored(text: str, delimiter: str) -> tuple[tuple[bool, float, float], Dialect]:
    rows = [row for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter) if row]
    length, same = Counter(map(len, rows)).most_common(1)[0]
    cells = [cell for row in rows for cell in row]
    comma = delimiter != "," and _writes_decimal_commas(cells)
    dialect = Dialect(delimiter, comma)
    numbers = sum(map(dialect.is_number, cells)) / len(cells)
    return (length > 1, round(same / len(rows), 1), numbers), dialect


def _writes_decimal_commas(cells: Row) -> bool:
    with_comma = sum(bool(_DECIMAL_COMMA.fullmatch(cell.strip())) for cell in cells)
    return with_comma > sum("." in cell and Dialect("", False).is_number(cell) for cell in cells)


def has_header(rows: Sequence[Row], dialect: Dialect) -> bool:
    """Whether the first row names the columns.

    It does where it has words above a column of numbers. Where words stand above words, a name is one that
    never comes again in a column that repeats itself. Numbers in it are names only if they count the columns.
    """
    first, rest = rows[0], rows[1:]
    if not rest:
        return not any(map(dialect.is_number, first))
    numeric = [dialect.is_number(cell) for cell in first]
    votes = 0
    for index, cell in enumerate(first):
        if is_missing(cell):
            continue
        below = [row[index] for row in rest if index < len(row)]
        if _kind(below, dialect) == "number":
            if not numeric[index]:
                return True
            votes -= 1
        elif not numeric[index]:
            repeats = len(set(below)) < len(below)
            votes += (1 if repeats else 0) if cell not in below else -1
    return votes > 0 or (not all(numeric) and _counts(first, numeric))


def _counts(first: Row, numeric: Sequence[bool]) -> bool:
    """Whether the numbers in the first row are 0, 1, 2 … or 1, 2, 3 …: names that a program gave."""
    numbers = [cell.strip() for cell, is_number in zip(first, numeric, strict=True) if is_number]
    starts = ([str(start + i) for i in range(len(numbers))] for start in (0, 1))
    return len(numbers) > 3 and numbers in starts


def columns_of(rows: Sequence[Row], dialect: Dialect, header: bool) -> tuple[Column, ...]:
    """Name and kind of each column, judged by ``rows``, the first of which is the header if there is one."""
    body = rows[1:] if header else rows
    names = [cell.strip() if header else "" for cell in rows[0]]
    kinds = (_kind([row[i] for row in body if i < len(row)], dialect) for i in range(len(names)))
    return tuple(
        Column(name or f"column {i}", kind)
        for i, (name, kind) in enumerate(zip(names, kinds, strict=True), 1)
    )


def _kind(cells: Row, dialect: Dialect) -> ColumnKind:
    present = [cell for cell in cells if not is_missing(cell)]
    if not present or len(present) < PRESENT_SHARE * len(cells):
        return "empty"
    numbers = sum(map(dialect.is_number, present))
    return "number" if numbers >= NUMBER_SHARE * len(present) else "text"
