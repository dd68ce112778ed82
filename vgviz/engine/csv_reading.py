"""One pass over a CSV file, block by block, into arrays: memory grows with its numbers, not with its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import nan
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.csv_format import Row, is_missing
from vgviz.engine.csv_preview import Preview, refusal
from vgviz.engine.listing import SHOWN, listed

FloatArray = NDArray[np.float64]
LabelArray = NDArray[np.int64]

BLOCK_FIELDS = 2**16
LARGEST_NUMBERS = 50_000_000
MOST_LABELS = 5000


class CountingReader(Protocol):
    """What `csv.reader` returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(slots=True)
class Gaps:
    """Rows left out for want of a value, and the first of them."""

    rows: int = 0
    lines: list[int] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def note(self, lines: Iterable[int]) -> None:
        """Count the rows that end at these lines."""
        for line in lines:
            self.rows += 1
            if len(self.lines) < SHOWN:
                self.lines.append(line)

    def note_odd(self, cell: str, line: int) -> None:
        """Keep an example of a cell that holds no number where the others do."""
        if len(self.odd) < SHOWN:
            self.odd.append(f"“{cell.strip()[:20]}” in line {line}")

    def remarks(self) -> tuple[str, ...]:
        """One sentence where a row was left out."""
        if not self.rows:
            return ()
        why = "a value is missing" + (" or is no number" if self.odd else "")
        odd = f", such as {', '.join(self.odd)}" if self.odd else ""
        rows, lines = ("1 row was", "line") if self.rows == 1 else (f"{self.rows:,} rows were", "lines")
        return (f"{rows} left out because {why}: {lines} {listed(self.lines, self.rows)}{odd}.",)


class LabelCodes(dict[str, int]):
    """Codes of label cells: -1 for a missing one, else one a text, blanks around it aside."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, int] = {}

    def __missing__(self, cell: str) -> int:
        if is_missing(cell):
            code = -1
        elif len(self.names) > MOST_LABELS:
            # The column is no label, and its texts would only fill the memory.
            return MOST_LABELS
        else:
            code = self.names.setdefault(cell.strip(), len(self.names))
        self[cell] = code
        return code


class CsvReading:
    """What has been read so far: numbers of the feature columns, codes of the labels, and what was left out.

    A code counts ``labels.names``, the labels in the order of their first appearance.
    """

    def __init__(self, preview: Preview, features: list[int], label: int) -> None:
        self.preview = preview
        self.features = features
        self.label_index = label
        self.blocks: list[FloatArray] = []
        self.codes: list[LabelArray] = []
        self.labels = LabelCodes()
        self.gaps = Gaps()
        self.kept = 0

    def take_block(self, reader: CountingReader) -> bool:
        """Read some thousand fields more; False at the end of the file."""
        rows, lines, seen = [], [], False
        for row in islice(reader, 1 + BLOCK_FIELDS // len(self.preview.columns)):
            seen = True
            fields = self._fields(row, reader.line_num)
            if fields:
                rows.append(fields)
                lines.append(reader.line_num)
        if rows:
            self._take(rows, lines)
        if self.kept * len(self.features) > LARGEST_NUMBERS:
            got = f"there are more than {LARGEST_NUMBERS:,} numbers"
            raise refusal(self.preview.path, got, f"at most so many, here the lines to {lines[-1]:,}")
        return seen

    def _fields(self, row: Row, line: int) -> Row:
        """The row, without empty fields beyond the last column; nothing for a blank line."""
        width = len(self.preview.columns)
        if len(row) == width or not row:
            return row
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            return row[:width]
        got = f"line {line} has {len(row)} field{'s' if len(row) > 1 else ''}"
        raise refusal(self.preview.path, got, f"{width}, as the first line has")

    def _take(self, rows: list[Row], lines: list[int]) -> None:
        block = np.empty((len(rows), len(self.features)))
        cells = list(zip(*rows, strict=True))
        for column, index in enumerate(self.features):
            block[:, column] = self._column(cells[index], lines, index)
        codes = np.array([self.labels[cell] for cell in cells[self.label_index]], dtype=np.int64)
        whole = ~np.isnan(block).any(axis=1) & (codes >= 0)
        self.gaps.note(lines[i] for i in np.flatnonzero(~whole))
        self.blocks.append(block[whole])
        self.codes.append(codes[whole])
        self.kept += len(self.codes[-1])

    def _column(self, cells: Row, lines: list[int], index: int) -> FloatArray:
        try:
            values = np.fromiter(map(self.preview.dialect.number, cells), np.float64, len(cells))
        except ValueError:
            values = np.array(list(map(self._number, cells, lines)))
        infinite = np.flatnonzero(np.isinf(values))
        if infinite.size:
            name, first = self.preview.columns[index].name, infinite[0]
            got = f"line {lines[first]}, column “{name}” is {cells[first].strip()[:20]}, which is infinite"
            raise refusal(self.preview.path, got, "numbers up to 1.8e308")
        return values

    def _number(self, cell: str, line: int) -> float:
        """The cell's number, NaN where it has none."""
        try:
            return self.preview.dialect.number(cell)
        except ValueError:
            if not is_missing(cell):
                self.gaps.note_odd(cell, line)
            return nan
