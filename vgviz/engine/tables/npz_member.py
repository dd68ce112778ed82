"""One array of an NPZ file: what its header says, and its numbers, read piece by piece."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from vgviz.engine.tables.refusals import ReadingStoppedError, refusal

PIECE = 2**22  # bytes read between two questions whether the array is still wanted
_HEADERS = {(1, 0): npy_format.read_array_header_1_0, (2, 0): npy_format.read_array_header_2_0}


@dataclass(frozen=True, slots=True)
class NpzMember:
    """An array in an NPZ file, not read yet; ``in_columns`` says that its numbers lie column by column."""

    path: Path
    name: str
    shape: tuple[int, ...]
    in_columns: bool
    dtype: np.dtype[Any]

    def __str__(self) -> str:
        return f"{self.name} {self.dtype.name} {self.shape}"

    @property
    def nbytes(self) -> int:
        """Size of the array in memory."""
        return int(np.prod(self.shape, dtype=object)) * self.dtype.itemsize

    def read(self, wanted: Callable[[], bool], rows: int | None = None) -> NDArray[Any]:
        """The array, or its first ``rows``; nothing in it is ever unpickled.

        Raises
        ------
        ExperimentError
            If it is shorter than its header says.
        ReadingStoppedError
            If ``wanted``, asked every few milliseconds, says no.
        """
        shape = self.shape
        if rows is not None and not self.in_columns:
            shape = (min(rows, shape[0]), *shape[1:])
        array = np.empty(shape[::-1] if self.in_columns else shape, self.dtype)
        with zipfile.ZipFile(self.path) as archive, archive.open(f"{self.name}.npy") as file:
            _header(file)
            self._fill(file, array.reshape(-1).view(np.uint8).data, wanted)
        array = array.T if self.in_columns else array
        return array if rows is None else array[:rows]

    def _fill(self, file: IO[bytes], room: memoryview, wanted: Callable[[], bool]) -> None:
        filled = 0
        while filled < len(room):
            if not wanted():
                raise ReadingStoppedError
            piece = file.read(min(PIECE, len(room) - filled))
            if not piece:
                raise refusal(self.path, f"the array {self.name} ends too early", "a whole NPZ file")
            room[filled : filled + len(piece)] = piece
            filled += len(piece)


def npz_member(path: Path, archive: zipfile.ZipFile, name: str) -> NpzMember:
    """Look at an array's header.

    Raises
    ------
    ExperimentError
        If it holds Python objects, which could run code when they are read, or no plain values.
    ValueError
        If it is no array.
    """
    if archive.getinfo(f"{name}.npy").compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{name} is compressed in a way that NumPy does not write")
    with archive.open(f"{name}.npy") as file:
        shape, in_columns, dtype = _header(file)
    if dtype.hasobject:
        raise refusal(
            path, f"{name} holds Python objects, which are not opened as they may run code", "numbers"
        )
    if dtype.fields is not None or dtype.kind not in "fiubUcSmM":
        raise refusal(path, f"{name} holds records of several fields", "plain numbers")
    return NpzMember(path, name, shape, in_columns and len(shape) > 1, dtype)


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = npy_format.read_magic(file)
    if version not in _HEADERS:
        raise ValueError(f"version {version} of NumPy’s format is not known")
    return _HEADERS[version](file)
