"""Controls that are seldom needed, behind a heading that opens and closes them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.number_slider import NumberSlider
from vgviz.views.controls.space_key import keep_space
from vgviz.views.controls.switch_row import SwitchRow
from vgviz.views.icons import icon
from vgviz.views.theme import SPACING, Theme
from vgviz.views.tint import mark

Row = NumberSlider | ChoiceRow | SwitchRow
TITLE = "More"
ARROW = 14  # px
WIDEST_TITLE = 230  # px


class Fold(QWidget):
    """Rows under a button. Closed, it names those that are not at their default: nothing acts unseen.

    Signals
    -------
    toggled : bool
        A person has opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(self, what: str, theme: Theme, parent: QWidget | None = None, *, title: str = TITLE) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._rows: list[Row] = []
        self._changed: tuple[str, ...] = ()
        self.button = QToolButton()
        self._content = QWidget()
        self.rows = QVBoxLayout(self._content)
        self._lay_out(what)
        self.button.toggled.connect(self._on_toggled)
        self.set_theme(theme)
        self.open(False)

    @property
    def is_open(self) -> bool:
        """Whether its rows can be seen."""
        return self.button.isChecked()

    def open(self, opened: bool) -> None:
        """Open or close it."""
        self.button.setChecked(opened)
        self._content.setVisible(opened)
        self._write_title()

    def add(self, row: Row) -> None:
        """Append a row."""
        self._rows.append(row)
        self.rows.addWidget(row)

    def refresh(self) -> None:
        """Name what is not at its default, after the rows have been shown anew."""
        changed = tuple(row.name for row in self._rows if not row.isHidden() and not row.is_default)
        if changed != self._changed:
            self._changed = changed
            self._write_title()

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self._write_title()

    def _lay_out(self, what: str) -> None:
        self.button.setObjectName("fold")
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setIconSize(QSize(ARROW, ARROW))
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setToolTip(f"<p>{what}</p>")
        self.button.setAccessibleName(f"{self._title}: {what}")
        keep_space(self.button)
        self.rows.setContentsMargins(0, SPACING // 2, 0, 0)
        self.rows.setSpacing(SPACING // 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._content)

    def _on_toggled(self, opened: bool) -> None:
        self.open(opened)
        self.toggled.emit(opened)

    def _write_title(self) -> None:
        named = bool(self._changed) and not self.is_open
        title = f"{self._title}: {', '.join(self._changed)}" if named else self._title
        self.button.setText(self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, WIDEST_TITLE))
        color = self._theme.text if named else self._theme.muted
        mark(self.button, "muted", not named)
        self.button.setIcon(
            icon("chevron-down" if self.is_open else "chevron-right", self._theme, color=color)
        )
