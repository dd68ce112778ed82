"""NPZ files: arrays x and y, never unpickled, and everything that may be wrong with them."""

import io
import pickle
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz.engine.datasets import load_dataset
from vgviz.engine.raw_data import RawData
from vgviz.engine.tables import npz_member
from vgviz.engine.tables.npz_file import preview_npz, read_npz
from vgviz.engine.tables.preview import Preview
from vgviz.engine.tables.refusals import ReadingStoppedError
from vgviz.experiment import Data, ExperimentError

X = np.arange(12.0).reshape(6, 2)
LABELS = np.array([0, 1, 2, 0, 1, 2])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "arrays.npz"


def read(path: Path, task: str = "auto", wanted: Callable[[], bool] = lambda: True) -> RawData:
    return read_npz(Data("npz", path=str(path), task=task), wanted)


def saved(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def refused(path: Path, task: str = "auto") -> str:
    with pytest.raises(ExperimentError) as caught:
        read(path, task)
    return str(caught.value)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("kind", ["float64", "float32", "float16", "int16", "uint8", "bool"])
def test_arrays_are_read_as_they_were_written(path: Path, save: Any, order: Any, kind: str) -> None:
    x = np.asarray(X % 2 if kind == "bool" else X, dtype=kind, order=order)
    save(path, x=x, y=LABELS)
    table = read(path)
    np.testing.assert_array_equal(table.x, x.astype(float))
    assert table.x.dtype == np.float64
    assert table.x.flags.c_contiguous
    np.testing.assert_array_equal(table.y, LABELS)
    assert table.class_names == ("0", "1", "2")
    assert table.feature_names == ("x₁", "x₂")
    assert table.own


@pytest.mark.parametrize(
    ("y", "names", "codes"),
    [
        (np.array([7, -1, 7, -1, 3, 3]), ("-1", "3", "7"), [2, 0, 2, 0, 1, 1]),
        (np.array([0.0, 1.0, 0.0, 1.0, 1.0, 1.0]), ("0", "1"), [0, 1, 0, 1, 1, 1]),
        (np.array([True, False] * 3), ("0", "1"), [1, 0] * 3),
        (np.array(["b", "a", "B", "a", "a", "b"]), ("a", "B", "b"), [2, 0, 1, 0, 0, 2]),
    ],
)
def test_labels_may_be_any_whole_numbers_or_words(path: Path, y: Any, names: Any, codes: Any) -> None:
    table = read(saved(path, x=X, y=y))
    assert (table.task, table.class_names) == ("classification", names)
    np.testing.assert_array_equal(table.y, codes)


def test_many_whole_numbers_of_an_integer_array_are_classes(path: Path) -> None:
    x, y = np.arange(300.0)[:, None], np.arange(300) % 100
    assert len(read(saved(path, x=x, y=y)).class_names) == 100
    assert read(path, "regression").task == "regression"


@pytest.mark.parametrize("y", [np.linspace(0, 1, 6), np.linspace(0, 1, 6)[:, None], np.eye(6)[:, :3], X + 1])
def test_other_numbers_and_columns_of_numbers_are_a_regression(path: Path, y: Any) -> None:
    table = read(saved(path, x=X, y=y))
    assert (table.task, table.class_names) == ("regression", ())
    np.testing.assert_array_equal(table.y, y.reshape(6, -1))
    assert table.target_names == (("y",) if table.y.shape[1] == 1 else ("y₁", "y₂", "y₃")[: table.y.shape[1]])


def test_the_user_says_what_it_is(path: Path) -> None:
    assert read(saved(path, x=X, y=LABELS), "regression").y.shape == (6, 1)
    assert read(saved(path, x=X, y=LABELS[:, None]), "classification").class_names == ("0", "1", "2")
    assert "has 2 columns; takes one" in refused(saved(path, x=X, y=X), "classification")


def test_rows_with_a_missing_value_are_left_out_and_remarked(path: Path) -> None:
    x, y = X.copy(), np.linspace(0.0, 1.0, 6)
    x[1, 0] = y[4] = np.nan
    table = read(saved(path, x=x, y=y))
    np.testing.assert_array_equal(table.x, X[[0, 2, 3, 5]])
    assert table.remarks == ("2 rows were left out because a value is missing: rows 2, 5.",)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"x": X}, "there are no arrays called x and y, it holds x"),
        ({"images": X, "labels": LABELS}, "it holds images, labels; takes x and y"),
        ({}, "it holds no arrays"),
        ({"x": X[:, 0], "y": LABELS}, "the inputs are x float64 (6,); takes x of real numbers"),
        ({"x": X.reshape(3, 2, 2), "y": LABELS[:3]}, "the inputs are x float64 (3, 2, 2)"),
        ({"x": X[:0], "y": LABELS[:0]}, "the inputs are x float64 (0, 2)"),
        ({"x": X + 1j, "y": LABELS}, "the inputs are x complex128"),
        ({"x": np.array([["a"]] * 6), "y": LABELS}, "the inputs are x str"),
        ({"x": X, "y": LABELS[:4]}, "x has 6 rows but y 4"),
        ({"x": X, "y": LABELS.reshape(6, 1, 1)}, "the targets are y int64 (6, 1, 1)"),
        ({"x": X, "y": np.array(["a"] * 6)[:, None]}, "(6, 1); takes y of real numbers, shape (samples,)"),
        ({"x": X, "y": X[:, 0] * 1j}, "the targets are y complex128"),
        ({"x": X, "y": LABELS * 0}, "has one class only"),
        ({"x": np.where(X == 3, np.inf, X), "y": LABELS}, "x[1, 1] is infinite"),
        ({"x": X, "y": np.where(LABELS == 1, -np.inf, 0.5)}, "y[1] is infinite"),
        ({"x": X * np.nan, "y": LABELS}, "a value is missing in every row"),
        ({"x": np.zeros((2, 10_001)), "y": LABELS[:2]}, "x has 10,001 columns"),
        ({"x": np.zeros(6, dtype=[("a", float), ("b", int)]), "y": LABELS}, "records of several fields"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(path: Path, arrays: dict[str, Any], words: str) -> None:
    message = refused(saved(path, **arrays))
    assert message.startswith(("data.path: ", "data.target: "))
    assert words in message


class Trap:
    def __reduce__(self) -> Any:
        return (Path("sprung").touch, ())


@pytest.mark.parametrize("name", ["x", "y"])
def test_nothing_is_ever_unpickled(path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    arrays: dict[str, Any] = {"x": X, "y": LABELS, name: np.array([Trap()] * 6, dtype=object)}
    np.savez(path, **arrays, allow_pickle=True)
    assert f"{name} holds Python objects, which are not opened as they may run code" in refused(path)
    assert not Path("sprung").exists()


def test_a_pickle_in_an_arrays_place_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", pickle.dumps(Trap()))
        archive.writestr("y.npy", pickle.dumps(Trap()))
    assert "damaged" in refused(path)
    assert not Path("sprung").exists()


def test_a_file_of_other_bytes_is_refused(path: Path) -> None:
    for content in (b"", b"PK", b"a,b\n1,2\n", pickle.dumps([1, 2]), b"\x93NUMPY"):
        path.write_bytes(content)
        assert "is damaged" in refused(path)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_a_file_cut_or_altered_anywhere_is_refused_or_read_never_worse(path: Path, save: Any) -> None:
    buffer = io.BytesIO()
    save(buffer, x=X, y=LABELS)
    whole = buffer.getvalue()

    @given(st.integers(0, len(whole) - 1), st.integers(0, 255), st.booleans())
    @settings(deadline=None)
    def law(place: int, byte: int, cut: bool) -> None:
        path.write_bytes(whole[:place] if cut else whole[:place] + bytes([byte]) + whole[place + 1 :])
        message = "data.path: "
        try:
            read(path)
        except ExperimentError as error:
            message = str(error)
        assert message.startswith(("data.path: ", "data.target: "))

    law()


def test_a_header_that_promises_more_than_there_is_is_refused_before_memory_is_taken(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, shape in (("x", (10**9, 10**4)), ("y", (10**9,))):
            header = io.BytesIO()
            np.lib.format.write_array_header_1_0(
                header, {"descr": "<f8", "fortran_order": False, "shape": shape}
            )
            archive.writestr(f"{name}.npy", header.getvalue() + bytes(1000))
    assert "takes at most 50,000,000 numbers" in refused(path)


def test_an_array_shorter_than_its_header_says_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in (("x", X), ("y", LABELS)):
            buffer = io.BytesIO()
            np.save(buffer, array)
            archive.writestr(f"{name}.npy", buffer.getvalue()[:-8])
    assert "the array x ends too early" in refused(path)


def test_what_the_free_memory_cannot_hold_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=10))
    assert "GB that are free" in refused(saved(path, x=X, y=LABELS))


def test_reading_stops_when_nobody_wants_the_arrays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npz_member, "PIECE", 16)
    answers: Iterator[bool] = iter([True, True, False])
    with pytest.raises(ReadingStoppedError):
        read(saved(path, x=X, y=LABELS), wanted=lambda: next(answers))


