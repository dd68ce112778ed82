"""Reading the numbers and the targets of a CSV file."""

from collections.abc import Callable

import numpy as np

from vgviz.engine.raw_data import FloatArray, RawData, Targets
from vgviz.engine.tables.csv_preview import KIND, preview_csv
from vgviz.engine.tables.csv_reading import CsvReading
from vgviz.engine.tables.csv_rows import lined_rows
from vgviz.engine.tables.refusals import ReadingStoppedError, refusal, refuse_if_huge, refusing
from vgviz.engine.tables.targets import MOST_GUESSED_CLASSES, Target, targets_of_numbers, targets_of_words
from vgviz.experiment import Data


def read_csv(data: Data, wanted: Callable[[], bool]) -> RawData:
    """Read a whole CSV file.

    Rows with a missing value, or without a number in a column of numbers, are left out; so are columns of
    text and columns that are mostly empty. What was left out is in the remarks.

    Raises
    ------
    ExperimentError
        If the file cannot be read as such a table.
    ReadingStoppedError
        If ``wanted``, asked every few milliseconds, says no.
    """
    preview = preview_csv(data.path or "", data.header)
    target = preview.target_index(data.target)
    reading = CsvReading(preview, preview.feature_indices(target), target)
    refuse_if_huge(preview.path, preview.estimated_rows, len(reading.features), about=True)
    with refusing(preview.path, KIND):
        try:
            _read(reading, preview.encoding, wanted)
        except UnicodeDecodeError:
            if preview.encoding != "utf-8":
                raise
            # It was UTF-8 only as far as the head went; Latin-1 decodes anything.
            reading = CsvReading(preview, reading.features, target)
            _read(reading, "latin-1", wanted)
    return _table(reading, data.task)


def _read(reading: CsvReading, encoding: str, wanted: Callable[[], bool]) -> None:
    with reading.preview.path.open(encoding=encoding, newline="") as file:
        rows = lined_rows(reading.preview.path, file, reading.preview.dialect.delimiter)
        if reading.preview.header:
            next(rows)
        while reading.take_block(rows):
            if not wanted():
                raise ReadingStoppedError


def _table(reading: CsvReading, task: str) -> RawData:
    preview = reading.preview
    if not reading.kept:
        raise refusal(preview.path, "a value is missing in every row", "rows with all their values")
    target = Target(preview.columns[reading.target_index].name, task)
    x, y, class_names = _samples(reading, target)
    return RawData(
        x,
        y,
        tuple(preview.columns[index].name for index in reading.features),
        class_names,
        () if class_names else (target.name,),
        (*preview.left_out_columns(reading.target_index), *reading.gaps.remarks()),
        own=True,
    )


def _samples(reading: CsvReading, target: Target) -> tuple[FloatArray, Targets, tuple[str, ...]]:
    """Inputs, targets and the names of the classes.

    Words among numbers make classes if there are few different ones; among many they cost their rows.
    """
    x, codes = np.concatenate(reading.blocks), np.concatenate(reading.codes)
    if reading.target_is_numeric:
        values = np.concatenate(reading.targets)
        odd = np.isnan(values)
        if not odd.any():
            return x, *targets_of_numbers(values, target)
        many = np.unique(codes).size > MOST_GUESSED_CLASSES
        if not odd.all() and (target.task == "regression" or (target.task == "auto" and many)):
            reading.gaps.add(reading.odd_targets)
            y, names = targets_of_numbers(values[~odd], Target(target.name, "regression"))
            return x[~odd], y, names
    return x, *targets_of_words(codes, list(reading.labels.names), target)
