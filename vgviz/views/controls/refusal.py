"""Words under a control that say why what was typed is not possible."""

from PySide6.QtWidgets import QLabel, QWidget

from vgviz.views.theme import Theme, font
from vgviz.views.tint import tint


class Refusal(QLabel):
    """Takes no room while there is nothing to refuse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.setFont(font(theme.small))
        tint(self, theme.danger)

    def say(self, words: str) -> None:
        """Show ``words``; an empty text ends the refusal."""
        self.setText(words)
        self.setVisible(bool(words))