@pytest.mark.parametrize("order", ["C", "F"])
def test_the_preview_shows_the_first_rows_of_both_arrays(path: Path, order: Any) -> None:
    x, y = np.random.default_rng(0).random((200, 3)), np.arange(200) % 2
    x[0, 1] = np.nan
    preview: Preview = preview_npz(str(saved(path, x=np.asarray(x, order=order), y=y)), lambda: True)
    assert [column.name for column in preview.columns] == ["x₁", "x₂", "x₃", "y"]
    assert preview.fixed_targets == (3,)
    assert preview.estimated_rows == 200
    assert len(preview.rows) == 50
    assert preview.rows[0] == [f"{x[0, 0]:.4g}", "", f"{x[0, 2]:.4g}", "0"]
    assert preview.description == "x float64 (200, 3) · y int64 (200,)"
    assert preview.feature_indices(3) == [0, 1, 2]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "there is no file" in refused(tmp_path / "gone.npz")
    assert "is a folder" in refused(tmp_path)


def test_arrays_become_a_dataset(path: Path) -> None:
    x = np.random.default_rng(0).random((100, 3))
    dataset = load_dataset(Data("npz", path=str(saved(path, x=x, y=x[:, :2] ** 2))), 0)
    assert (dataset.task, dataset.targets, dataset.target_names) == ("regression", 2, ("y₁", "y₂"))
    assert dataset.x_train.shape == (75, 3)
    # Targets are never standardized.
    np.testing.assert_array_equal(
        np.sort(np.concatenate((dataset.y_train, dataset.y_test))[:, 0]), np.sort(x[:, 0] ** 2)
    )
