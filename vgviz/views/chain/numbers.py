"""The product as numbers: the factors under their bars, their product, and fractions as on a board."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.chain_rule import Kind
from vgviz.number_format import TIMES
from vgviz.views.chain.columns import Column
from vgviz.views.chain.kinds import CAPTIONS, PARTS, kind_color
from vgviz.views.chain.places import Places
from vgviz.views.chain.words import (
    NOTHING,
    ROOMY,
    TIGHT,
    board,
    column_title,
    factor_text,
    fraction_text,
    product_of,
)
from vgviz.views.theme import DARK, Theme, font

TITLE, TOGETHER, FRACTION, RUNNING = "layer", "product", "about", "so far"
# Rows go in this order where there is no room for all.
DISPENSABLE = (FRACTION, RUNNING, TOGETHER)
# What a column must have room for, in bold, by how many digits the number of steps has.
WIDEST = {1: ".24", 2: "19–20", 3: "181–200"}
ENDS = ("error", "inputs")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of numbers: its caption at the left, then a text for each column."""

    caption: str
    texts: tuple[str, ...]
    kind: Kind | None = None


def number_rows(columns: tuple[Column, ...], layers: int, room: float) -> tuple[Row, ...]:
    """All rows for these columns: the error at the output first, the inputs last.

    ``room`` is a step's, in pixels at the normal size of text.
    """
    first, *steps, last = columns
    present = [kind for kind in PARTS if any(bar.kind == kind for step in steps for bar in step.bars)]
    fractions = board(columns)
    rows = [Row(TITLE, (ENDS[0], *(column_title(step, layers) for step in steps), ENDS[1]))]
    rows += [
        Row(CAPTIONS[kind], ("", *(_part(step, kind, room) for step in steps), ""), kind) for kind in present
    ]
    together = (product_of(step, room) for step in steps)
    rows.append(Row(TOGETHER, (_end(first), *together, _end(last))))
    if steps:
        times = TIMES if room >= ROOMY else ""
        about = [
            times + fraction_text(each.fraction) if step.bars else ""
            for step, each in zip(steps, fractions, strict=True)
        ]
        rows.append(Row(FRACTION, ("", *about, "")))
        rows.append(Row(RUNNING, ("1", *(fraction_text(each.running) for each in fractions), "")))
    return tuple(rows)


def _end(column: Column) -> str:
    """The error at the output, or what the inputs make of it."""
    return factor_text(column.product, TIGHT) if column.bars else NOTHING


def _part(column: Column, kind: Kind, room: float) -> str:
    return next((factor_text(bar.value, room) for bar in column.bars if bar.kind == kind), "")


class ChainNumbers(QWidget):
    """Rows of numbers in the columns of the bars above them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[Row, ...] = ()
        self._columns: tuple[Column, ...] = ()
        self._places: Places | None = None
        self._most = 99
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        too_many = len(self._rows) + self._staggers - self._most
        parts = (row.caption for row in reversed(self._rows) if row.kind)
        dispensable = (*DISPENSABLE, *parts)  # fractions are the first to go
        dropped = dispensable[: max(too_many, self._is_too_wide(FRACTION))]
        return tuple(row for row in self._rows if row.caption not in dropped)

    @property
    def _staggers(self) -> bool:
        """Whether the running products are too long for their columns and take turns in two lines."""
        return self._is_too_wide(RUNNING)

    def _is_too_wide(self, caption: str) -> bool:
        texts = next((row.texts for row in self._rows if row.caption == caption), ())
        metrics = QFontMetricsF(font(self._theme.small, bold=True))
        widest = max(map(metrics.horizontalAdvance, texts), default=0.0)
        return self._places is not None and widest + 4 > self._places.step_width(self._columns[1:-1])

    @property
    def _lines(self) -> int:
        rows = self.rows
        return len(rows) + (self._staggers and any(row.caption == RUNNING for row in rows))

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the numbers are of."""
        return self._columns

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def show_columns(self, columns: tuple[Column, ...], places: Places, layers: int) -> None:
        """Write the numbers of ``columns``."""
        room = places.step_width(columns[1:-1]) * DARK.small / self._theme.small
        rows = number_rows(columns, layers, room)
        if (rows, places) == (self._rows, self._places):
            return
        lines = self._lines
        self._rows, self._columns, self._places = rows, columns, places
        self.setAccessibleName("; ".join(f"{row.caption}: {', '.join(row.texts)}" for row in rows))
        if lines != self._lines:
            self.updateGeometry()
        self.update()

    def column_at(self, x: float) -> Column | None:
        """The column under ``x``."""
        sides = zip(self._sides(), self._columns, strict=True)
        return next((column for (left, right), column in sides if left <= x < right), None)

    def show_at_most(self, rows: int) -> None:
        """Leave rows out where there is no room for more than so many."""
        if rows != self._most:
            self._most = rows
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Height of the rows."""
        return QSize(320, round(self.line_height * self._lines + 4))

    @property
    def line_height(self) -> float:
        """Height of one row."""
        return QFontMetricsF(font(self._theme.small)).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Captions, then each column's texts in its middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.background))
        if self._places is not None:
            for index, row in enumerate(self.rows):
                self._paint_row(painter, row, index * self.line_height, self._places)
        painter.end()

    def _sides(self) -> list[tuple[float, float]]:
        return self._places.all_sides(self._columns) if self._places else []

    def _paint_row(self, painter: QPainter, row: Row, top: float, places: Places) -> None:
        theme, line = self._theme, self.line_height
        bold = row.caption in (TITLE, RUNNING)
        color = kind_color(row.kind, theme) if row.kind else theme.text
        painter.setFont(font(theme.small))
        painter.setPen(QColor(color if row.kind else theme.muted))
        caption = QRectF(0.0, top, places.left - 6, line)
        painter.drawText(caption, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.caption)
        painter.setFont(font(theme.small, bold=bold))
        painter.setPen(QColor(color))
        staggers = row.caption == RUNNING and self._staggers
        for place, ((left, right), text) in enumerate(zip(self._sides(), row.texts, strict=True)):
            room = QRectF(left, top, right - left, line)
            if staggers:  # every second one a line lower, with room beyond its column
                room = room.adjusted(-room.width() / 2, 0, room.width() / 2, 0)
                room.translate(0.0, line * (place % 2 == 0))
            if text:
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
