"""The row above a plot that chooses which of several quantities it shows."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from vgviz.views.elided_label import ElidedLabel
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint


class ChoiceButtons(QWidget):
    """Buttons of which one is pressed, the first to begin with; a remark at the end of the row.

    ``choices`` are keys with what stands on the button and what its tooltip says.

    Signals
    -------
    chosen : Hashable
        The key of the button that a person has pressed.
    """

    chosen = Signal(object)

    def __init__(self, choices: Sequence[tuple[Hashable, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {key: QToolButton() for key, *_ in choices}
        self.remark = ElidedLabel()
        self.remark.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, 0, SPACING, 0)
        row.setSpacing(SPACING // 2)
        group = QButtonGroup(self)
        for key, words, hint in choices:
            button = self.buttons[key]
            button.setText(words)
            button.setCheckable(True)
            button.setToolTip(f"<p>{hint}</p>")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self.chosen.emit, key))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.remark)
        self.choose(choices[0][0])

    def choose(self, key: Hashable) -> None:
        """Press a button and send nothing."""
        self.buttons[key].setChecked(True)

    def say(self, words: str) -> None:
        """Write the remark."""
        if words != self.remark.text:
            self.remark.set_text(words)
            self.remark.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.remark.setFont(font(theme.small))
        tint(self.remark, theme.muted)
