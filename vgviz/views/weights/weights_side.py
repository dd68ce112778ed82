"""One network's weights before and after: a title, pictures, a table."""

from collections.abc import Hashable, Sequence
from functools import partial
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from vgviz.number_format import MINUS, amount
from vgviz.views.background import Background
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.theme import Theme, font
from vgviz.views.tint import tint
from vgviz.views.weights.change_model import ChangeModel
from vgviz.views.weights.change_picture import ChangePicture
from vgviz.views.weights.layer_change import Arrays, LayerChange, Order, layer_arrays, layer_change

AT_ONCE = 20_000  # weights that are compared within a frame's time
REST = 10.0  # times what a comparison took, before the next one
WAIT = 0.1  # s after which to look again whether a comparison is over
MOST_COPIED = 10_000  # rows
SAMPLED = 50  # rows by which columns are made wide enough


class WeightsSide(QWidget):
    """Compares a layer at two moments; a large one beside the window's thread.

    Signals
    -------
    shown
        New numbers are on show.
    said : str
        A sentence about what was copied.
    """

    shown = Signal()
    said = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.change: LayerChange | None = None
        self.order = Order()
        self.title = ElidedLabel()
        self.message = QLabel(wordWrap=True)
        self.picture = ChangePicture(theme)
        self.model = ChangeModel(self)
        self.table = QTableView()
        self._wanted: tuple[Arrays, Arrays, int, tuple[str, ...]] | None = None
        self._subject: Hashable = None
        self._due = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._on_later)
        self._started = 0.0
        self._background = Background(self)
        self._background.done.connect(self._on_done)
        self.model.order_wished.connect(self._on_order_wished)
        self._lay_out()

    @property
    def is_busy(self) -> bool:
        """Whether a comparison is under way."""
        return self._background.is_busy

    def show_weights(
        self, before: Arrays, after: Arrays, layer: int, inputs: Sequence[str], subject: Hashable = None
    ) -> None:
        """Compare ``layer``; the same ``subject`` again only as often as the time for it allows."""
        self._wanted = (before, after, layer, tuple(inputs))
        shapes = tuple(array.shape for array in layer_arrays(after, layer).values())
        is_new, self._subject = (layer, shapes, subject) != self._subject, (layer, shapes, subject)
        if is_new:
            self._compare()
        elif not self._later.isActive():
            self._later.start(round(1000 * max(0.0, self._due - perf_counter())))

    def show_nothing(self, words: str) -> None:
        """Say why there is nothing to see."""
        self._background.forget()
        self._later.stop()
        self._wanted, self._subject, self.change = None, None, None
        self.model.show_change(None)
        self.picture.show_change(None)
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.title.setFont(font(theme.body, bold=True))
        self.title.setMinimumHeight(self.title.fontMetrics().height())
        tint(self.message, theme.muted)
        self.picture.set_theme(theme)
        self.table.setFont(font(theme.small))
        self._compare()

    def show_parts(self, *, picture: bool, table: bool) -> None:
        """Show only some of it."""
        self.picture.setVisible(picture)
        self.table.setVisible(table)

    def copy(self) -> None:
        """Put the chosen rows, or all, on the clipboard."""
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        rows: Sequence[int] = chosen or range(self.model.rowCount())
        QGuiApplication.clipboard().setText(self.model.tab_separated(rows[:MOST_COPIED]))
        which = "The first " if len(rows) > MOST_COPIED else ""
        copied = amount(min(len(rows), MOST_COPIED), "row")
        self.said.emit(f"{which}{copied} {'is' if len(rows) == 1 else 'are'} on the clipboard.")

    def _lay_out(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(20)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setAccessibleName("Weights before and after")
        copy = QAction("Copy the chosen weights", table)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.triggered.connect(self.copy)
        table.addAction(copy)
        table.setMinimumHeight(60)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.message)
        column.addWidget(self.picture, 2)
        column.addWidget(table, 3)
        self.message.hide()
        self.set_theme(self._theme)

    def hideEvent(self, event: QHideEvent) -> None:
        """Compare nothing that nobody looks at."""
        self._later.stop()
        super().hideEvent(event)

    def _on_later(self) -> None:
        if self.is_busy:
            self._later.start(round(1000 * WAIT))
        else:
            self._compare()

    def _on_order_wished(self, order: Order) -> None:
        self.order = order
        self._compare()

    def _compare(self) -> None:
        if self._wanted is None:
            return
        before, after, layer, _inputs = self._wanted
        work = partial(layer_change, before, after, layer, self.order, self._theme)
        self._started = perf_counter()
        if sum(array.size for array in layer_arrays(after, layer).values()) <= AT_ONCE:
            self._background.forget()
            self._on_done(work())
        else:
            self._background.start(work)

    def _on_done(self, change: LayerChange) -> None:
        if self._wanted is None:
            return
        columns_are_new = self.change is None or self.change.table.decimals != change.table.decimals
        self.change = change
        self.model.show_change(change.table, self._wanted[3])
        self.picture.show_change(change)
        self.message.hide()
        if columns_are_new:
            self._fit_columns()
        now = perf_counter()
        self._due = now + REST * (now - self._started)
        self.shown.emit()

    def _fit_columns(self) -> None:
        metrics = self.table.fontMetrics()
        for column in range(self.model.columnCount()):
            texts = [self.model.headerData(column, Qt.Orientation.Horizontal), *self._sample(column)]
            width = max(metrics.horizontalAdvance(str(text)) for text in texts)
            self.table.setColumnWidth(column, width + 12)

    def _sample(self, column: int) -> list[str]:
        """Some texts of a column from all over it, each as wide as if it were negative."""
        rows = self.model.rowCount()
        stride = max(1, rows // SAMPLED)
        texts = [self.model.cells(row)[column] for row in range(rows - 1, -1, -stride)]
        return [f"{MINUS}{text.removeprefix(MINUS)}" for text in texts]
