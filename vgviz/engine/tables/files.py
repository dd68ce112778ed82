"""Files of every kind behind one door."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from vgviz.engine.raw_data import RawData
from vgviz.engine.tables.csv_preview import preview_csv
from vgviz.engine.tables.csv_table import read_csv
from vgviz.engine.tables.npz_file import preview_npz, read_npz
from vgviz.engine.tables.parquet_file import preview_parquet, read_parquet
from vgviz.engine.tables.preview import Preview
from vgviz.experiment import Data

Wanted = Callable[[], bool]
SUFFIXES = MappingProxyType({".npz": "npz", ".parquet": "parquet", ".pq": "parquet"})
READERS = MappingProxyType({"csv": read_csv, "npz": read_npz, "parquet": read_parquet})


def source_of_file(path: str | Path) -> str:
    """The data source for a file of this name: whatever is not NPZ or Parquet should be a table of text."""
    return SUFFIXES.get(Path(path).suffix.lower(), "csv")


def _always() -> bool:
    return True


def preview_file(data: Data, wanted: Wanted = _always) -> Preview:
    """Look at the head of the file that ``data`` names.

    Raises
    ------
    ExperimentError
        If there is no such file, or its head is no table.
    ReadingStoppedError
        If ``wanted`` says no.
    """
    path = data.path or ""
    if data.source == "csv":
        return preview_csv(path, data.header)
    return (preview_npz if data.source == "npz" else preview_parquet)(path, wanted)


def read_file(data: Data, wanted: Wanted = _always) -> RawData:
    """Read the whole file that ``data`` names.

    Raises
    ------
    ExperimentError
        If the file cannot be read as a table, or its target column cannot be learned.
    ReadingStoppedError
        If ``wanted``, asked every few milliseconds, says no.
    """
    return _LAST.read(data, wanted)


class LastRead:
    """The table that was read last, for whoever asks next: the session after the dialog, another seed's run.

    It is read anew when the file has changed. Tables that are larger than ``most_bytes`` are not kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._key: tuple[object, ...] | None = None
        self._table: RawData | None = None

    def read(self, data: Data, wanted: Wanted) -> RawData:
        """The table that ``data`` names, from the file if need be."""
        key = _key(data)
        with self._lock:
            if self._table is not None and key is not None and key == self._key:
                return self._table
        table = READERS[data.source](data, wanted)
        with self._lock:
            kept = table.x.nbytes + table.y.nbytes <= self._most_bytes
            self._key, self._table = (key, table) if kept else (None, None)
        return table


def _key(data: Data) -> tuple[object, ...] | None:
    """What a table depends on; None where there is no file."""
    try:
        status = Path(data.path or "").expanduser().stat()
    except (OSError, RuntimeError):
        return None
    file = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
    return (data.source, data.path, data.target, data.header, data.task, *file)


# As a function's cache would be: it changes what a second reading costs, nothing else.
_LAST = LastRead(most_bytes=2**28)
