"""The head of a file: enough to show it and to choose the target column."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vgviz.engine.listing import listed, quoted
from vgviz.engine.tables.refusals import refusal
from vgviz.experiment import ExperimentError

Row = Sequence[str]
ColumnKind = Literal["number", "text", "empty"]

SHOWN_ROWS = 50
SAMPLED_ROWS = 1000
LARGEST_COLUMNS = 10_000
LONGEST_CELL = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and whether it holds numbers, hardly anything, or text or what else is none."""

    name: str
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class Preview:
    """The head of a file, and how the rest will be read.

    Attributes
    ----------
    description : how the file is written, for the user.
    rows : the first rows as text; an empty text is a missing value.
    estimated_rows : what the whole file has if it goes on as it begins.
    header : whether the first row names the columns; None where a file of this kind says itself.
    fixed_targets : indices of the target columns, where a file of this kind says which they are.
    """

    path: Path
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    estimated_rows: int
    header: bool | None = None
    fixed_targets: tuple[int, ...] = ()

    def target_index(self, target: str | int | None) -> int:
        """Index of the target column: by name, by index (0 first, -1 last), or the last that holds something.

        Raises
        ------
        ExperimentError
            If no column, or more than one, answers to it.
        """
        names = [column.name for column in self.columns]
        if target is None:
            return max((i for i, column in enumerate(self.columns) if column.kind != "empty"), default=0)
        if isinstance(target, int) and -len(names) <= target < len(names):
            return target % len(names)
        if isinstance(target, str) and names.count(target) == 1:
            return names.index(target)
        twice = ", which several columns are called" if target in names else ""
        raise ExperimentError(
            f"data.target: got {target!r}{twice}; takes an index from 0 to {len(names) - 1} "
            f"or a column’s name, here {listed(quoted(names), shown=12)}"
        )

    def feature_indices(self, target: int) -> list[int]:
        """Indices of the columns of numbers besides the target column.

        Raises
        ------
        ExperimentError
            If there is none.
        """
        targets = self.fixed_targets or (target,)
        found = [i for i, c in enumerate(self.columns) if c.kind == "number" and i not in targets]
        if found:
            return found
        name = self.columns[target].name
        raise refusal(self.path, f"no column but the target “{name}” holds numbers", "at least one that does")

    def left_out_columns(self, target: int) -> tuple[str, ...]:
        """Sentences on the columns that nothing can be learned from."""
        others = [column for index, column in enumerate(self.columns) if index != target]
        text = quoted([column.name for column in others if column.kind == "text"])
        empty = quoted([column.name for column in others if column.kind == "empty"])
        return (
            *_left_out(text, "holds no numbers", "hold no numbers"),
            *_left_out(empty, "is mostly empty", "are mostly empty"),
        )


def cell_text(value: object) -> str:
    """A value as it is shown; an empty text is a missing one."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.7g}"
    return str(value)[:LONGEST_CELL]


def _left_out(names: list[str], one: str, many: str) -> tuple[str, ...]:
    if not names:
        return ()
    if len(names) == 1:
        return (f"Column {names[0]} was left out because it {one}.",)
    return (f"{len(names)} columns were left out because they {many}: {listed(names)}.",)
