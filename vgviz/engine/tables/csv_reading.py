"""One pass over a CSV file, block by block, into arrays: memory grows with its numbers, not with its text."""

from collections.abc import Iterator
from itertools import islice
from math import nan

import numpy as np

from vgviz.engine.raw_data import FloatArray, LabelArray
from vgviz.engine.tables.csv_format import is_missing
from vgviz.engine.tables.csv_preview import CsvPreview
from vgviz.engine.tables.gaps import Gaps
from vgviz.engine.tables.preview import Row
from vgviz.engine.tables.refusals import LARGEST_NUMBERS, refusal

BLOCK_FIELDS = 2**16
MOST_LABELS = 5000


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
    """What has been read so far: numbers of the feature columns, targets, and what was left out.

    A target is the code of a text, which counts ``labels.names`` in the order of their first appearance, and
    unless the column holds text also a number, NaN where it is none (see ``odd_targets``).
    """

    def __init__(self, preview: CsvPreview, features: list[int], target: int) -> None:
        self.preview = preview
        self.features = features
        self.target_index = target
        self.blocks: list[FloatArray] = []
        self.codes: list[LabelArray] = []
        self.targets: list[FloatArray] = []
        self.labels = LabelCodes()
        self.gaps = Gaps("line", "lines")
        self.odd_targets = Gaps("line", "lines")
        self.kept = 0

    def take_block(self, lined: Iterator[tuple[int, Row]]) -> bool:
        """Read some thousand fields more of `lined_rows`; False at the end of the file."""
        rows, lines = [], []
        for line, row in islice(lined, 1 + BLOCK_FIELDS // len(self.preview.columns)):
            rows.append(self._fields(row, line))
            lines.append(line)
        if rows:
            self._take(rows, lines)
        if self.kept * len(self.features) > LARGEST_NUMBERS:
            got = f"there are more than {LARGEST_NUMBERS:,} numbers"
            raise refusal(self.preview.path, got, f"at most so many, here the lines to {lines[-1]:,}")
        return bool(rows)

    def _fields(self, row: Row, line: int) -> Row:
        """The row, without empty fields beyond the last column."""
        width = len(self.preview.columns)
        if len(row) == width:
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
        texts = cells[self.target_index]
        codes = np.array([self.labels[cell] for cell in texts], dtype=np.int64)
        whole = ~np.isnan(block).any(axis=1) & (codes >= 0)
        self.gaps.note(lines[i] for i in np.flatnonzero(~whole))
        self.blocks.append(block[whole])
        self.codes.append(codes[whole])
        self.kept += len(self.codes[-1])
        if self.target_is_numeric:
            kept = np.flatnonzero(whole)
            self._take_targets([texts[i] for i in kept], [lines[i] for i in kept])

    @property
    def target_is_numeric(self) -> bool:
        """Whether the target column does not hold text, as far as the head shows."""
        return self.preview.columns[self.target_index].kind != "text"

    def _take_targets(self, texts: list[str], lines: list[int]) -> None:
        try:
            values = self.preview.dialect.numbers(texts)
        except ValueError:
            values = np.array(
                [self._number(*place, self.odd_targets) for place in zip(texts, lines, strict=True)]
            )
            self.odd_targets.note(lines[i] for i in np.flatnonzero(np.isnan(values)))
        self.targets.append(values)

    def _column(self, cells: Row, lines: list[int], index: int) -> FloatArray:
        try:
            values = self.preview.dialect.numbers(cells)
        except ValueError:
            values = np.array([self._number(*place, self.gaps) for place in zip(cells, lines, strict=True)])
        infinite = np.flatnonzero(np.isinf(values))
        if infinite.size:
            name, first = self.preview.columns[index].name, infinite[0]
            got = f"line {lines[first]}, column “{name}” is {cells[first].strip()[:20]}, which is infinite"
            raise refusal(self.preview.path, got, "numbers up to 1.8e308")
        return values

    def _number(self, cell: str, line: int, gaps: Gaps) -> float:
        """The cell's number, NaN where it has none."""
        try:
            return self.preview.dialect.number(cell)
        except ValueError:
            if not is_missing(cell):
                gaps.note_odd(cell, line)
            return nan
