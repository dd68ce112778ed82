"""A remedy that was tried: predicted beside measured."""

from math import isnan

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vgviz.analysis.remedies import Prediction
from vgviz.export.run_letters import run_prefix
from vgviz.number_format import count, number
from vgviz.views.findings.trial import MEASURED, Outcome, Trial
from vgviz.views.icon_label import IconLabel
from vgviz.views.icons import icon
from vgviz.views.live_text import LiveText
from vgviz.views.theme import SPACING, Theme, font

CHANGED_SINCE = "Something else was changed since: undo that first."
LARGEST = 1e300  # beyond it a prediction has no upper end

WORDS = {
    Outcome.SENT: "Being applied…",
    Outcome.CAME_TRUE: "The prediction came true.",
    Outcome.DID_NOT: "The prediction did not come true.",
    Outcome.REFUSED: "It was not possible.",
    Outcome.GIVEN_UP: "Settings were changed before it could be measured.",
    Outcome.TAKEN_BACK: "Taken back.",
}


def predicted_words(prediction: Prediction) -> str:
    """The number that was predicted and how far off it may be."""
    low, expected, high = prediction.low, prediction.number, prediction.high
    if high > LARGEST:
        return "a finite number"
    if low == high:
        return f"exactly {number(low)}"
    if expected == high:
        return f"at most {number(high)}"
    if low == 0:
        return f"about {number(expected, 2)}, at most {number(high, 2)}"
    return f"about {number(expected, 2)}, from {number(low, 2)} to {number(high, 2)}"


class TrialCard(QFrame):
    """What was changed, what was predicted, what was measured, and the way back.

    Signals
    -------
    take_back_wished : Trial
        A person wants it undone.
    close_wished : Trial
        A person has read it.
    """

    take_back_wished = Signal(object)
    close_wished = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")
        self._picture = IconLabel(16)
        self._trial: Trial | None = None
        self._painted: tuple[Outcome, Theme] | None = None
        self.name, self.outcome, self.sentence = LiveText(), LiveText(), LiveText()
        self.predicted, self.measured = LiveText(), LiveText()
        self.take_back, self.why_not = QPushButton("Take it back"), LiveText(CHANGED_SINCE)
        self.close_button = QToolButton()
        self.take_back.clicked.connect(lambda: self.take_back_wished.emit(self._trial))
        self.close_button.clicked.connect(lambda: self.close_wished.emit(self._trial))
        self._lay_out()

    def show_trial(self, trial: Trial, step: int, runs: int, *, can_take_back: bool) -> None:
        """Write how far the trial is, at this step of the ``runs``."""
        self._trial, prediction = trial, trial.remedy.prediction
        self.name.set_text(f"{run_prefix(trial.run, runs)}Tried: {trial.remedy.label}")
        self.name.setToolTip(f"<p>For: {trial.about}</p>")
        self.sentence.set_text(prediction.sentence)
        self.predicted.set_text(predicted_words(prediction))
        self.measured.set_text(_measured_words(trial, step))
        self.outcome.set_text(WORDS.get(trial.outcome, "Waiting for its step."))
        if (trial.outcome, self._theme) != self._painted:
            self._painted = trial.outcome, self._theme
            self.outcome.set_look(font(self._theme.body, bold=True), self._color(trial))
            self._picture.show_icon(icon(_icon_name(trial), self._theme, color=self._color(trial)))
        self.take_back.setVisible(trial.has_edit)
        self.take_back.setEnabled(can_take_back)
        self.why_not.setVisible(trial.has_edit and not can_take_back)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self.name.set_look(font(theme.body, bold=True))
        self.sentence.set_look(font(theme.small), theme.muted)
        self.why_not.set_look(font(theme.small), theme.muted)
        self.close_button.setIcon(icon("x", theme, color=theme.muted))

    def _color(self, trial: Trial) -> str:
        colors = {Outcome.CAME_TRUE: self._theme.healthy, Outcome.DID_NOT: self._theme.warning}
        return colors.get(trial.outcome, self._theme.muted)

    def _lay_out(self) -> None:
        self.close_button.setText("Close")
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setToolTip("Show it no longer")
        self.close_button.setAccessibleName("Show this trial no longer")
        head = QHBoxLayout()
        head.addWidget(self._picture)
        head.addWidget(self.name, 1)
        head.addWidget(self.close_button)
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(SPACING)
        numbers.setVerticalSpacing(2)
        for row, (words, label) in enumerate((("Predicted", self.predicted), ("Measured", self.measured))):
            numbers.addWidget(QLabel(words), row, 0)
            numbers.addWidget(label, row, 1)
        numbers.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING + SPACING // 2, SPACING // 2, SPACING, SPACING)
        column.setSpacing(SPACING // 2)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addLayout(numbers)
        column.addWidget(self.outcome)
        column.addWidget(self.take_back)
        column.addWidget(self.why_not)
        self.set_theme(self._theme)


def _icon_name(trial: Trial) -> str:
    names = {Outcome.CAME_TRUE: "circle-check", Outcome.DID_NOT: "circle-alert", Outcome.TAKEN_BACK: "undo-2"}
    return names.get(trial.outcome, "hourglass")


def _measured_words(trial: Trial, step: int) -> str:
    if trial.outcome in MEASURED or not isnan(trial.measured):
        return f"{number(trial.measured)} at step {count(trial.measured_step)}"
    if trial.outcome is Outcome.WAITING:
        return f"at step {count(trial.due)}; now at {count(step)}"
    return "–"
