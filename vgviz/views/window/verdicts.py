"""The verdict on each run in a word, and on the chosen one in a sentence."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vgviz.analysis.verdict import Verdict, verdict
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import MOST_RUNS, RUN_LETTERS
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.pill import Pill
from vgviz.views.theme import SPACING, Theme, font

LEAST_LETTERS = 20  # of the sentence on a network that is alone


class Verdicts(QWidget):
    """A pill for each run, with its letter where there are several, then the sentence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._run = 0
        self._verdicts: tuple[Verdict, ...] = ()
        self.pills = tuple(Pill(theme.small) for _ in range(MOST_RUNS))
        self._letters = tuple(QLabel(letter) for letter in RUN_LETTERS)
        self.sentence = ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        for letter, pill in zip(self._letters, self.pills, strict=True):
            row.addWidget(letter)
            row.addWidget(pill)
            row.addSpacing(SPACING // 2)
        row.addWidget(self.sentence, 1)
        self.set_theme(theme)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The whole sentence on each run."""
        return tuple(judged.sentence for judged in self._verdicts)

    @property
    def least_width(self) -> int:
        """What all pills and a few words of the sentence need, in pixels."""
        several = len(self._verdicts) > 1
        words = 0 if several else LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        for letter, pill in list(zip(self._letters, self.pills, strict=True))[: len(self._verdicts)]:
            words += pill.sizeHint().width() + 3 * (SPACING // 2)
            words += letter.sizeHint().width() if several else 0
        return words

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for letter, pill in zip(self._letters, self.pills, strict=True):
            letter.setFont(font(theme.small, bold=True))
            pill.set_size(theme.small)
        self._show()

    def judge(self, snapshots: Sequence[Snapshot]) -> None:
        """Judge each run."""
        self._verdicts = tuple(map(verdict, snapshots))
        self._show()

    def choose_run(self, run: int) -> None:
        """Write the sentence on this run."""
        self._run = run
        self._show()

    def _show(self) -> None:
        judged = self._verdicts
        for run, pill in enumerate(self.pills):
            pill.setVisible(run < len(judged))
            self._letters[run].setVisible(run < len(judged) > 1)
            if run < len(judged):
                word = judged[run].sentence.partition(": ")[0]
                pill.show_word(word, self._color(judged[run]), self._theme.background)
                pill.setToolTip(judged[run].sentence)
        if judged:
            run = min(self._run, len(judged) - 1)
            sentence = judged[run].sentence.partition(": ")[2]
            letter = f"{RUN_LETTERS[run]}: " if len(judged) > 1 else ""
            self.sentence.set_text(letter + sentence)

    def _color(self, judged: Verdict) -> str:
        if judged.kind == "healthy":
            return self._theme.healthy
        return self._theme.danger if judged.kind in ("dead", "not_a_number") else self._theme.warning
