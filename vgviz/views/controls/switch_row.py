"""One thing that is on or off: its name, a switch, a way back to the default."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vgviz.views.controls.name_label import NameLabel
from vgviz.views.controls.number_field import MIXED
from vgviz.views.controls.number_slider import LABEL_WIDTH
from vgviz.views.controls.switch import INSET, Switch
from vgviz.views.controls.way_back import WayBack
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme

WORDS = {False: "off", True: "on", None: MIXED}
CHECK_STATES = {
    False: Qt.CheckState.Unchecked,
    True: Qt.CheckState.Checked,
    None: Qt.CheckState.PartiallyChecked,
}


class SwitchRow(QWidget):
    """A row with a label, a switch and its state in a word.

    Signals
    -------
    switched : bool
        What a person has chosen.
    """

    switched = Signal(bool)

    def __init__(
        self, name: str, hint: str, theme: Theme, parent: QWidget | None = None, *, default: bool = False
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._default = default
        self._state: bool | None = default
        self.label = NameLabel(name)
        self.switch = Switch(theme)
        self.way_back = WayBack(theme)
        self._lay_out(hint)
        self.switch.clicked.connect(self._on_clicked)
        self.switch.reset_wished.connect(self.return_to_default)
        self.label.double_clicked.connect(self.return_to_default)
        self.way_back.clicked.connect(self.return_to_default)
        self.set_theme(theme)
        self.show_state(default)

    @property
    def is_default(self) -> bool:
        """Whether the default is on show."""
        return self._state is self._default

    def show_state(self, state: bool | None) -> None:
        """Show a confirmed state and send nothing; None is on here and off there."""
        self._state = state
        if self.switch.checkState() != CHECK_STATES[state]:  # else Qt would paint it again all the same
            self.switch.setCheckState(CHECK_STATES[state])
        self.switch.setText(WORDS[state])
        self.way_back.setVisible(not self.is_default)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.switch.set_theme(theme)
        self.way_back.set_theme(theme)

    def return_to_default(self) -> None:
        """Choose the default."""
        if not self.is_default:
            self._choose(self._default)

    def _lay_out(self, hint: str) -> None:
        TextWidth(self.label, LABEL_WIDTH - INSET)
        self.switch.setAccessibleName(self.name)
        self.way_back.name(self.name, WORDS[self._default])
        for widget in (self.label, self.switch):
            widget.setToolTip(f"<p>{hint}</p>")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        for widget in (self.label, self.switch):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.way_back)
        self.setFocusProxy(self.switch)

    def _on_clicked(self) -> None:
        self._choose(self.switch.isChecked())

    def _choose(self, state: bool) -> None:
        self.show_state(state)
        self.switched.emit(state)
