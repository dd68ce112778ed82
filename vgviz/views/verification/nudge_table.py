"""What a nudge does beside what the gradient predicts, in numbers."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from vgviz.analysis.nudge import Nudge, Response
from vgviz.number_format import magnitude, number
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint

MEASURED = ("Δ loss", "Δ output")
LOSS = "The loss on the samples that the picture is measured on."
OUTPUT = "The mean output over these samples, before the loss’s own sigmoid or softmax."
WIDEST = "−8.888e−88"
ROWS = (
    ("value", "The parameter before the nudge."),
    ("∂L/∂w", "Its gradient, from backpropagation."),
    (MEASURED[0], f"How much the nudge really changes it. {LOSS}"),
    ("predicted", f"The gradient times the nudge. {LOSS}"),
    ("off by", "What the straight line of the gradient leaves out: it shrinks with the square of the nudge."),
    (MEASURED[1], f"How much the nudge really changes it. {OUTPUT}"),
    ("predicted", f"Its own gradient times the nudge. {OUTPUT}"),
    ("off by", "What the straight line of the gradient leaves out."),
)


def nudge_texts(nudge: Nudge, place: int) -> tuple[str, ...]:
    """A column: the texts of `ROWS` for the step at ``place``."""
    return (
        number(nudge.value, 4),
        magnitude(nudge.loss.slope),
        *_response(nudge.loss, place),
        *_response(nudge.output, place),
    )


def _response(response: Response, place: int) -> tuple[str, str, str]:
    measured, predicted = float(response.measured[place]), float(response.predicted[place])
    return (
        magnitude(measured, 4),
        magnitude(predicted, 4),
        magnitude(float(response.difference[place])),
    )


class NudgeTable(QWidget):
    """Two columns: an early layer's parameter and one of the last layer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moment = ElidedLabel()
        self.moment.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.titles = (ElidedLabel(), ElidedLabel())
        self._captions = [QLabel(caption) for caption, _ in ROWS]
        self._cells = [(QLabel("–"), QLabel("–")) for _ in ROWS]
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACING)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.moment, 0, 0)
        for column, title in enumerate(self.titles, 1):
            grid.addWidget(title, 0, column)
            grid.setColumnStretch(column, 1)
        for row, (caption, cells) in enumerate(zip(self._captions, self._cells, strict=True), 1):
            caption.setToolTip(f"<p>{ROWS[row - 1][1]}</p>")
            grid.addWidget(caption, row, 0)
            for column, cell in enumerate(cells, 1):
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    @property
    def texts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both columns as they are shown."""
        return tuple(cell[0].text() for cell in self._cells), tuple(cell[1].text() for cell in self._cells)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        for title, color in zip(self.titles, (theme.curve, theme.second_curve), strict=True):
            title.setFont(font(theme.small, bold=True))
            tint(title, color)
        for label in (self.moment, *self._captions):
            label.setFont(font(theme.small))
            tint(label, theme.muted)
        for (caption, _), cells in zip(ROWS, self._cells, strict=True):
            for cell in cells:
                cell.setFont(font(theme.small, bold=caption in MEASURED))
        widest = QFontMetrics(font(theme.small, bold=True)).horizontalAdvance(WIDEST)
        for column in (1, 2):
            self._grid.setColumnMinimumWidth(column, widest)

    def show_nudges(self, nudges: tuple[Nudge, Nudge], titles: tuple[str, str], place: int) -> None:
        """Write what the step at ``place`` did to the parameters that are called so."""
        for column, nudge in enumerate(nudges):
            self.titles[column].set_text(titles[column])
            for cells, text in zip(self._cells, nudge_texts(nudge, place), strict=True):
                cells[column].setText(text)
