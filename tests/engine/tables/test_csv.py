"""CSV files as people have them: what is read, what is left out, what is refused and in which words."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz.engine.raw_data import RawData
from vgviz.engine.tables import csv_preview, csv_reading, refusals
from vgviz.engine.tables.csv_preview import CsvPreview, preview_csv
from vgviz.engine.tables.csv_table import read_csv
from vgviz.engine.tables.refusals import ReadingStoppedError
from vgviz.experiment import Data, ExperimentError

SMALL = "a,b,kind\n1,2,red\n3,4,blue\n5,6,red\n"
Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes) -> Path:
        path = tmp_path / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def read_table(
    path: str | Path,
    target: str | int | None = None,
    header: bool | None = None,
    task: str = "auto",
    wanted: Callable[[], bool] = lambda: True,
) -> RawData:
    return read_csv(Data("csv", path=str(path), target=target, header=header, task=task), wanted)


def preview_table(path: Path, header: bool | None = None) -> CsvPreview:
    return preview_csv(str(path), header)


def refused(path: str | Path, **choices: Any) -> str:
    with pytest.raises(ExperimentError) as caught:
        read_table(path, **choices)
    return str(caught.value)


def assert_small(table: RawData) -> None:
    np.testing.assert_array_equal(table.x, [[1, 2], [3, 4], [5, 6]])
    assert [table.class_names[code] for code in table.y] == ["red", "blue", "red"]


def test_numbers_labels_and_names_are_read(write: Write) -> None:
    table = read_table(write(SMALL))
    assert_small(table)
    assert table.feature_names == ("a", "b")
    assert table.class_names == ("blue", "red")
    assert table.remarks == ()
    assert table.x.dtype == np.float64
    assert table.y.dtype == np.int64
    assert table.x.flags.c_contiguous


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_encodings_are_found_out(write: Write, encoding: str) -> None:
    text = "größe,art\n1,Ähre\n2,Öl\n3,Öl\n"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    table = read_table(write(mark + text.encode(encoding)))
    assert table.feature_names == ("größe",)
    assert table.class_names == ("Ähre", "Öl")


def test_latin_1_that_begins_after_the_head_is_read_whole(write: Write) -> None:
    rows = 60_000
    content = b"a,kind\n" + b"1,red\n" * rows + b"2,gr\xfcn\n"
    assert len(content) > csv_preview.HEAD_BYTES
    table = read_table(write(content))
    assert table.class_names == ("grün", "red")
    assert len(table.y) == rows + 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found_out(write: Write, delimiter: str, newline: str) -> None:
    assert_small(read_table(write(SMALL.replace(",", delimiter).replace("\n", newline))))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_commas_are_read_where_the_comma_parts_no_columns(write: Write, delimiter: str) -> None:
    text = "a;b;kind\n1,5;-2,25e1;x\n,5;3;y\n".replace(";", delimiter)
    table = read_table(write(text))
    np.testing.assert_array_equal(table.x, [[1.5, -22.5], [0.5, 3.0]])


def test_semicolons_win_over_decimal_commas_in_equal_number(write: Write) -> None:
    preview = preview_table(write("1,5;2,5;a\n3,5;4,5;b\n"))
    assert (preview.dialect.delimiter, preview.dialect.decimal_comma) == (";", True)


def test_quoted_fields_may_hold_delimiters_quotes_and_line_ends(write: Write) -> None:
    table = read_table(write('a,kind\n1,"red, ""dark""\nor so"\n2,blue\n'))
    assert table.class_names == ("blue", 'red, "dark"\nor so')


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("row", [2, 3, 4])
def test_a_quotation_mark_that_takes_in_the_rest_of_the_file_is_refused(
    write: Write, row: int, end: str, newline: str
) -> None:
    lines = SMALL.strip().split("\n")
    lines[row - 1] = lines[row - 1].replace(",r", ',"r').replace(",b", ',"b')
    text = ("\n".join(lines) + end).replace("\n", newline)
    assert f"a quotation mark that opens in line {row} is never closed" in refused(write(text))


@pytest.mark.parametrize("row", [1, 2, 3, 4])
@pytest.mark.parametrize("above", ["", "\n\n"])
def test_a_quotation_mark_left_open_before_the_first_field_is_told_with_its_line(
    write: Write, row: int, above: str
) -> None:
    lines = SMALL.strip().split("\n")
    lines[row - 1] = '"' + lines[row - 1]
    told = f"a quotation mark that opens in line {row + len(above)} is never closed"
    assert told in refused(write(above + "\n".join(lines)))


def test_a_quotation_mark_left_open_near_the_end_of_a_long_file_is_told_with_its_line(write: Write) -> None:
    text = SMALL + "7,8,red\n" * 50_000 + '"7,8,red\n' + "7,8,red\n" * 9
    assert "a quotation mark that opens in line 50005 is never closed" in refused(write(text))


@pytest.mark.parametrize("last", ['5,6,"red\n"', '5,6,"r\n""\n"\n', '5,6,5" red\n', "5,6,red\n\n"])
def test_quotation_marks_that_end_are_none_left_open(write: Write, last: str) -> None:
    assert len(read_table(write(SMALL + last)).x) == 4


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (SMALL, True),
        ("1,2,red\n3,4,blue\n5,6,red\n", False),
        ("1,2,0\n3,4,1\n", False),
        ("x,y,z\n1,2,0\n3,4,1\n", True),
        ("0,1,2,3,label\n.5,1,1,2,a\n.1,1,2,2,a\n.3,1,1,1,b\n", True),
        ("word,kind\nhot,a\ncold,a\nhot,b\n", True),
        ("word,kind\nhot,a\ncold,b\nwarm,a\n", True),
        ("hot,a\ncold,a\nhot,b\n", False),
        ("NA,2,a\n3,4,b\n5,6,a\n", False),
        (",x,kind\n0,1,a\n1,2,b\n", True),
    ],
)
def test_a_header_is_found_out(write: Write, text: str, header: bool) -> None:
    assert preview_table(write(text)).header is header


def test_a_header_can_be_forced_or_denied(write: Write) -> None:
    path = write("1,2,0\n3,4,1\n5,6,0\n")
    assert len(read_table(path).y) == 3
    table = read_table(path, header=True)
    assert len(table.y) == 2
    assert table.feature_names == ("1", "2")
    assert read_table(path, header=False).feature_names == ("column 1", "column 2")


@pytest.mark.parametrize("target", ["kind", 0, -3])
def test_the_label_column_goes_by_name_or_index(write: Write, target: str | int) -> None:
    table = read_table(write("kind,a,b\nred,1,2\nblue,3,4\nred,5,6\n"), target)
    assert_small(table)


@pytest.mark.parametrize("target", ["colour", 3, -4])
def test_an_unknown_label_column_is_refused_with_those_there_are(write: Write, target: str | int) -> None:
    message = refused(write(SMALL), target=target)
    assert message.startswith(f"data.target: got {target!r}")
    assert "“a”, “b”, “kind”" in message
    assert "0 to 2" in message


def test_a_label_name_that_two_columns_share_is_refused(write: Write) -> None:
    assert "several columns" in refused(write("a,kind,kind\n1,x,y\n2,y,x\n"), target="kind")


def test_an_empty_last_column_is_not_taken_for_the_label(write: Write) -> None:
    table = read_table(write("a,b,kind,\n1,2,red,\n3,4,blue,\n5,6,red,\n"))
    assert_small(table)
    assert "“column 4” was left out because it is mostly empty" in table.remarks[0]


def test_delimiters_at_the_end_of_rows_do_no_harm(write: Write) -> None:
    assert_small(read_table(write("a,b,kind\n1,2,red,\n3,4,blue,\n5,6,red, \n")))


def test_blank_lines_are_skipped(write: Write) -> None:
    assert_small(read_table(write("\n\n" + SMALL.replace("\n", "\n\n"))))


@pytest.mark.parametrize("gap", ["", " ", "NA", "n/a", "NaN", "null", "?"])
def test_rows_with_a_missing_value_are_left_out_and_remarked(write: Write, gap: str) -> None:
    table = read_table(write(f"a,b,kind\n1,2,red\n3,{gap},red\n3,4,blue\n7,8,{gap}\n5,6,red\n"))
    assert_small(table)
    assert table.remarks == ("2 rows were left out because a value is missing: lines 3, 5.",)


def test_a_long_list_of_gaps_shows_its_beginning_only(write: Write) -> None:
    table = read_table(write(SMALL + "1,2,red\n" * 20 + ",2,red\n" * 5))
    assert table.remarks == ("5 rows were left out because a value is missing: lines 25, 26, 27 and 2 more.",)


def test_a_word_among_numbers_costs_its_row_and_is_quoted(write: Write) -> None:
    table = read_table(write(SMALL + "7,8,red\n" * 5 + "x7,8,red\n"))
    assert len(table.y) == 8
    (remark,) = table.remarks
    assert remark.startswith("1 row was left out")
    assert "“x7” in line 10" in remark


def test_digits_with_an_underscore_are_no_number(write: Write) -> None:
    months = read_table(write("month,x,y\n2020_01,1,0\n2020_02,2,1\n2020_03,3,0\n"))
    assert months.feature_names == ("x",)
    assert months.remarks == ("Column “month” was left out because it holds no numbers.",)
    years = read_table(write("x,y\n2020,0\n2020_01,1\n2021,1\n2022,0\n2023,0\n"))
    assert years.x.ravel().tolist() == [2020, 2021, 2022, 2023]


def test_columns_of_text_are_left_out_and_remarked(write: Write) -> None:
    table = read_table(write("a,city,b,kind\n1,Rome,2,red\n3,Oslo,4,blue\n5,,6,red\n"))
    assert_small(table)
    assert table.remarks == ("Column “city” was left out because it holds no numbers.",)


def test_a_file_without_a_column_of_numbers_is_refused(write: Write) -> None:
    message = refused(write("city,kind\nRome,red\nOslo,blue\nRome,red\n"))
    assert message.startswith("data.path: ")
    assert "holds numbers" in message


def test_whole_numbers_are_classes_in_order_of_size(write: Write) -> None:
    table = read_table(write("a,kind\n1,10\n2,9\n3,10.0\n4,-1\n"))
    assert table.class_names == ("-1", "9", "10")
    np.testing.assert_array_equal(table.y, [2, 1, 2, 0])


def test_fractions_are_targets_unless_classes_are_asked_for(write: Write) -> None:
    path = write("a,price\n1,10.5\n2,9.25\n3,10\n")
    table = read_table(path)
    assert (table.task, table.target_names, table.class_names) == ("regression", ("price",), ())
    np.testing.assert_array_equal(table.y, [[10.5], [9.25], [10.0]])
    message = refused(path, task="classification")
    assert message.startswith("data.target: the target column “price” holds numbers such as 10.5")


def test_more_than_twenty_whole_numbers_are_targets_unless_classes_are_asked_for(write: Write) -> None:
    few, many = (write_rows(write, [f"{i},{i % count}" for i in range(200)]) for count in (20, 21))
    assert len(read_table(few()).class_names) == 20
    assert read_table(many()).task == "regression"
    assert len(read_table(many(), task="classification").class_names) == 21


def write_rows(write: Write, rows: list[str]) -> Callable[[], Path]:
    return lambda: write("a,amount\n" + "".join(f"{row}\n" for row in rows))


def test_few_whole_numbers_are_targets_where_a_regression_is_asked_for(write: Write) -> None:
    table = read_table(write("a,kind\n1,10\n2,9\n3,10.0\n"), task="regression")
    np.testing.assert_array_equal(table.y, [[10.0], [9.0], [10.0]])


def test_words_cannot_be_a_regression(write: Write) -> None:
    assert "holds words such as “red”; takes numbers" in refused(write(SMALL), task="regression")


def test_words_among_many_numbers_cost_their_rows(write: Write) -> None:
    table = read_table(write("a,price\n" + "".join(f"{i},{i}.5\n" for i in range(40)) + "1,unknown\n,3\n"))
    assert (table.task, len(table.y)) == ("regression", 40)
    assert table.remarks == (
        "2 rows were left out because a value is missing or is no number: lines 42, 43, "
        "such as “unknown” in line 42.",
    )


def test_words_among_few_numbers_are_classes_too(write: Write) -> None:
    table = read_table(write("a,kind\n" + "1,1\n2,2\n" * 9 + "3,many\n"))
    assert table.class_names == ("1", "2", "many")


@pytest.mark.parametrize("task", ["auto", "regression"])
def test_an_infinite_target_is_refused(write: Write, task: str) -> None:
    assert "“price” holds an infinite number" in refused(write("a,price\n1,2.5\n2,inf\n3,1.5\n"), task=task)


def test_a_target_of_one_value_is_refused(write: Write) -> None:
    assert "has one value only" in refused(write("a,price\n1,2.5\n2,2.5\n"))


def test_a_thousand_whole_numbers_are_the_most_classes(write: Write) -> None:
    path = write("a,kind\n" + "".join(f"{i},{i}\n" for i in range(1001)))
    assert "1,001 different numbers" in refused(path, task="classification")


@pytest.mark.parametrize("count", [1001, 20_000])
def test_too_many_words_are_no_classes(write: Write, count: int) -> None:
    rows = "".join(f"{i},w{i}\n" for i in range(count))
    message = refused(write("a,name\n" + rows))
    assert message.startswith("data.target: the target column “name” has")
    assert "at most 1,000" in message


def test_one_class_is_refused(write: Write) -> None:
    assert "“kind” has one class only" in refused(write("a,kind\n1,red\n2,red\n"))


def test_a_class_whose_rows_all_have_gaps_does_not_count(write: Write) -> None:
    table = read_table(write(SMALL + ",8,green\n"))
    assert table.class_names == ("blue", "red")


@pytest.mark.parametrize("value", ["inf", "-Infinity", "1e999"])
def test_infinity_is_refused_with_its_place(write: Write, value: str) -> None:
    message = refused(write(SMALL + f"7,{value},red\n"))
    assert message == (
        f"data.path: in “data.csv” line 5, column “b” is {value}, which is infinite; "
        "takes numbers up to 1.8e308"
    )


@pytest.mark.parametrize(
    ("row", "got"), [("7,8", "2 fields"), ("7", "1 field;"), ("7,8,red,9", "4 fields"), (",8,red,9", "4 f")]
)
def test_a_ragged_row_is_refused_with_line_and_counts(write: Write, row: str, got: str) -> None:
    message = refused(write(SMALL + "\n" + row + "\n"))
    assert f"line 6 has {got}" in message
    assert "takes 3, as the first line has" in message


@pytest.mark.parametrize("content", ["", "   \n\n  ", "\ufeff", "\n"])
def test_an_empty_file_is_refused(write: Write, content: str) -> None:
    assert refused(write(content)) == "data.path: “data.csv” is empty; takes a row for each sample"


def test_a_header_alone_is_refused(write: Write) -> None:
    assert "no rows under the header" in refused(write("a,b,kind\n"))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
        "1,2\n3,4\n".encode("utf-16-le"),
    ],
)
def test_a_binary_file_is_refused(write: Write, content: bytes) -> None:
    assert "there is no text; takes a CSV file (save" in refused(write(content))


def test_random_bytes_never_raise_anything_but_a_refusal(tmp_path: Path) -> None:
    @settings(deadline=None)
    @given(st.one_of(st.binary(max_size=300), st.text('ab1.,;"\n \r\ufeff', max_size=80).map(str.encode)))
    def law(content: bytes) -> None:
        path = tmp_path / "any.csv"
        path.write_bytes(content)
        table, message = None, ""
        try:
            table = read_table(path)
        except ExperimentError as error:
            message = str(error)
        if table is None:
            assert message.startswith(("data.path: ", "data.target: "))
        else:
            assert len(table.x) == len(table.y) > 0
            assert np.isfinite(table.x).all()

    law()


def test_a_file_of_one_column_is_refused(write: Write) -> None:
    assert "one column only" in refused(write("a\n1\n2\n"))


def test_a_title_above_the_table_is_named_as_the_cause(write: Write) -> None:
    assert "the first line has one field but others have 3" in refused(write("My table\n" + SMALL))


def test_a_quote_without_end_is_refused(write: Write) -> None:
    told = refused(write(SMALL + '7,8,"red\n' + "1,2,red\n" * 50_000))
    assert "the row that begins in line 5 has a field of over 131,072 characters" in told
    assert "quotation marks in pairs" in told


def test_a_first_line_without_end_is_refused(write: Write) -> None:
    assert "line 1 does not end" in refused(write("1," * 200_000))


def test_a_first_row_without_end_is_refused(write: Write) -> None:
    assert "line 2 does not end" in refused(write("a,b\n" + "1," * 200_000))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.csv").startswith("data.path: there is no file")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is a device" in refused(tmp_path / "pipe.csv")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied"), "no permission"),
        (OSError(5, "Input/output error"), "Input/"),
    ],
)
def test_what_the_system_refuses_is_said(
    write: Write, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    path = write(SMALL)

    def broken(*_arguments: object, **_choices: object) -> IO[Any]:
        raise error

    monkeypatch.setattr(Path, "open", broken)
    assert words in refused(path)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a,b,kind\n" + "1,2,red\n1,2,blue\n" * 50_000)
    monkeypatch.setattr(refusals, "LARGEST_NUMBERS", 150_000)
    message = refused(path)
    assert "rows of 2 numbers" in message
    assert "at most 150,000 numbers, here 75,000 rows" in message


def test_a_file_denser_than_its_head_stops_at_the_limit(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(SMALL + "1,2,red\n" * 50_000)
    monkeypatch.setattr(csv_reading, "LARGEST_NUMBERS", 60_000)
    assert "more than 60,000 numbers" in refused(path)


def test_a_file_beyond_the_free_memory_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=10))
    assert "GB that are free" in refused(write(SMALL))


def test_reading_stops_when_nobody_wants_the_table(write: Write) -> None:
    answers: Iterator[bool] = iter([True, False])
    with pytest.raises(ReadingStoppedError):
        read_table(write(SMALL + "1,2,red\n" * 100_000), wanted=lambda: next(answers))


def test_the_preview_reads_the_head_only(write: Write) -> None:
    path = write(SMALL + "1,2,red\n" * 200_000 + "ragged\n")
    preview = preview_table(path)
    assert len(preview.rows) == 50
    assert [column.kind for column in preview.columns] == ["number", "number", "text"]
    assert preview.estimated_rows == pytest.approx(200_004, rel=0.01)


def test_the_preview_of_a_small_file_counts_its_rows_exactly(write: Write) -> None:
    assert preview_table(write(SMALL)).estimated_rows == 3


@given(
    st.lists(
        st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["a", "b"])),
        min_size=2,
        max_size=30,
    ).filter(lambda rows: {label for _, label in rows} == {"a", "b"})
)
def test_every_float_survives_the_way_through_a_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, str]]
) -> None:
    path = tmp_path_factory.mktemp("tables") / "data.csv"
    path.write_text("value,kind\n" + "".join(f"{value!r},{label}\n" for value, label in rows))
    table = read_table(path)
    np.testing.assert_array_equal(table.x[:, 0], [value for value, _ in rows])
    assert [table.class_names[code] for code in table.y] == [label for _, label in rows]
