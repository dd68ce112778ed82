"""A small table of live numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import DARK, Theme, font

GAP = 6  # px between columns, at least
RIGHT = int(Qt.AlignmentFlag.AlignRight) | int(Qt.TextFlag.TextDontClip)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line: a name and its numbers; ``exact`` are the numbers in full, for the tooltip."""

    name: str
    figures: tuple[str, ...]
    exact: tuple[float, ...] = ()
    hint: str = ""


class FigureTable(QWidget):
    """Numbers under their column's name."""

    def __init__(self, theme: Theme, columns: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = tuple(columns)
        self._rows: tuple[FigureRow, ...] = ()
        self._line_height = 0.0
        self.set_theme(theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """What is on show."""
        return self._rows

    def figure(self, name: str, column: str = "") -> str:
        """The number on show in the row and the column of these names."""
        row = next(row for row in self._rows if row.name == name)
        return row.figures[self._columns.index(column) if column else 0]

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._line_height = QFontMetricsF(font(theme.small)).height() + 2
        self.updateGeometry()
        self.update()

    def show_rows(self, rows: Sequence[FigureRow]) -> None:
        """Replace what is on show."""
        if tuple(rows) == self._rows:
            return
        resized = len(rows) != len(self._rows)
        self._rows = tuple(rows)
        self.setAccessibleDescription("; ".join(f"{row.name} {', '.join(row.figures)}" for row in rows))
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all rows."""
        lines = len(self._rows) + bool(self._columns)
        return QSize(220, round(lines * self._line_height))

    def minimumSizeHint(self) -> QSize:
        """Narrower than this numbers would meet."""
        return QSize(180, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Tell the exact numbers of the row under the mouse."""
        return tells_of_spot(self, event, self._words_at) or super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names at the left, numbers right-aligned."""
        painter = QPainter(self)
        letters = self.letters
        painter.setFont(letters)
        painter.setPen(QColor(self._theme.muted))
        ends = list(accumulate(self._widths(letters)))
        for end, name in zip(ends[1:], self._columns, strict=False):
            painter.drawText(self._cell(0, end), RIGHT, name)
        for line, row in enumerate(self._rows, start=bool(self._columns)):
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(self._cell(line, self.width()), Qt.AlignmentFlag.AlignLeft, row.name)
            painter.setPen(QColor(self._theme.text))
            for end, figure in zip(ends[1:], row.figures, strict=True):
                painter.drawText(self._cell(line, end), RIGHT, figure)
        painter.end()

    def _cell(self, line: int, end: float) -> QRectF:
        """A line up to ``end``."""
        return QRectF(0, line * self._line_height, end, self._line_height)

    @property
    def letters(self) -> QFont:
        """The largest font, from the theme's down to the normal size, in which no two numbers meet."""
        sizes = [share * self._theme.small for share in (1.0, 0.9, 0.8, 0.7)]
        smallest = min(self._theme.small, DARK.small)
        fonts = [font(max(size, smallest)) for size in sizes]
        return next((each for each in fonts if self._fits(each)), fonts[-1])

    def _fits(self, letters: QFont) -> bool:
        needed = self._needed(letters)
        return sum(needed) + GAP * (len(needed) - 1) <= self.width()

    def _widths(self, letters: QFont) -> list[float]:
        """Room of the names and of each column: what their texts need, and an equal share of the rest."""
        needed = self._needed(letters)
        rest = (self.width() - sum(needed)) / max(len(needed) - 1, 1)
        return [needed[0], *(width + rest for width in needed[1:])]

    def _needed(self, letters: QFont) -> list[float]:
        metrics = QFontMetricsF(letters)
        columns = zip(*(row.figures for row in self._rows), strict=True) if self._rows else ()
        texts = [[row.name for row in self._rows], *map(list, columns)]
        for column, name in zip(texts[1:], self._columns, strict=False):
            column.append(name)
        return [max(map(metrics.horizontalAdvance, column), default=0.0) for column in texts]

    def _words_at(self, place: QPoint) -> str:
        index = int(place.y() // self._line_height) - bool(self._columns)
        if not 0 <= index < len(self._rows):
            return ""
        row = self._rows[index]
        lines = [f"{name}: {value!r}" for name, value in zip(self._columns or ("",), row.exact, strict=False)]
        text = "<br>".join(line.removeprefix(": ") for line in lines)
        return f"<p><b>{row.name}</b></p><p>{row.hint}</p><p>{text.replace('-', '−')}</p>"
