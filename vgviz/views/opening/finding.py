"""A sentence with a small sign before it: fine, to be known, or wrong."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vgviz.views.icons import icon
from vgviz.views.theme import SPACING, Theme

SIGN = QSize(16, 16)


class Finding(QWidget):
    """Hidden while it has nothing to say; the text is plain, whatever a file may hold."""

    def __init__(self, sign: str, color: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(icon(sign, theme, color=color).pixmap(SIGN, self.devicePixelRatio()))
        self._words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, text: str) -> None:
        """Show ``text``; an empty one hides the line."""
        self._words.setText(text)
        self.setVisible(bool(text))
