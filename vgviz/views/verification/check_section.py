"""A gradient check of the whole network: a button, its progress, and a badge that states the error."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import count, magnitude
from vgviz.views.controls.space_key import keep_space
from vgviz.views.pill import Pill
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.verification.work import NetworkCheck

# Of the smooth relative error: what central differences reach, and where a gradient is surely wrong.
AGREES_BELOW = {"float64": 1e-6, "float32": 1e-3}
WHAT = (
    "Every parameter is moved a little to both sides. What the loss does then, n, is compared with g, the "
    "gradient from backpropagation."
)


class CheckSection(QWidget):
    """Shows the newest check, and says when it is out of date.

    Signals
    -------
    wished, cancelled
        A person wants a check, or no longer.
    """

    wished = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._result: NetworkCheck | None = None
        self._is_stale = False
        self.badge = Pill(theme.small)
        self.button = QPushButton("Check all gradients")
        self.bar = QProgressBar()
        self.cancel = QPushButton("Cancel")
        self.words = QLabel()
        self._lay_out()
        self.button.clicked.connect(self.wished)
        self.cancel.clicked.connect(self.cancelled)
        self.set_theme(theme)
        self.show_idle()

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self.words.setFont(font(theme.small))
        self._show_badge()

    def set_direction(self, direction: QBoxLayout.Direction) -> None:
        """Write the words beside the badge or below it."""
        self._parts.setDirection(direction)

    def show_progress(self, share: float) -> None:
        """Show how far a check is."""
        self.button.hide()
        self.badge.hide()
        self.bar.show()
        self.cancel.show()
        self.bar.setValue(round(1000 * share))

    def show_idle(self, words: str = "") -> None:
        """No check is under way; ``words`` say why one has failed."""
        self.bar.hide()
        self.cancel.hide()
        self.button.show()
        self.badge.setVisible(self._result is not None)
        self.words.setText(words or self._text())

    def show_result(self, result: NetworkCheck) -> None:
        """Show a check that is done."""
        self._result, self._is_stale = result, False
        self._show_badge()
        self.show_idle()

    def show_network(self, snapshot: Snapshot) -> None:
        """Say whether the network is still the one that was checked."""
        if self._result is not None and self._is_stale == self._result.moment.is_now(snapshot):
            self._is_stale = not self._is_stale
            self._show_badge()

    def _lay_out(self) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the gradient check")
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words.setWordWrap(True)
        self.button.setToolTip(f"<p>{WHAT}</p>")
        self.words.setToolTip(f"<p>{WHAT}</p>")
        for button in (self.button, self.cancel):
            keep_space(button)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        for widget in (self.button, self.badge, self.bar, self.cancel):
            row.addWidget(widget)
        row.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(SPACING)
        self._parts.addLayout(row)
        self._parts.addWidget(self.words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # of the words
        self.setSizePolicy(policy)

    def _show_badge(self) -> None:
        if self._result is None:
            return
        theme, check = self._theme, self._result.check
        error = magnitude(check.relative_error)
        agrees = check.smooth_relative_error < AGREES_BELOW[self._result.moment.experiment.precision]
        if self._is_stale:
            self.badge.show_word(f"STALE {error}", theme.border, theme.text)
        elif agrees:
            self.badge.show_word(f"AGREES {error}", theme.healthy, theme.background)
        else:
            self.badge.show_word(f"DIFFERS {error}", theme.warning, theme.background)

    def _text(self) -> str:
        if self._result is None:
            return "Compares every gradient with what the loss really does."
        check, moment = self._result.check, self._result.moment
        where = f"{moment.words}, last batch of {count(self._result.samples)}"
        words = f"‖g − n‖ / (‖g‖ + ‖n‖) over all {count(check.total)} parameters, {where}."
        if check.below_resolution:
            words += f" {count(check.below_resolution)} are too small for differences to resolve."
        if check.kinks_crossed:
            words += f" {count(check.kinks_crossed)} lie on a kink of the activation."
        return words
