"""Parquet files: columns of every kind, what is left out, what is refused."""

import datetime
import decimal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from vgviz.engine.datasets import load_dataset
from vgviz.engine.raw_data import RawData
from vgviz.engine.tables import parquet_file
from vgviz.engine.tables.parquet_file import preview_parquet, read_parquet
from vgviz.engine.tables.refusals import ReadingStoppedError
from vgviz.experiment import Data, ExperimentError

SMALL = {"a": [1.0, 3.0, 5.0], "b": [2, 4, 6], "kind": ["red", "blue", "red"]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.parquet"


def saved(path: Path, columns: dict[str, Any], **choices: Any) -> Path:
    parquet.write_table(pa.table(columns), path, **choices)
    return path


def read(path: Path, target: str | int | None = None, task: str = "auto") -> RawData:
    return read_parquet(Data("parquet", path=str(path), target=target, task=task), lambda: True)


def refused(path: Path, **choices: Any) -> str:
    with pytest.raises(ExperimentError) as caught:
        read(path, **choices)
    return str(caught.value)


def test_numbers_labels_and_names_are_read(path: Path) -> None:
    table = read(saved(path, SMALL))
    np.testing.assert_array_equal(table.x, [[1, 2], [3, 4], [5, 6]])
    assert table.x.dtype == np.float64
    assert table.x.flags.c_contiguous
    assert [table.class_names[code] for code in table.labels] == ["red", "blue", "red"]
    assert (table.feature_names, table.class_names, table.remarks) == (("a", "b"), ("blue", "red"), ())


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, 2, None, 4], pa.int8()),
        pa.array([1, 2, None, 4], pa.uint64()),
        pa.array([1.0, 2.0, float("nan"), 4.0], pa.float32()),
        pa.array([1.0, 2.0, None, 4.0], pa.float64()),
        pa.array([True, True, None, False]),
        pa.array([decimal.Decimal("1.50"), decimal.Decimal("2"), None, decimal.Decimal("4")]),
        pa.array([1.5, 2.0, None, 4.0]).dictionary_encode(),
    ],
)
def test_columns_of_numbers_of_every_kind_are_read_and_gaps_cost_their_rows(path: Path, column: Any) -> None:
    table = read(saved(path, {"a": column, "kind": ["x", "y", "x", "y"]}))
    values = [value for i, value in enumerate(column.to_pylist()) if i != 2]
    np.testing.assert_array_equal(table.x[:, 0], np.array(values, dtype=float))
    assert table.remarks == ("1 row was left out because a value is missing: row 3.",)


def test_columns_without_numbers_are_left_out_and_remarked(path: Path) -> None:
    columns = {
        "city": ["Rome", "Oslo", "Rome"],
        "day": [datetime.date(2020, 1, day) for day in (1, 2, 3)],
        "list": [[1], [2], [3]],
        "gone": pa.array([None, None, 1.0]),
        **SMALL,
    }
    table = read(saved(path, columns))
    assert table.feature_names == ("a", "b")
    assert table.remarks == (
        "3 columns were left out because they hold no numbers: “city”, “day”, “list”.",
        "Column “gone” was left out because it is mostly empty.",
    )


@pytest.mark.parametrize(
    ("column", "task", "classes"),
    [
        (pa.array(["b", "a", "b"] * 10), "auto", ("a", "b")),
        (pa.array(["b", "a", "b"] * 10).dictionary_encode(), "auto", ("a", "b")),
        (pa.array([5, -1, 5] * 10), "auto", ("-1", "5")),
        (pa.array([True, False, True] * 10), "auto", ("0", "1")),
        (pa.array(range(30)), "auto", ()),
        (pa.array([5, -1, 5] * 10), "regression", ()),
        (pa.array([0.5, 1.5, 1.5] * 10), "auto", ()),
    ],
)
def test_the_target_decides_what_is_learned(path: Path, column: Any, task: str, classes: Any) -> None:
    table = read(saved(path, {"t": column, "a": np.arange(30.0)}), "t", task)
    assert table.class_names == classes
    assert table.task == ("classification" if classes else "regression")
    assert table.target_names == (() if classes else ("t",))


