"""Which of the compared runs the controls below concern: A | B | all."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from vgviz.experiment import Experiment
from vgviz.export.difference import difference
from vgviz.export.network_title import experiment_title
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.views.controls.space_key import keep_space
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.theme import DARK, SPACING, Theme

MARGINS = 20  # px, above, between and below button and words
LINES = 48  # px at the normal size of text
ALL_WORDS = "A’s settings; every change goes to all"


class RunTabs(QWidget):
    """A button for each run and one for all; under them what the chosen one is.

    Signals
    -------
    chosen : int or None
        The run that a person has turned to; None is all.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._experiments: tuple[Experiment, ...] = ()
        self._run: int | None = 0
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self.words = ElidedLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, SPACING, SPACING, SPACING)
        layout.setSpacing(4)
        layout.addLayout(self._row)
        layout.addWidget(self.words)
        self.set_theme(theme)
        self.hide()

    @property
    def run(self) -> int | None:
        """The chosen run; None is all."""
        return self._run

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """One a run, then that for all."""
        return tuple(button for button in self._group.buttons() if isinstance(button, QToolButton))

    def show_experiments(self, experiments: Sequence[Experiment]) -> None:
        """Offer these runs; with a single one there is nothing to choose."""
        if len(experiments) != len(self._experiments):
            self._fill(len(experiments))
        self._experiments = tuple(experiments)
        if self._run is not None and self._run >= len(experiments):
            self._run = 0
        if len(experiments) == 1:
            self._run = 0
        if len(experiments) > 1:
            self._show()
        self.setVisible(len(experiments) > 1)

    def choose(self, run: int | None) -> None:
        """Show another choice, and send nothing; one that has gone, though it is still painted, is none."""
        if run is None or run < max(1, len(self._experiments)):
            self._run = run
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.setFixedHeight(MARGINS + round(LINES * max(1.0, theme.body / DARK.body)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Panel ground with a hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._theme.border))
        painter.end()

    def _fill(self, runs: int) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        choices: list[int | None] = [*range(runs), None]
        for place, run in enumerate(choices):
            self._row.insertWidget(place, self._button(run))

    def _button(self, run: int | None) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setText("All" if run is None else RUN_LETTERS[run])
        button.setObjectName("segment")
        button.setMinimumWidth(44)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(
            "Controls for all networks" if run is None else f"Controls for {RUN_LETTERS[run]}"
        )
        keep_space(button)
        button.clicked.connect(partial(self._on_clicked, run))
        self._group.addButton(button)
        return button

    def _on_clicked(self, run: int | None) -> None:
        if run != self._run:
            self._run = run
            self._show()
            self.chosen.emit(run)

    def _show(self) -> None:
        for place, button in enumerate(self.buttons):
            is_all = place == len(self._experiments)
            button.setChecked(self._run is None if is_all else self._run == place)
            button.setToolTip(self._words(None if is_all else place))
        self.words.set_text(self._words(self._run))

    def _words(self, run: int | None) -> str:
        if run is None:
            return ALL_WORDS
        if run == 0 or run >= len(self._experiments):
            return experiment_title(self._experiments[0]) if self._experiments else ""
        words = difference(self._experiments[run], self._experiments[0])
        return words[0].upper() + words[1:]
