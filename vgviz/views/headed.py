"""Rows under a heading in small capitals."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint

LETTER_SPACING = 108  # per cent


class Headed(QWidget):
    """A heading; what belongs to it is appended to ``rows``."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = title
        self.heading = QLabel(title.upper())
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(SPACING // 2)
        self.rows.addWidget(self.heading)
        self.rows.addSpacing(SPACING // 2)
        self._write_heading()

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self._write_heading()

    def _write_heading(self) -> None:
        letters = font(self._theme.small, bold=True)
        letters.setLetterSpacing(QFont.SpacingType.PercentageSpacing, LETTER_SPACING)
        self.heading.setFont(letters)
        tint(self.heading, self._theme.muted)