def test_a_file_of_many_row_groups_is_read_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "BLOCK_FIELDS", 999)
    values, kinds = np.arange(5000.0), [f"k{i % 3}" for i in range(5000)]
    table = read(saved(path, {"a": values, "kind": kinds}, row_group_size=700))
    np.testing.assert_array_equal(table.x[:, 0], values)
    assert [table.class_names[code] for code in table.labels] == kinds


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1.0, 2.0]}, "one column only"),
        ({"a": ["x", "y"], "b": ["x", "y"]}, "holds numbers"),
        ({"a": pa.array([], pa.float64()), "b": pa.array([], pa.float64())}, "there are no rows"),
        ({"a": [1.0, np.inf], "b": ["x", "y"]}, "the column “a” holds an infinite number"),
        ({"a": [1.0, 2.0], "b": [0.5, np.inf]}, "holds an infinite number"),
        ({"a": [1.0, None], "b": [None, "x"]}, "a value is missing in every row"),
        ({"a": [1.0, 2.0], "b": ["x", "x"]}, "has one class only"),
    ],
)
def test_tables_that_cannot_be_learned_are_refused(path: Path, columns: Any, words: str) -> None:
    message = refused(saved(path, columns))
    assert message.startswith(("data.path: ", "data.target: "))
    assert words in message


def test_names_that_two_columns_share_are_refused(path: Path) -> None:
    table = pa.table([pa.array([1.0]), pa.array([2.0])], names=["a", "a"])
    parquet.write_table(table, path)
    assert "two columns are called “a”" in refused(path)


@pytest.mark.parametrize("target", ["colour", 3, -4])
def test_an_unknown_target_column_is_refused_with_those_there_are(path: Path, target: str | int) -> None:
    assert "“a”, “b”, “kind”" in refused(saved(path, SMALL), target=target)


def test_words_cannot_be_a_regression(path: Path) -> None:
    assert "takes numbers for a regression" in refused(saved(path, SMALL), task="regression")


def test_a_file_cut_or_altered_anywhere_is_refused_or_read_never_worse(path: Path) -> None:
    whole = saved(path, SMALL).read_bytes()

    @given(st.integers(0, len(whole) - 1), st.integers(0, 255), st.booleans())
    @settings(max_examples=200, deadline=None)
    def law(place: int, byte: int, cut: bool) -> None:
        path.write_bytes(whole[:place] if cut else whole[:place] + bytes([byte]) + whole[place + 1 :])
        message = "data.path: "
        try:
            read(path)
        except ExperimentError as error:
            message = str(error)
        assert message.startswith(("data.path: ", "data.target: "))

    law()


def test_damage_is_told_in_one_line_with_what_is_taken(path: Path) -> None:
    path.write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    message = refused(path)
    assert "the table is damaged or of an unknown kind" in message
    assert message.endswith("; takes a Parquet file")
    assert "\n" not in message


def test_what_the_free_memory_cannot_hold_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=10))
    assert "GB that are free" in refused(saved(path, SMALL))


def test_reading_stops_when_nobody_wants_the_table(path: Path) -> None:
    answers = iter([True, False])
    with pytest.raises(ReadingStoppedError):
        read_parquet(Data("parquet", path=str(saved(path, SMALL))), lambda: next(answers))


def test_the_preview_shows_the_first_rows(path: Path) -> None:
    columns = {"a": [1.25, None] * 100, "kind": ["red", None] * 100}
    preview = preview_parquet(str(saved(path, columns)), lambda: True)
    assert [(column.name, column.kind) for column in preview.columns] == [("a", "number"), ("kind", "text")]
    assert len(preview.rows) == 50
    assert preview.rows[:2] == (("1.25", "red"), ("", ""))
    assert (preview.estimated_rows, preview.header) == (200, None)
    assert preview.description == "2 columns, 200 rows · Parquet"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "there is no file" in refused(tmp_path / "gone.parquet")
    assert "is a folder" in refused(tmp_path)


def test_a_missing_library_is_named_with_the_way_to_get_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    message = refused(saved(path, SMALL))
    assert message.startswith("data.source: ")
    assert "pip install pyarrow" in message


def test_a_table_becomes_a_dataset(path: Path) -> None:
    columns = {"a": np.arange(40.0), "b": np.arange(40.0)[::-1], "price": np.arange(40.0) ** 1.5}
    dataset = load_dataset(Data("parquet", path=str(saved(path, columns))), 0)
    assert (dataset.task, dataset.targets, dataset.target_names) == ("regression", 1, ("price",))


def test_pyarrow_is_imported_only_for_parquet() -> None:
    program = (
        "import sys; from vgviz.engine.datasets import load_dataset; from vgviz.experiment import Data; "
        "load_dataset(Data(), 0); print('pyarrow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
