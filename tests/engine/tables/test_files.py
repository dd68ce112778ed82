"""Files of every kind behind one door, the last one kept."""

import os
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from vgviz.engine.raw_data import RawData
from vgviz.engine.tables import files
from vgviz.engine.tables.files import LastRead, source_of_file
from vgviz.experiment import Data

TEXT = "a,kind\n1,x\n2,y\n"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Data]:
    """What is really read."""
    made: list[Data] = []

    def read(data: Data, wanted: files.Wanted) -> RawData:
        made.append(data)
        return files_read(data, wanted)

    files_read = files.READERS["csv"]
    monkeypatch.setattr(files, "READERS", MappingProxyType({"csv": read}))
    return made


def always() -> bool:
    return True


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.npz", "npz"),
        ("A.NPZ", "npz"),
        ("a.parquet", "parquet"),
        ("a.pq", "parquet"),
        ("a.txt", "csv"),
        ("a", "csv"),
    ],
)
def test_the_name_tells_the_kind(name: str, source: str) -> None:
    assert source_of_file(name) == source
    assert source_of_file(Path("folder.npz") / name) == source


def test_a_table_is_read_once_as_long_as_file_and_choices_stay(tmp_path: Path, reads: list[Data]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    last, data = LastRead(10**6), Data("csv", path=str(path))
    first = last.read(data, always)
    assert last.read(Data("csv", path=str(path), noise=0.9, test_fraction=0.5), always) is first
    assert len(reads) == 1
    for other in (
        Data("csv", path=str(path), header=True),
        Data("csv", path=str(path), task="classification"),
    ):
        last.read(other, always)
    assert len(reads) == 3


def test_a_changed_file_is_read_again(tmp_path: Path, reads: list[Data]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    last, data = LastRead(10**6), Data("csv", path=str(path))
    last.read(data, always)
    path.write_text(TEXT.replace("2", "7"))
    os.utime(path, ns=(1, 1))
    np.testing.assert_array_equal(last.read(data, always).x, [[1], [7]])
    assert len(reads) == 2


def test_a_large_table_is_not_kept(tmp_path: Path, reads: list[Data]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    last, data = LastRead(8), Data("csv", path=str(path))
    last.read(data, always)
    last.read(data, always)
    assert len(reads) == 2
