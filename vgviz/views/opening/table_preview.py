"""The head of a table as rows and columns: what is the target, what is learned from, what is left out."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from vgviz.engine.tables.preview import LONGEST_CELL, Column, Preview
from vgviz.views.theme import Theme, mixed

Index = QModelIndex | QPersistentModelIndex
WIDEST = 220
NARROWEST = 72
MANY_COLUMNS = 60
MANY_WIDTH = 96
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_RULES = """
QTableView {{ border: 1px solid {border}; border-radius: 4px; gridline-color: {border}; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QTableView::item {{ padding: 0 4px; }}
QHeaderView, QTableCornerButton::section {{ background: {surface}; border: 0; }}
QHeaderView::section {{ background: {surface}; border: 0; padding: 4px 8px;
    border-right: 1px solid {border}; border-bottom: 1px solid {border}; }}
QTableCornerButton::section {{ border-right: 1px solid {border}; border-bottom: 1px solid {border}; }}
"""
USES = {"number": "number", "text": "no numbers, left out", "empty": "empty, left out"}


class TableModel(QAbstractTableModel):
    """First rows of a file, with the target columns tinted and what is left out greyed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._preview: Preview | None = None
        self._targets: tuple[int, ...] = ()
        self._tint = QBrush(mixed(theme.raised, theme.accent, 0.16))
        self._muted = QBrush(QColor(theme.muted))
        self._warning = QBrush(QColor(theme.warning))

    def show_preview(self, preview: Preview | None) -> None:
        """Replace all."""
        self.beginResetModel()
        self._preview = preview
        self.endResetModel()

    def set_targets(self, indices: tuple[int, ...]) -> None:
        """Mark these columns as what is learned."""
        self._targets = indices
        if self._preview is not None:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt’s own default
        """Rows shown."""
        return 0 if self._preview is None or parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt’s own default
        """Columns of the file."""
        return 0 if self._preview is None or parent.isValid() else len(self._preview.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, place and colours of a cell."""
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self._cell(index.row(), column)
            return cell[:LONGEST_CELL] if cell else "missing"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == Qt.ItemDataRole.BackgroundRole and column in self._targets:
            return self._tint
        if role == Qt.ItemDataRole.ForegroundRole:
            if not self._is_used(column):
                return self._muted
            return None if self._cell(index.row(), column) else self._warning
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name and use of a column; number of a row."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self._columns[section].name[:LONGEST_CELL]}\n{self.use_of(section)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        if role == Qt.ItemDataRole.ForegroundRole and not self._is_used(section):
            return self._muted
        return None

    def use_of(self, column: int) -> str:
        """What becomes of a column."""
        if column in self._targets:
            return "target"
        return USES[self._columns[column].kind]

    @property
    def _columns(self) -> tuple[Column, ...]:
        return self._preview.columns if self._preview is not None else ()

    def _is_number(self, column: int) -> bool:
        return self._columns[column].kind == "number"

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return (RIGHT if self._is_number(column) else LEFT) | Qt.AlignmentFlag.AlignVCenter

    def _is_used(self, column: int) -> bool:
        return column in self._targets or self._is_number(column)

    def _cell(self, row: int, column: int) -> str:
        fields = self._preview.rows[row] if self._preview is not None else ()
        return fields[column] if column < len(fields) else ""


class TablePreview(QTableView):
    """The table itself: to look at, not to edit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = TableModel(theme)
        self._cell_widths: list[int] = []
        self.table.setParent(self)
        self.setModel(self.table)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setStyleSheet(_RULES.format(surface=theme.surface, border=theme.border))
        self.setCornerButtonEnabled(False)
        self.setAccessibleName("First rows of the file")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)

    def show_preview(self, preview: Preview | None) -> None:
        """Replace what is shown."""
        self.table.show_preview(preview)
        count = self.table.columnCount()
        # Measured once: hundreds of cells are asked for their text.
        self._cell_widths = [self.sizeHintForColumn(i) for i in range(count if count <= MANY_COLUMNS else 0)]
        self._share_width()

    def set_targets(self, indices: tuple[int, ...]) -> None:
        """Mark these columns as what is learned."""
        self.table.set_targets(indices)
        self._share_width()

    def show_column(self, index: int) -> None:
        """Bring a column into view."""
        self.scrollTo(self.table.index(0, index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let few columns fill the width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        count = self.table.columnCount()
        if not count:
            return
        header = self.horizontalHeader()
        if count > MANY_COLUMNS:
            header.setDefaultSectionSize(MANY_WIDTH)
            return
        widths = [max(cell, header.sectionSizeHint(i)) + 8 for i, cell in enumerate(self._cell_widths)]
        widths = [min(max(width, NARROWEST), WIDEST) for width in widths]
        spare = max(0, self.viewport().width() - sum(widths)) // count
        for index, width in enumerate(widths):
            header.resizeSection(index, width + spare)
