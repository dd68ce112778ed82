"""NumPy's NPZ files: an array x of inputs and an array y of labels or targets."""

import zipfile
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.given_data import numbered
from vgviz.engine.listing import listed
from vgviz.engine.raw_data import FloatArray, RawData, Targets
from vgviz.engine.tables.gaps import Gaps
from vgviz.engine.tables.npz_member import NpzMember, npz_member
from vgviz.engine.tables.preview import LARGEST_COLUMNS, SHOWN_ROWS, Column, Preview, cell_text
from vgviz.engine.tables.refusals import found_file, refusal, refuse_if_huge, refusing
from vgviz.engine.tables.targets import Target, targets_of_numbers, targets_of_words
from vgviz.experiment import Data

KIND = "an NPZ file with the arrays x and y"
WHOLE = "uib"  # kinds of whole numbers


@dataclass(frozen=True, slots=True)
class NpzPair:
    """The two arrays, checked by their headers."""

    x: NpzMember
    y: NpzMember


def preview_npz(path: str, wanted: Callable[[], bool]) -> Preview:
    """Look at the first rows.

    Raises
    ------
    ExperimentError
        If it is no NPZ file with two arrays that fit together.
    ReadingStoppedError
        If ``wanted``, asked every few milliseconds, says no.
    """
    with _refusing(path):
        pair = _pair(found_file(path, KIND))
        x, y = pair.x.read(wanted, SHOWN_ROWS), _as_columns(pair.y.read(wanted, SHOWN_ROWS))
    features, targets = x.shape[1], y.shape[1]
    names = (*numbered("x", features), *numbered("y", targets))
    text = y.dtype.kind == "U"
    columns = [Column(name, "text" if text and i >= features else "number") for i, name in enumerate(names)]
    rows = [
        [cell_text(value) for value in (*inputs, *outputs)]
        for inputs, outputs in zip(x.tolist(), y.tolist(), strict=True)
    ]
    return Preview(
        pair.x.path,
        f"{pair.x} · {pair.y}",
        tuple(columns),
        tuple(rows),
        pair.x.shape[0],
        fixed_targets=tuple(range(features, features + targets)),
    )


def read_npz(data: Data, wanted: Callable[[], bool]) -> RawData:
    """Read both arrays; rows in which a number is missing (NaN) are left out, and told of in the remarks.

    Whole numbers and words, shape (rows,), are classes; other numbers are classes if there are at most 20
    different ones, all whole, else targets of a regression; so is y of shape (rows, outputs).

    Raises
    ------
    ExperimentError
        If the arrays cannot be used so.
    ReadingStoppedError
        If ``wanted``, asked every few milliseconds, says no.
    """
    with _refusing(data.path or ""):
        pair = _pair(found_file(data.path or "", KIND))
        x = _numbers(pair.x, pair.x.read(wanted))
        y = pair.y.read(wanted)
    present = ~np.isnan(x).any(axis=1)
    if y.dtype.kind != "U":
        y = y if y.dtype.kind in WHOLE else _numbers(pair.y, y)
        present &= ~np.isnan(_as_columns(y)).any(axis=1)
    if not present.any():
        raise refusal(pair.x.path, "a value is missing in every row", "rows with all their values")
    gaps = Gaps()
    gaps.note((np.flatnonzero(~present) + 1).tolist())
    if gaps.rows:
        x, y = x[present], y[present]
    targets, classes = _targets(y, data.task)
    target_names = () if classes else numbered("y", targets.shape[1])
    names = numbered("x", x.shape[1])
    return RawData(x, targets, names, classes, target_names, gaps.remarks(), own=True)


def _targets(y: NDArray[Any], task: str) -> tuple[Targets, tuple[str, ...]]:
    if y.ndim == 2 and (task != "classification" or y.shape[1] > 1):
        if task == "classification":
            raise Target("y").refusal(f"has {y.shape[1]} columns", "one column of classes")
        return np.ascontiguousarray(y, dtype=np.float64), ()
    y = y.reshape(len(y))
    if y.dtype.kind == "U":
        words, codes = np.unique(y, return_inverse=True)
        return targets_of_words(codes.astype(np.int64), [str(word) for word in words], Target("y", task))
    if task == "auto" and y.dtype.kind in WHOLE:
        task = "classification"
    return targets_of_numbers(y.astype(np.float64), Target("y", task))


def _pair(path: Path) -> NpzPair:
    with zipfile.ZipFile(path) as archive:
        names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
        if not {"x", "y"} <= set(names):
            held = f"it holds {listed(names, shown=8)}" if names else "it holds no arrays"
            raise refusal(path, f"there are no arrays called x and y, {held}", "x and y")
        pair = NpzPair(npz_member(path, archive, "x"), npz_member(path, archive, "y"))
    _check_shapes(path, pair)
    row_of_y = pair.y.nbytes // pair.y.shape[0]
    refuse_if_huge(path, pair.x.shape[0], pair.x.shape[1] + -(-row_of_y // 8))
    return pair


def _check_shapes(path: Path, pair: NpzPair) -> None:
    x, y = pair.x, pair.y
    if len(x.shape) != 2 or min(x.shape) < 1 or x.dtype.kind not in "fiub":
        raise refusal(path, f"the inputs are {x}", "x of real numbers, shape (samples, features)")
    kinds = "fiubU" if len(y.shape) == 1 else "fiub"
    if len(y.shape) not in (1, 2) or min(y.shape) < 1 or y.dtype.kind not in kinds:
        takes = "y of real numbers, shape (samples,) or (samples, outputs), or of words, shape (samples,)"
        raise refusal(path, f"the targets are {y}", takes)
    if x.shape[0] != y.shape[0]:
        raise refusal(path, f"x has {x.shape[0]:,} rows but y {y.shape[0]:,}", "as many in both")
    if x.shape[1] > LARGEST_COLUMNS:
        raise refusal(path, f"x has {x.shape[1]:,} columns", f"at most {LARGEST_COLUMNS:,}")


def _numbers(member: NpzMember, array: NDArray[Any]) -> FloatArray:
    numbers = np.ascontiguousarray(array, dtype=np.float64)
    infinite = np.argwhere(np.isinf(numbers))
    if infinite.size:
        place = ", ".join(map(str, infinite[0]))
        raise refusal(member.path, f"{member.name}[{place}] is infinite", "numbers up to 1.8e308")
    return numbers


def _as_columns(y: NDArray[Any]) -> NDArray[Any]:
    return y if y.ndim == 2 else y[:, np.newaxis]


def _refusing(path: str) -> AbstractContextManager[None]:
    signs = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
    return refusing(Path(path), KIND, "the archive or an array is damaged", signs)
