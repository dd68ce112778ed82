"""One finding: what was seen, why, and what helps."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from vgviz.analysis.findings import Finding
from vgviz.analysis.layer_words import layer_name
from vgviz.analysis.remedies import Remedy
from vgviz.experiment import Experiment
from vgviz.views.controls.space_key import keep_space
from vgviz.views.findings.remedy_button import RemedyButton
from vgviz.views.icons import icon
from vgviz.views.live_text import LiveText
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint

HEAD_ROOM = 64  # px of margins, icon and gaps beside the rule's name
NO_REMEDY = "There is no remedy for it whose effect could be predicted."

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class FindingCard(QFrame):
    """Closed it says what was seen; open also why, and offers the remedies.

    Signals
    -------
    chosen : Finding
        A person wants to see where it is.
    wished : Finding, Remedy
        A person wants to try this remedy.
    """

    chosen = Signal(object)
    wished = Signal(object, object)

    def __init__(self, finding: Finding, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.was_touched = False  # a person has opened or closed it
        self._theme = theme
        self._offered: object = None
        self._experiment = Experiment()
        self.buttons: list[RemedyButton] = []  # one a remedy, the best first
        self._expected: list[LiveText] = []  # below each of them
        self._none = LiveText(NO_REMEDY)
        self.head = QToolButton()
        self.place = QLabel()
        self.seen, self.why = LiveText(), LiveText()
        self._details = QWidget()
        self._remedies = QVBoxLayout()
        self._top = QBoxLayout(_ACROSS)
        self.setObjectName("card")
        self._lay_out()
        self.open(False)

    @property
    def is_open(self) -> bool:
        """Whether why and remedies can be seen."""
        return self.head.isChecked()

    def open(self, opened: bool) -> None:
        """Open or close it."""
        self.head.setChecked(opened)
        self._offer()
        self._details.setVisible(opened)

    def show_finding(self, finding: Finding, experiment: Experiment, layers: int, letter: str) -> None:
        """Write the newest numbers; remedies only while they can be seen, and where they are others.

        ``letter`` is that of the network, with what follows it, where several are compared.
        """
        self.finding, self._experiment = finding, experiment
        place = letter + layer_name(finding.layer, layers)
        if place != self.place.text():
            self.place.setText(place)
        self.seen.set_text(finding.seen)
        self.why.set_text(finding.why)
        self._offer()

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self.head.setIcon(icon("triangle-alert", theme, color=theme.warning))
        self.head.setFont(font(theme.body, bold=True))
        self.place.setFont(font(theme.small))
        self._write_head()
        tint(self.place, theme.muted)
        self.seen.set_look(font(theme.body))
        self.why.set_look(font(theme.body), theme.muted)
        for button, expected in zip(self.buttons, self._expected, strict=True):
            button.set_theme(theme)
            expected.set_look(font(theme.small))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Anywhere on the card."""
        self.chosen.emit(self.finding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the card is narrow, write the layer below the rule's name; shorten what is still too long."""
        super().resizeEvent(event)
        self._write_head()

    def _write_head(self) -> None:
        metrics, label = self.head.fontMetrics(), self.finding.rule.label
        room, place = self.width() - HEAD_ROOM, self.place.sizeHint().width()
        is_below = metrics.horizontalAdvance(label) > room - place
        self._top.setDirection(_DOWN if is_below else _ACROSS)
        room -= 0 if is_below else place
        self.head.setText(metrics.elidedText(label, Qt.TextElideMode.ElideRight, room))

    def _lay_out(self) -> None:
        self.head.setObjectName("fold")
        self.head.setMinimumWidth(40)  # its text is shortened rather than the card widened
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(16, 16))
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head.setToolTip(f"<p>{self.finding.rule.meaning}</p>")
        self.head.setAccessibleName(f"Finding: {self.finding.rule.label}")
        self.head.clicked.connect(self._on_head_clicked)
        keep_space(self.head)
        self._top.addWidget(self.head)
        self._top.addStretch(1)
        self._top.addWidget(self.place)
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(SPACING)
        details.addWidget(self.why)
        details.addWidget(self._none)
        details.addLayout(self._remedies)
        self._remedies.setSpacing(SPACING // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING + SPACING // 2, SPACING // 2, SPACING, SPACING)
        column.setSpacing(SPACING // 2)
        column.addLayout(self._top)
        column.addWidget(self.seen)
        column.addWidget(self._details)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_theme(self._theme)

    def _on_head_clicked(self, opened: bool) -> None:
        self.was_touched = True
        self.open(opened)
        self.chosen.emit(self.finding)

    def _offer(self) -> None:
        """Offer the remedies, in the buttons that are there as far as they reach."""
        if not self.is_open:
            return
        remedies = self.finding.remedies
        offered = ([(each.label, each.prediction.sentence) for each in remedies], self._experiment)
        if offered == self._offered:
            return
        self._offered = offered
        self._none.setVisible(not remedies)
        while len(self.buttons) > len(remedies):
            retire(self.buttons.pop())
            retire(self._expected.pop())
        for place, remedy in enumerate(remedies):
            if place == len(self.buttons):
                self._add_button(remedy)
            self.buttons[place].show_remedy(remedy, self._experiment)
            self._expected[place].set_text(remedy.prediction.sentence)

    def _add_button(self, remedy: Remedy) -> None:
        button, expected = RemedyButton(remedy, self._experiment, self._theme), LiveText()
        button.clicked.connect(lambda: self.wished.emit(self.finding, button.remedy))
        expected.set_look(font(self._theme.small))
        expected.setContentsMargins(SPACING, 0, 0, SPACING // 2)
        self.buttons.append(button)
        self._expected.append(expected)
        self._remedies.addWidget(button)
        self._remedies.addWidget(expected)


def retire(widget: QWidget | None) -> None:
    """Let a widget go, later: a click on it may still be under way."""
    if widget is not None:
        widget.hide()
        widget.deleteLater()
