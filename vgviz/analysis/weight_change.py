"""Weights before and after: the change as a table whose shown numbers subtract exactly."""

import csv
import io
import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import cache, cached_property
from itertools import accumulate
from math import floor, log10
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.engine.norms import norm
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import ExperimentError
from vgviz.whole_file import write_whole

FloatArray = NDArray[np.float64]
Arrays = Mapping[str, ArrayLike]
Column = Literal["parameter", "before", "after", "change", "size"]

EXACT = Context(prec=700, traps=[])  # enough for the largest float64 with the most decimals
DIGITS = 3  # of a typical change
MOST_DECIMALS = 20
COLUMNS = ("parameter", "row", "column", "before", "after", "change")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One entry: ``shown_before`` + ``shown_change`` is exactly ``shown_after``, digit by digit.

    Attributes
    ----------
    name, index : of the parameter array, and the entry's place in it, counted from 0.
    before, after, change : the numbers themselves, change = after - before.
    """

    name: str
    index: tuple[int, ...]
    before: float
    after: float
    change: float
    shown_before: Decimal
    shown_after: Decimal
    shown_change: Decimal


@dataclass(frozen=True, eq=False, repr=False)
class WeightChange:
    """What happened to weights between two moments; a sequence of rows.

    Attributes
    ----------
    before, after, change : float64 arrays by name, change = after - before.
    decimals : of the shown numbers, by name; the same for all entries of an array.
    order : the entries, counted through all arrays, in the order of the rows.
    """

    before: Mapping[str, FloatArray]
    after: Mapping[str, FloatArray]
    change: Mapping[str, FloatArray]
    decimals: Mapping[str, int]
    order: NDArray[np.intp]

    def __repr__(self) -> str:
        changes = ", ".join(f"{name}: {share:.2g}" for name, share in self.relative_change.items())
        return f"{type(self).__name__}({len(self)} rows, relative change {changes})"

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, row: int) -> ChangeRow:
        entry = int(self.order[row])
        which = bisect_right(self._ends, entry)
        name = self._names[which]
        place = entry - (self._ends[which - 1] if which else 0)
        index = np.unravel_index(place, self.change[name].shape)
        return self._row(name, tuple(int(number) for number in index))

    def __iter__(self) -> Iterator[ChangeRow]:
        return (self[row] for row in range(len(self)))

    @property
    def rows(self) -> list[ChangeRow]:
        """All rows at once."""
        return list(self)

    @cached_property
    def relative_change(self) -> dict[str, float]:
        """norm(change) / norm(before) of each array; infinite or NaN where it was all 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return {
                name: float(np.float64(norm(change)) / norm(self.before[name]))
                for name, change in self.change.items()
            }

    def sorted_by(self, column: Column, *, descending: bool = False) -> "WeightChange":
        """The same rows in another order; "size" is abs(change), and equal ones keep their order."""
        if column not in ("parameter", "before", "after", "change", "size"):
            raise ExperimentError(
                f"column: got {column!r}, takes one of parameter, before, after, change, size"
            )
        keys = self._keys(column)[self.order]
        return replace(self, order=self.order[np.argsort(-keys if descending else keys, kind="stable")])

    def in_order(self, order: NDArray[np.intp]) -> "WeightChange":
        """The rows in this order, a permutation of the entries as they are counted through all arrays."""
        return replace(self, order=order)

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write the rows as they are shown, in their order; a file that is there is replaced whole or not.

        Raises
        ------
        ExportError
            With a sentence that says what to do.
        """
        write_whole(Path(path), self.csv_text().encode())

    def csv_text(self) -> str:
        """The rows as they are shown, as CSV: parameter, row, column, before, after, change."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in self:
            place = ("",) * (2 - len(row.index)) + row.index
            shown = (row.shown_before, row.shown_after, row.shown_change)
            writer.writerow((row.name, *place, *(f"{number:f}" for number in shown)))
        return text.getvalue()

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.change)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(self.change[name].size for name in self._names))

    def _keys(self, column: Column) -> NDArray[Any]:
        if column == "parameter":
            return np.arange(len(self.order))
        arrays = {"before": self.before, "after": self.after}.get(column, self.change)
        keys = np.concatenate([arrays[name].ravel() for name in self._names])
        return np.abs(keys) if column == "size" else keys

    def _row(self, name: str, index: tuple[int, ...]) -> ChangeRow:
        before, after = float(self.before[name][index]), float(self.after[name][index])
        shown_before, shown_after = (_rounded(number, self.decimals[name]) for number in (before, after))
        return ChangeRow(
            name,
            index,
            before,
            after,
            float(self.change[name][index]),
            shown_before,
            shown_after,
            EXACT.subtract(shown_after, shown_before),
        )


def weight_change(before: Arrays | Snapshot, after: Arrays | Snapshot) -> WeightChange:
    """Table of every parameter before, after and its change = after - before.

    The three numbers of a row have as many decimals, and the change shown is the difference of the two shown.
    There are as many as give a typical change of its array three digits, so that it differs from the change
    itself by no more than one in the last.

    Parameters
    ----------
    before, after : arrays by name, such as ``simulation.parameters``, or snapshots; the same names and
        shapes in both.

    Raises
    ------
    ExperimentError
        If names or shapes differ or there are no arrays.

    Examples
    --------
    >>> from vgviz.analysis import weight_change
    >>> row = weight_change({"w": [0.5]}, {"w": [0.375]})[0]
    >>> print(row.shown_before, row.shown_change, row.shown_after)
    0.500 -0.125 0.375
    """
    first, second = _arrays("before", before), _arrays("after", after)
    _refuse_different(first, second)
    with np.errstate(all="ignore"):
        change = {name: second[name] - first[name] for name in first}
    decimals = {name: _decimals(values) for name, values in change.items()}
    return WeightChange(first, second, change, decimals, np.arange(sum(v.size for v in change.values())))


def _arrays(path: str, given: Arrays | Snapshot) -> dict[str, FloatArray]:
    arrays = given.parameters if isinstance(given, Snapshot) else given
    if not isinstance(arrays, Mapping) or not arrays:
        got = "one without parameters" if isinstance(given, Snapshot) else type(given).__name__
        raise ExperimentError(f"{path}: got {got}, takes a snapshot or arrays by name")
    return {str(name): np.array(value, dtype=np.float64) for name, value in arrays.items()}


def _refuse_different(first: Mapping[str, FloatArray], second: Mapping[str, FloatArray]) -> None:
    lonely = sorted(set(first) ^ set(second))
    if lonely:
        raise ExperimentError(f"before, after: {lonely[0]} is in one of the two only, takes the same names")
    for name, array in first.items():
        if array.shape != second[name].shape:
            raise ExperimentError(
                f"before, after: {name} has shapes {array.shape} and {second[name].shape}, takes equal ones"
            )


def _decimals(change: FloatArray) -> int:
    """Decimals that give the median of the changes that are not 0 three digits."""
    sizes = np.abs(change[np.isfinite(change) & (change != 0)])
    middle = sizes.size // 2
    typical = float(np.partition(sizes, middle)[middle]) if sizes.size else 1.0
    return min(max(DIGITS - 1 - floor(log10(typical)), DIGITS), MOST_DECIMALS)


def _rounded(number: float, decimals: int) -> Decimal:
    exact = Decimal(number)
    if not exact.is_finite():
        return exact
    return EXACT.plus(exact.quantize(_last_digit(decimals), context=EXACT))  # plus: -0 becomes 0


@cache
def _last_digit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)
