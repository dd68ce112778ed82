"""Opening a table: what is shown at once, what is found out beside the window, and when it can be opened."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.views.conftest import TextSizer
from vgviz.engine.datasets import load_dataset
from vgviz.engine.raw_data import RawData
from vgviz.engine.tables import files
from vgviz.engine.tables.files import preview_file, read_file
from vgviz.engine.tables.preview import Preview
from vgviz.experiment import Data
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.opening import open_data_dialog, table_task
from vgviz.views.opening.open_data_dialog import OpenDataDialog
from vgviz.views.opening.table_preview import TableModel, TablePreview
from vgviz.views.opening.table_task import TableTask
from vgviz.views.theme import DARK

SMALL = "width,city,kind\n1,Rome,red\n,Oslo,blue\n5,Rome,blue\n"
Opened = Callable[[str | bytes], OpenDataDialog]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    monkeypatch.setattr(open_data_dialog, "AT_ONCE", 10.0)  # however busy the machine is
    dialogs = []  # one that went with its test would take a thread with it that still reads

    def dialog_of(content: str | bytes) -> OpenDataDialog:
        path = tmp_path / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        dialog = OpenDataDialog(str(path))
        dialogs.append(dialog)
        dialog.show()
        return dialog

    yield dialog_of
    for dialog in dialogs:
        dialog.close()
        qtbot.addWidget(dialog)


def wait_until_read(qtbot: QtBot, dialog: OpenDataDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=10_000)


def table_of(dialog: OpenDataDialog) -> TableModel:
    view = dialog.findChild(TablePreview)
    assert isinstance(view, TablePreview)
    return view.table


def task_of(dialog: OpenDataDialog) -> TableTask:
    task = dialog.findChild(TableTask)
    assert isinstance(task, TableTask)
    return task


def texts(model: TableModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def headings(model: TableModel) -> list[str]:
    return [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]


def test_the_head_is_shown_at_once(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened(SMALL)
    model = table_of(dialog)
    assert headings(model) == ["width\nnumber", "city\nno numbers, left out", "kind\ntarget"]
    assert texts(model, 0) == ["1", "Rome", "red"]
    assert texts(model, 1) == ["missing", "Oslo", "blue"]
    assert dialog.can_open
    wait_until_read(qtbot, dialog)


def test_a_head_that_takes_its_time_does_not_keep_the_window(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_look = Event()

    def slow_preview(*arguments: Any) -> Preview:
        may_look.wait()
        return preview_file(*arguments)

    monkeypatch.setattr(table_task, "preview_file", slow_preview)
    monkeypatch.setattr(TableTask, "has_looked", lambda *_: False)
    dialog = opened(SMALL)
    assert dialog.is_reading
    assert not dialog.can_open
    assert table_of(dialog).rowCount() == 0
    may_look.set()
    wait_until_read(qtbot, dialog)
    assert table_of(dialog).rowCount() == 3
    assert dialog.can_open


def test_the_whole_file_is_described_in_words(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened(SMALL)
    wait_until_read(qtbot, dialog)
    assert dialog.summary == "2 rows, 1 feature, 2 classes: blue (1), red (1)"
    assert dialog.remarks.splitlines() == [
        "Column “city” was left out because it holds no numbers.",
        "1 row was left out because a value is missing: line 3.",
    ]
    assert dialog.problem == ""


def test_a_column_of_one_value_is_remarked(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,same,kind\n1,7,x\n2,7,y\n")
    wait_until_read(qtbot, dialog)
    assert "“same” has one value only" in dialog.remarks


def test_the_choice_comes_out_as_a_record_that_can_be_loaded(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("kind,width\nred,1\nblue,2\nred,3\n")
    dialog.choices.target.setCurrentIndex(0)
    wait_until_read(qtbot, dialog)
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert (dialog.data.source, dialog.data.target, dialog.data.header) == ("csv", "kind", True)
    assert load_dataset(dialog.data, 0).class_names == ("blue", "red")


def test_another_label_column_is_marked_and_described_anew(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,b,kind\n1,0,x\n2,0,y\n3,1,x\n")
    wait_until_read(qtbot, dialog)
    dialog.choices.target.setCurrentIndex(1)
    assert headings(table_of(dialog)) == ["a\nnumber", "b\ntarget", "kind\nno numbers, left out"]
    assert dialog.summary == ""
    wait_until_read(qtbot, dialog)
    assert dialog.summary == "3 rows, 1 feature, 2 classes: 0 (2), 1 (1)"


def test_another_target_leaves_the_table_where_it_was_scrolled_to(qtbot: QtBot, opened: Opened) -> None:
    names = [f"f{i}" for i in range(30)]
    dialog = opened(
        "\n".join([",".join(names), *[",".join(str(i % 7 + j) for i in range(30)) for j in range(9)]])
    )
    wait_until_read(qtbot, dialog)
    view = dialog.findChild(TablePreview)
    assert isinstance(view, TablePreview)
    view.horizontalScrollBar().setValue(500)
    dialog.choices.target.setCurrentIndex(12)
    wait_until_read(qtbot, dialog)
    assert view.horizontalScrollBar().value() == 500
    assert dialog.data.target == "f12"


def test_without_a_header_the_label_goes_by_index(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("1,0,x\n2,0,y\n3,1,x\n")
    assert dialog.data.header is False
    assert dialog.data.target == 2
    wait_until_read(qtbot, dialog)
    assert dialog.summary.startswith("3 rows")
    dialog.choices.header.setChecked(True)
    wait_until_read(qtbot, dialog)
    assert headings(table_of(dialog)) == ["1\nnumber", "0\nnumber", "x\ntarget"]
    assert dialog.summary.startswith("2 rows")


def test_a_name_that_two_columns_share_goes_by_index(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,kind,kind\n1,x,y\n2,y,x\n")
    assert dialog.data.target == 2
    wait_until_read(qtbot, dialog)
    assert dialog.can_open


def test_a_label_column_that_leaves_no_numbers_cannot_be_opened(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened(SMALL)
    dialog.choices.target.setCurrentIndex(0)
    wait_until_read(qtbot, dialog)
    assert not dialog.can_open
    assert "holds numbers" in dialog.problem
    dialog.choices.target.setCurrentIndex(2)
    wait_until_read(qtbot, dialog)
    assert dialog.can_open


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\0\0\0\0" * 9, "there is no text"),
        (b"a\n1\n2\n", "one column only"),
    ],
)
def test_what_is_no_table_is_said(qtbot: QtBot, opened: Opened, content: bytes, words: str) -> None:
    dialog = opened(content)
    wait_until_read(qtbot, dialog)
    assert not dialog.can_open
    assert words in dialog.problem
    assert not dialog.problem.startswith("data.")
    assert table_of(dialog).rowCount() == 0


def test_a_missing_file_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = OpenDataDialog(str(tmp_path / "gone.csv"))
    qtbot.addWidget(dialog)
    wait_until_read(qtbot, dialog)
    assert dialog.problem.startswith("There is no file")
    assert not dialog.can_open


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,kind\n" + "1,x\n2,y\n" * 2000 + "1\n", "line 4002 has 1 field"),
        ("a,kind\n" + "1,x\n2,y\n" * 2000 + "inf,x\n", "line 4002, column “a” is inf"),
        ("a,kind\n1,x\n2,x\n", "one class only"),
        ("a,price\n1,2.5\n2,inf\n", "holds an infinite number"),
    ],
)
def test_what_is_wrong_further_down_is_found(qtbot: QtBot, opened: Opened, content: str, words: str) -> None:
    dialog = opened(content)
    wait_until_read(qtbot, dialog)
    assert words in dialog.problem
    assert not dialog.can_open
    assert dialog.summary == ""


def test_a_problem_goes_away_with_its_cause(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("kind,price,a\n1,2.5,1\n0,3.5,1\n1,1.5,0\n")
    dialog.choices.target.setCurrentIndex(1)
    dialog.choices.task.setCurrentIndex(1)
    wait_until_read(qtbot, dialog)
    assert "holds numbers such as" in dialog.problem
    dialog.choices.task.setCurrentIndex(2)
    wait_until_read(qtbot, dialog)
    assert dialog.problem == ""
    assert dialog.can_open


def test_a_header_that_leaves_nothing_can_be_taken_back(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("1,2,0\n")
    dialog.choices.header.setChecked(True)
    wait_until_read(qtbot, dialog)
    assert "no rows under the header" in dialog.problem
    dialog.choices.header.setChecked(False)
    wait_until_read(qtbot, dialog)
    assert table_of(dialog).rowCount() == 1


def test_a_target_of_many_numbers_is_a_regression_unless_a_person_says_otherwise(
    qtbot: QtBot, opened: Opened
) -> None:
    dialog = opened("a,price\n" + "".join(f"{i},{i * 3}\n" for i in range(30)))
    wait_until_read(qtbot, dialog)
    assert dialog.summary == "30 rows, 1 feature, regression: price from 0 to 87.0"
    assert (dialog.report.task, dialog.report.targets) == ("regression", 1)
    dialog.choices.task.setCurrentIndex(1)
    wait_until_read(qtbot, dialog)
    assert dialog.summary.startswith("30 rows, 1 feature, 30 classes: 0 (1), 3 (1)")
    assert dialog.data.task == "classification"


def test_an_npz_file_asks_only_what_it_does_not_say_itself(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "arrays.npz"
    np.savez(path, x=np.arange(12.0).reshape(6, 2), y=np.arange(6) % 2)
    dialog = OpenDataDialog(path)
    qtbot.addWidget(dialog, before_close_func=lambda widget: widget.close())
    dialog.show()
    wait_until_read(qtbot, dialog)
    assert headings(table_of(dialog)) == ["x₁\nnumber", "x₂\nnumber", "y\ntarget"]
    assert texts(table_of(dialog), 1) == ["2", "3", "1"]
    assert dialog.summary == "6 rows, 2 features, 2 classes: 0 (3), 1 (3)"
    assert [w.isVisible() for w in (dialog.choices.target, dialog.choices.header)] == [False, False]
    dialog.choices.task.setCurrentIndex(2)
    wait_until_read(qtbot, dialog)
    assert dialog.summary == "6 rows, 2 features, regression: y from 0 to 1.00"
    assert load_dataset(dialog.data, 0).task == "regression"


def test_a_parquet_file_asks_for_its_target(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    columns = {"a": [1.0, 2.0, 3.0], "city": ["Rome", "Oslo", "Rome"], "kind": ["x", None, "y"]}
    parquet.write_table(pa.table(columns), path)
    dialog = OpenDataDialog(path)
    qtbot.addWidget(dialog, before_close_func=lambda widget: widget.close())
    dialog.show()
    wait_until_read(qtbot, dialog)
    assert headings(table_of(dialog)) == ["a\nnumber", "city\nno numbers, left out", "kind\ntarget"]
    assert texts(table_of(dialog), 1) == ["2", "Oslo", "missing"]
    assert not dialog.choices.header.isVisible()
    assert dialog.data == Data("parquet", path=str(path), target="kind")
    dialog.choices.target.setCurrentIndex(1)
    wait_until_read(qtbot, dialog)
    assert dialog.summary == "3 rows, 1 feature, 2 classes: Oslo (1), Rome (2)"


def test_opening_before_all_is_read_waits_for_the_rest(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,kind\n" + "1,x\n2,y\n" * 300_000)
    qtbot.waitUntil(lambda: dialog.can_open, timeout=10_000)
    with qtbot.waitSignal(dialog.accepted, timeout=60_000):
        dialog.accept()
        assert dialog.is_reading
        assert not dialog.can_open
    assert (dialog.report.task, dialog.report.targets) == ("classification", 2)


def test_opening_a_file_that_turns_out_wrong_stays(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,kind\n" + "1,x\n2,y\n" * 50_000 + "1\n")
    qtbot.waitUntil(lambda: dialog.can_open, timeout=10_000)
    dialog.accept()
    wait_until_read(qtbot, dialog)
    assert dialog.isVisible()
    assert "has 1 field" in dialog.problem


def test_a_file_is_read_once(qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = opened(SMALL)
    wait_until_read(qtbot, dialog)
    dialog.accept()
    monkeypatch.setattr(files, "READERS", {})
    assert load_dataset(dialog.data, 0).class_names == ("blue", "red")
    assert load_dataset(dialog.data, 1).class_names == ("blue", "red")


def test_the_last_choice_wins_while_a_large_file_is_read(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,b,kind\n" + "1,0,x\n2,1,y\n" * 60_000)
    for index in (1, 2, 0, 1):
        dialog.choices.target.setCurrentIndex(index)
    wait_until_read(qtbot, dialog)
    assert dialog.summary == "120,000 rows, 1 feature, 2 classes: 0 (60,000), 1 (60,000)"


def test_a_description_that_comes_too_late_is_not_shown(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,b,kind\n1,0,x\n2,0,y\n3,1,x\n")
    # Read to the end, but its signal still waits in the queue when the choice changes.
    task_of(dialog).wait()
    dialog.choices.target.setCurrentIndex(1)
    wait_until_read(qtbot, dialog)
    assert dialog.summary == "3 rows, 1 feature, 2 classes: 0 (2), 1 (1)"


@pytest.mark.parametrize("ending", ["reject", "close"])
def test_closing_while_reading_leaves_no_thread(
    qtbot: QtBot, opened: Opened, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_when_closed(data: Data, is_wanted: Callable[[], bool]) -> RawData:
        while is_wanted():
            Event().wait(0.001)
        return read_file(data, is_wanted)

    monkeypatch.setattr(table_task, "read_file", read_when_closed)
    dialog = opened("a,kind\n" + "1,x\n2,y\n" * 100_000)
    task = task_of(dialog)
    assert task.isRunning()
    getattr(dialog, ending)()
    assert task.isFinished()
    wait_until_read(qtbot, dialog)
    assert dialog.summary == ""


def test_markup_in_a_file_is_shown_as_text(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("a,kind\n1,<b>x</b>\n2,y\n")
    wait_until_read(qtbot, dialog)
    assert "<b>x</b> (1)" in dialog.summary
    assert texts(table_of(dialog), 0)[1] == "<b>x</b>"


def test_a_table_of_thousands_of_columns_opens(qtbot: QtBot, opened: Opened) -> None:
    names = ",".join(f"f{i}" for i in range(5000))
    row = ",".join(["1", "2"] * 2500)
    dialog = opened(f"{names},kind\n{row},x\n{row},y\n")
    assert table_of(dialog).columnCount() == 5001
    wait_until_read(qtbot, dialog)
    assert dialog.can_open


def test_the_files_name_is_written_as_large_as_the_rest(opened: Opened, write_all: TextSizer) -> None:
    write_all(1.4)
    dialog = opened(SMALL)
    name = dialog.findChildren(ElidedLabel)[0]
    assert name.font().pointSizeF() == pytest.approx(1.4 * DARK.title)
