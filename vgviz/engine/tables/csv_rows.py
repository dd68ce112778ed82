"""The rows of a CSV file, the lines in which they stand, and quotation marks that are never closed."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from vgviz.engine.tables.preview import Row
from vgviz.engine.tables.refusals import refusal

PAIRS = "quotation marks in pairs"


def lined_rows(
    path: Path, lines: Iterable[str], delimiter: str, *, whole: bool = True
) -> Iterator[tuple[int, Row]]:
    """Each row that is not blank, with the line in which it begins.

    A row is given only once it is known not to be one that an open quotation mark has made of the rest of
    the file, if ``lines`` are the ``whole`` file.

    Raises
    ------
    ExperimentError
        If a quotation mark is never closed, or a field is longer than a CSV reader takes.
    """
    seen = _LastLine(lines)
    reader = csv.reader(seen, delimiter=delimiter)
    begin, held = 1, list[str]()
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            most = f"{csv.field_size_limit():,} characters"
            got = f"the row that begins in line {line} has a field of over {most}"
            raise refusal(path, got, f"shorter fields, and {PAIRS}") from None
        if row is None:
            break
        if held:
            yield begin, held
        begin, held = line, row
    if whole and _is_left_open(seen.line, delimiter, begins_in_quotes=begin < reader.line_num):
        raise refusal(path, f"a quotation mark that opens in line {begin} is never closed", PAIRS)
    if held:
        yield begin, held


class _LastLine:
    """Lines, and the one that was read last."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.line = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.line = line
            yield line


def _is_left_open(last_line: str, delimiter: str, *, begins_in_quotes: bool) -> bool:
    text = f'"{last_line}' if begins_in_quotes else last_line
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
