"""The first line of what lies around the diagram: its title or its own header, and two quiet buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from vgviz.views.icons import icon
from vgviz.views.quiet_button import QuietButton
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import paint_ground

if TYPE_CHECKING:
    from vgviz.views.plots.header import PlotHeader

HEIGHT = 30
TEAR_OFF, PUT_BACK, HIDE = "Tear off", "Put back", "Hide"


class DockTitle(QWidget):
    """Takes hold of a dock: what is not a button moves it.

    Where a tab above says the title already, the line does not; a panel's header takes the title's place.
    """

    menu_requested = Signal(object)  # QPoint on the screen

    def __init__(self, title: str, theme: Theme, ground: str) -> None:
        super().__init__()
        self._title = title
        self._theme = theme
        self._ground = ground  # the theme's name for the colour under it
        self._floats = False
        self._header: PlotHeader | None = None
        self._shows_title = True
        self._label = QLabel(title)
        self.float_button = QuietButton()
        self.hide_button = QuietButton()
        self._lay_out()
        self.set_theme(theme)

    @property
    def shows_title(self) -> bool:
        """Whether the title is written here and not on a tab."""
        return self._shows_title

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        paint_ground(self, getattr(theme, self._ground))
        self._label.setFont(font(theme.body, bold=True))
        self.hide_button.setIcon(icon("x", theme, color=theme.muted))
        self.show_floating(self._floats)

    def show_floating(self, floats: bool) -> None:
        """Offer the way back to what is torn off, and the way out to what is not."""
        self._floats = floats
        name = "square-arrow-down-left" if floats else "square-arrow-out-up-right"
        self.float_button.setIcon(icon(name, self._theme, color=self._theme.muted))
        for button, verb in ((self.float_button, PUT_BACK if floats else TEAR_OFF), (self.hide_button, HIDE)):
            button.say(verb, f"{verb}: {self._title}")

    def take_header(self, header: PlotHeader) -> None:
        """Let a panel's own first line take the title's place."""
        self._header = header
        self._row.replaceWidget(self._label, header)
        self._label.hide()
        header.show_title(self._shows_title)
        header.show()

    def show_title(self, shown: bool) -> None:
        """Whether the title has to be written here."""
        self._shows_title = shown
        self._label.setText(self._title if shown else "")
        if self._header is not None:
            self._header.show_title(shown)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the panel."""
        self.menu_requested.emit(event.globalPos())

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, SPACING // 2, 0)
        self._row.setSpacing(0)
        self._label.setContentsMargins(3 * SPACING // 2, 0, 0, 0)
        self._label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._row.addStrut(HEIGHT)  # one line in the hint too: Qt asks for it a thousand times a layout
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self.float_button)
        self._row.addWidget(self.hide_button)
        self.setFixedHeight(HEIGHT)
