"""Weights before and after as a table whose rows are made when they are looked at."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from vgviz.analysis.weight_change import ChangeRow, Column, WeightChange
from vgviz.number_format import INFINITY, MINUS, NOT_A_NUMBER
from vgviz.views.weights.layer_change import Order

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("from", "to", "before", "after", "change")
COLUMNS: tuple[Column, ...] = ("parameter", "parameter", "before", "after", "change")
_HINTS = (
    "Where the weight comes from; other parameters have no source",
    "The neuron that it belongs to",
    "At the first moment",
    "At the second moment",
    "After minus before: the numbers as they are shown subtract exactly",
)


class ChangeModel(QAbstractTableModel):
    """One row a parameter of a layer.

    Signals
    -------
    order_wished : Order
        A person wants the rows in this order; whoever shows them obeys.
    """

    order_wished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._change: WeightChange | None = None
        self._inputs: tuple[str, ...] = ()
        self._row = -1
        self._cells: tuple[str, ...] = ()

    @property
    def change(self) -> WeightChange | None:
        """What is shown, in the order in which it is shown."""
        return self._change

    def show_change(self, change: WeightChange | None, inputs: Sequence[str] = ()) -> None:
        """Show these rows; ``inputs`` are names of the units that weights come from, where they have names.

        New numbers in the same rows leave the table where it was scrolled to.
        """
        former = self._change
        keeps_rows = former is not None and change is not None and _shapes(former) == _shapes(change)
        self._row, self._inputs = -1, tuple(inputs)
        if keeps_rows:
            self._change = change
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADINGS) - 1))
        else:
            self.beginResetModel()
            self._change = change
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Parameters of the layer."""
        is_cell = parent is not None and parent.isValid()
        return 0 if self._change is None or is_cell else len(self._change)

    def columnCount(self, parent: Index | None = None) -> int:
        """From, to, before, after, change."""
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return _HINTS[section] if role == Qt.ItemDataRole.ToolTipRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for an order by the numbers themselves; by place for the first two columns."""
        if column >= 0:
            self.order_wished.emit(Order(COLUMNS[column], order == Qt.SortOrder.DescendingOrder))

    def cells(self, row: int) -> tuple[str, ...]:
        """The texts of a row."""
        if row != self._row and self._change is not None:
            self._cells, self._row = self._written(self._change[row]), row
        return self._cells

    def tab_separated(self, rows: Sequence[int]) -> str:
        """These rows under their headings, with numbers as spreadsheets read them."""
        lines = [HEADINGS, *(self.cells(row) for row in rows)]
        return "\n".join("\t".join(line) for line in lines).replace(MINUS, "-") + "\n"

    def _written(self, row: ChangeRow) -> tuple[str, ...]:
        shown = (row.shown_before, row.shown_after, row.shown_change)
        return (*self._place(row), *(_number_text(number) for number in shown))

    def _place(self, row: ChangeRow) -> tuple[str, str]:
        kind = row.name.rpartition(".")[2].replace("_", " ")
        if kind != "weight":
            return kind, str(row.index[0] + 1)
        source, unit = row.index
        return self._inputs[source] if source < len(self._inputs) else str(source + 1), str(unit + 1)


def _number_text(number: Decimal) -> str:
    if number.is_finite():
        return f"{number:f}".replace("-", MINUS)
    if number.is_nan():
        return NOT_A_NUMBER
    return INFINITY if number > 0 else MINUS + INFINITY


def _shapes(change: WeightChange) -> dict[str, tuple[int, ...]]:
    return {name: array.shape for name, array in change.change.items()}
