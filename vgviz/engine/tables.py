"""Tables of the user's own: reading the numbers and the labels of a CSV file.

Every refusal is an `ExperimentError` that names ``data.path`` or ``data.target``, what is wrong and where.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from vgviz.engine.csv_preview import Preview, preview_table, refusal, refusing
from vgviz.engine.csv_reading import LARGEST_NUMBERS, CsvReading, FloatArray, LabelArray
from vgviz.engine.listing import listed, quoted
from vgviz.experiment import ExperimentError

__all__ = ["Preview", "ReadingStoppedError", "Table", "preview_table", "read_table"]

MOST_TEXT_CLASSES = 1000
MOST_NUMBER_CLASSES = 100
# The numbers themselves, and their copy while they are shuffled and split.
BYTES_A_NUMBER = 16


class ReadingStoppedError(Exception):
    """Whoever asked for a table does not want it any more."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's numbers and labels.

    Attributes
    ----------
    x : shape (rows, features).
    y : class of each row, shape (rows,), an index into ``class_names``, which are sorted.
    remarks : what was left out.
    """

    x: FloatArray
    y: LabelArray
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    remarks: tuple[str, ...]


def read_table(
    path: str | Path,
    target: str | int | None = None,
    header: bool | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Table:
    """Read a whole CSV file.

    Rows with a missing value, or without a number in a column of numbers, are left out; so are columns of
    text and columns that are mostly empty. The label column holds text (at most 1,000 classes) or whole
    numbers (at most 100). What was left out is in the remarks. ``wanted`` is asked every few milliseconds.

    Raises
    ------
    ExperimentError
        If the file cannot be read as such a table.
    ReadingStoppedError
        If ``wanted`` says no.
    """
    preview = preview_table(path, header)
    label = preview.target_index(target)
    reading = CsvReading(preview, preview.feature_indices(label), label)
    _refuse_if_huge(preview, len(reading.features))
    with refusing(preview.path):
        try:
            _read(reading, preview.encoding, wanted)
        except UnicodeDecodeError:
            if preview.encoding != "utf-8":
                raise
            # It was UTF-8 only as far as the head went; Latin-1 decodes anything.
            reading = CsvReading(preview, reading.features, label)
            _read(reading, "latin-1", wanted)
    return _table(reading)


def _refuse_if_huge(preview: Preview, features: int) -> None:
    numbers = preview.estimated_rows * features
    got = f"there are about {preview.estimated_rows:,} rows of {features:,} numbers"
    if numbers > LARGEST_NUMBERS:
        takes = f"at most {LARGEST_NUMBERS:,} numbers, here {LARGEST_NUMBERS // features:,} rows"
        raise refusal(preview.path, f"{got}, {numbers * BYTES_A_NUMBER / 1e9:.1f} GB of memory", takes)
    available = psutil.virtual_memory().available
    if numbers * BYTES_A_NUMBER > available:
        got += f", for which {numbers * BYTES_A_NUMBER / 1e9:.1f} GB of memory are needed"
        raise refusal(preview.path, got, f"what fits into the {available / 1e9:.1f} GB that are free")


def _read(reading: CsvReading, encoding: str, wanted: Callable[[], bool]) -> None:
    with reading.preview.path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=reading.preview.dialect.delimiter)
        if reading.preview.header:
            next(row for row in reader if row)
        while reading.take_block(reader):
            if not wanted():
                raise ReadingStoppedError


def _table(reading: CsvReading) -> Table:
    preview = reading.preview
    if not reading.kept:
        raise refusal(preview.path, "a value is missing in every row", "rows with all their values")
    y, class_names = _classes(reading)
    feature_names = tuple(preview.columns[index].name for index in reading.features)
    remarks = (*_left_out_columns(preview, reading.label_index), *reading.gaps.remarks())
    return Table(np.concatenate(reading.blocks), y, feature_names, class_names, remarks)


def _classes(reading: CsvReading) -> tuple[LabelArray, tuple[str, ...]]:
    """Class of each row, and the names of the classes: numbers by size, texts by the alphabet."""
    codes = np.concatenate(reading.codes)
    texts = list(reading.labels.names)
    used = [texts[code] for code in np.unique(codes)]
    whole = _whole_numbers(reading.preview, reading.label_index, used)
    if whole is None:
        name_of = {text: text for text in used}
        names = sorted(used, key=lambda text: (text.lower(), text))
    else:
        name_of = {text: str(number) for text, number in whole.items()}
        names = [str(number) for number in sorted(set(whole.values()))]
    _check_class_count(reading.preview, reading.label_index, len(names), numbers=whole is not None)
    place = {name: index for index, name in enumerate(names)}
    class_of_code = np.array([place.get(name_of.get(text, ""), -1) for text in texts], dtype=np.int64)
    return class_of_code[codes], tuple(names)


def _whole_numbers(preview: Preview, label: int, texts: list[str]) -> dict[str, int] | None:
    """The whole number of each text; None where one is no number at all.

    Raises
    ------
    ExperimentError
        If they are numbers, but not all of them whole.
    """
    if not all(map(preview.dialect.is_number, texts)):
        return None
    numbers = {text: preview.dialect.number(text) for text in texts}
    for text, number in numbers.items():
        if not number.is_integer():
            name = preview.columns[label].name
            raise ExperimentError(
                f"data.target: the label column “{name}” holds numbers such as {text}; "
                f"takes classes: words, or at most {MOST_NUMBER_CLASSES} whole numbers"
            )
    return {text: int(number) for text, number in numbers.items()}


def _check_class_count(preview: Preview, label: int, count: int, *, numbers: bool) -> None:
    name, kind = preview.columns[label].name, "numbers" if numbers else "words"
    most = MOST_NUMBER_CLASSES if numbers else MOST_TEXT_CLASSES
    if count < 2:
        raise ExperimentError(f"data.target: the label column “{name}” has one class only; takes two or more")
    if count > most:
        raise ExperimentError(
            f"data.target: the label column “{name}” has {count:,} different {kind} or more; "
            f"takes at most {most:,}, one for each class"
        )


def _left_out_columns(preview: Preview, label: int) -> tuple[str, ...]:
    others = [column for index, column in enumerate(preview.columns) if index != label]
    text = quoted([column.name for column in others if column.kind == "text"])
    empty = quoted([column.name for column in others if column.kind == "empty"])
    return (
        *_left_out(text, "holds text", "hold text"),
        *_left_out(empty, "is mostly empty", "are mostly empty"),
    )


def _left_out(names: list[str], one: str, many: str) -> tuple[str, ...]:
    if not names:
        return ()
    if len(names) == 1:
        return (f"Column {names[0]} was left out because it {one}.",)
    return (f"{len(names)} columns were left out because they {many}: {listed(names)}.",)
