"""Experiments in files: what is written is read again, what is none is refused with a sentence."""

import os
from pathlib import Path

import pytest

from vgviz.experiment import Activation, Data, Experiment, ExperimentError, Network, Training
from vgviz.experiment_file import LONGEST, read_experiments, write_experiments
from vgviz.whole_file import ExportError

COMPARED = (
    Experiment(Data("blobs", features=3), Network.uniform(3, 7, activation=Activation("elu", 0.5))),
    Experiment(training=Training("huber", "adam"), seed=2**63 - 1, precision="float32", title="Ä “b”"),
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    write_experiments(path, COMPARED)
    assert read_experiments(path) == COMPARED


def test_a_single_experiment_needs_no_list(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text('{"seed": 4}')
    assert read_experiments(path) == (Experiment(seed=4),)


def test_a_mark_that_an_editor_put_before_the_text_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "edited.json"
    path.write_text('{"seed": 4}', encoding="utf-8-sig")
    assert read_experiments(path) == (Experiment(seed=4),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no experiment"),
        (b"\xff\xfe\x00", "is no experiment"),
        (b'{"seed": "x"}', "$.seed"),
        (b'{"network": {"hidden": [{"width": 0}]}}', "width"),
        (b'{"sead": 1}', "sead"),
        (b"[]", "holds 0 experiments; 1 to 4"),
        (b"[{},{},{},{},{}]", "holds 5 experiments; 1 to 4"),
        (b"[" * 300_000, "is no experiment"),
        (b" " * (LONGEST + 1), "too long"),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(ExperimentError, match=r"“odd\.json” is no experiment of vgviz: ") as refusal:
        read_experiments(path)
    assert words in str(refusal.value)


def test_a_pipe_a_folder_and_nothing_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
        with pytest.raises(ExperimentError, match="is no file"):
            read_experiments(pipe)
    with pytest.raises(ExperimentError, match="is no file"):
        read_experiments(tmp_path)
    with pytest.raises(ExperimentError, match="could not be read"):
        read_experiments(tmp_path / "nothing.json")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write_experiments(tmp_path / "missing" / "one.json", COMPARED)


def test_a_table_that_has_moved_along_with_the_file_is_found(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("a,b\n1,0\n2,1\n")
    elsewhere = str(tmp_path / "elsewhere" / "own.csv")
    path = tmp_path / "own.json"
    for kept, found in ((elsewhere, str(table)), (str(table), str(table))):
        write_experiments(path, (Experiment(Data("csv", path=kept, target="b")),))
        assert read_experiments(path)[0].data.path == found
    table.unlink()
    assert read_experiments(path)[0].data.path == str(table)
