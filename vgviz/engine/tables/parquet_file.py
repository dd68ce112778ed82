"""Parquet files, read by pyarrow, which is imported only for them: it is large."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.raw_data import FloatArray, RawData, Targets
from vgviz.engine.tables.gaps import Gaps
from vgviz.engine.tables.preview import (
    LARGEST_COLUMNS,
    SAMPLED_ROWS,
    SHOWN_ROWS,
    Column,
    ColumnKind,
    Preview,
    cell_text,
)
from vgviz.engine.tables.refusals import (
    ReadingStoppedError,
    found_file,
    refusal,
    refuse_if_huge,
    refusing,
)
from vgviz.engine.tables.targets import Target, targets_of_numbers, targets_of_words
from vgviz.experiment import Data, ExperimentError

KIND = "a Parquet file"
BLOCK_FIELDS = 2**20
MISSING_LIBRARY = (
    "data.source: Parquet files need the package pyarrow, which is not installed; "
    "install it with: pip install pyarrow"
)
MOSTLY_EMPTY = 0.5


def preview_parquet(path: str, wanted: Callable[[], bool]) -> Preview:
    """Look at the first rows.

    Raises
    ------
    ExperimentError
        If it is no Parquet file, or pyarrow is missing.
    ReadingStoppedError
        If ``wanted``, asked now and then, says no.
    """
    with _refusing(path), _opened(path) as file:
        names = file.schema_arrow.names
        _check_columns(Path(path), names)
        head = next(_batches(file, names, SAMPLED_ROWS, wanted), None)
        if head is None:
            raise refusal(Path(path), "there are no rows", "a row for each sample")
        columns = tuple(Column(name, _kind(head.column(i))) for i, name in enumerate(names))
        cells = [
            [cell_text(value) for value in head.column(i).slice(0, SHOWN_ROWS).to_pylist()]
            for i in range(len(names))
        ]
        return Preview(
            Path(path).expanduser(),
            f"{len(names):,} columns, {file.metadata.num_rows:,} rows · Parquet",
            columns,
            tuple(zip(*cells, strict=True)),
            file.metadata.num_rows,
        )


def read_parquet(data: Data, wanted: Callable[[], bool]) -> RawData:
    """Read the columns of numbers and the target column.

    Rows with a missing value are left out; so are columns that hold no numbers or hardly anything.

    Raises
    ------
    ExperimentError
        If the file cannot be read as such a table, or pyarrow is missing.
    ReadingStoppedError
        If ``wanted``, asked now and then, says no.
    """
    path = data.path or ""
    preview = preview_parquet(path, wanted)
    index = preview.target_index(data.target)
    features = preview.feature_indices(index)
    refuse_if_huge(preview.path, preview.estimated_rows, len(features))
    target = Target(preview.columns[index].name, data.task)
    names = [preview.columns[i].name for i in features]
    with _refusing(path), _opened(path) as file:
        x, y, classes, gaps = _samples(file, preview.path, names, target, wanted)
    remarks = (*preview.left_out_columns(index), *gaps.remarks())
    return RawData(x, y, tuple(names), classes, () if classes else (target.name,), remarks, own=True)


def _samples(
    file: Any, path: Path, names: list[str], target: Target, wanted: Callable[[], bool]
) -> tuple[FloatArray, Targets, tuple[str, ...], Gaps]:
    import pyarrow as pa

    gaps, blocks, kept_targets, start = Gaps(), [], [], 0
    size = max(1, BLOCK_FIELDS // (len(names) + 1))
    for batch in _batches(file, [*names, target.name], size, wanted):
        block = np.column_stack([_numbers(path, name, batch.column(name)) for name in names])
        column = _plain(batch.column(target.name))
        whole = ~np.isnan(block).any(axis=1) & _present(column)
        gaps.note((start + 1 + np.flatnonzero(~whole)).tolist())
        blocks.append(block[whole])
        kept_targets.append(column.filter(pa.array(whole)))
        start += len(block)
    x, column = np.concatenate(blocks), pa.chunked_array(kept_targets)
    if not len(x):
        raise refusal(path, "a value is missing in every row", "rows with all their values")
    return x, *_targets(path, column, target), gaps


def _targets(path: Path, column: Any, target: Target) -> tuple[Targets, tuple[str, ...]]:
    if _is_number(column.type):
        return targets_of_numbers(_numbers(path, target.name, column), target)
    coded = column.combine_chunks().cast("string").dictionary_encode()
    codes = np.asarray(coded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    return targets_of_words(codes, coded.dictionary.to_pylist(), target)


def _check_columns(path: Path, names: list[str]) -> None:
    twice = (
        sorted({name for name in names if names.count(name) > 1})[:1] if len(names) <= LARGEST_COLUMNS else []
    )
    if len(names) < 2:
        raise refusal(path, "there is one column only" if names else "there are no columns", "two or more")
    if len(names) > LARGEST_COLUMNS:
        raise refusal(path, f"there are {len(names):,} columns", f"at most {LARGEST_COLUMNS:,}")
    if twice:
        raise refusal(path, f"two columns are called “{twice[0]}”", "a name of its own for each column")


def _batches(file: Any, names: list[str], size: int, wanted: Callable[[], bool]) -> Iterator[Any]:
    for batch in file.iter_batches(size, columns=names, use_threads=False):
        if not wanted():
            raise ReadingStoppedError
        if batch.num_rows:
            yield batch


def _plain(column: Any) -> Any:
    """The column itself where its values were stored as codes of a dictionary."""
    import pyarrow as pa

    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _is_number(kind: Any) -> bool:
    from pyarrow import types

    return bool(
        types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind) or types.is_decimal(kind)
    )


def _kind(column: Any) -> ColumnKind:
    column = _plain(column)
    if not _present(column).mean() >= MOSTLY_EMPTY:
        return "empty"
    return "number" if _is_number(column.type) else "text"


def _present(column: Any) -> NDArray[np.bool_]:
    """Which values are neither null nor NaN."""
    absent: NDArray[np.bool_] = column.is_null(nan_is_null=True).to_numpy(zero_copy_only=False)
    return ~absent


def _numbers(path: Path, name: str, column: Any) -> FloatArray:
    """The column as float64, NaN where a value is missing."""
    column = _plain(column).cast("float64", safe=False)
    numbers: FloatArray = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    if np.isinf(numbers).any():
        raise refusal(path, f"the column “{name}” holds an infinite number", "numbers up to 1.8e308")
    return numbers


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise ExperimentError(MISSING_LIBRARY) from None
    with parquet.ParquetFile(found_file(path, KIND)) as file:
        yield file


def _refusing(path: str) -> AbstractContextManager[None]:
    """Say in words what is wrong; pyarrow's errors are system, value or memory errors."""
    signs = (ValueError, NotImplementedError, KeyError, TypeError)
    return refusing(Path(path), KIND, "the table is damaged or of an unknown kind", signs)
