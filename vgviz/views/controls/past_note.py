"""Words under the controls while they show the settings of a past moment."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.number_format import count
from vgviz.views.live_text import LiveText
from vgviz.views.theme import SPACING, Theme, font

WORDS = "Settings at step {}.\nA change here changes the run as it is now."


class PastNote(QWidget):
    """Lies at the bottom, so that no control moves when it comes or goes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = LiveText()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACING, SPACING, SPACING, SPACING)
        column.addWidget(self.words)
        self.set_theme(theme)
        self.hide()

    def show_step(self, step: int | None) -> None:
        """Say which moment's settings these are; None is the present's, which need no words."""
        if step is not None:
            self.words.set_text(WORDS.format(count(step)))
        self.setVisible(step is not None)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.words.set_look(font(theme.small, bold=True))
        self.update()

    def height_in(self, width: int) -> int:
        """Its height where the panel is so wide; 0 while it is hidden."""
        return 0 if self.isHidden() else self.heightForWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Raised ground with a line above, in the colour of what is not now."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.raised))
        painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.accent))
        painter.end()
