"""Where to stop: an epoch or an accuracy."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from vgviz.session.messages import TrainUntil
from vgviz.views.controls.number_field import NumberField
from vgviz.views.controls.number_text import Range, number_text, parsed, per_cent
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.space_key import keep_space
from vgviz.views.theme import SPACING, Theme

EPOCHS = Range(1, 1_000_000_000, whole=True)


class GoalPopup(QFrame):
    """Two goals, each with its number and its Go.

    Signals
    -------
    chosen : TrainUntil
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._epoch, self._accuracy = 100, 95.0
        self.epoch_field = NumberField(lambda text: int(EPOCHS.accepted(parsed(text), "The epoch")))
        self.epoch_go = QPushButton("Go")
        self.accuracy_field = NumberField(partial(per_cent, name="The accuracy in per cent"))
        self.accuracy_go = QPushButton("Go")
        self.refusal = Refusal(theme)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setObjectName("popup")
        self._lay_out()
        self._connect()
        self._show_goals()

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.refusal.set_theme(theme)

    def open_under(self, widget: QWidget) -> None:
        """Show under ``widget``, ready to type."""
        self.refusal.say("")
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 2)))
        self.show()
        self.epoch_field.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(*(2 * SPACING,) * 4)
        grid.setSpacing(SPACING)
        rows = (
            ("Train until epoch", self.epoch_field, "", self.epoch_go),
            ("Train until accuracy", self.accuracy_field, "%", self.accuracy_go),
        )
        for row, (words, field, unit, go) in enumerate(rows):
            field.setAccessibleName(words)
            go.setAccessibleName(f"{words}: go")
            go.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the field, and what it says, alone
            go.setAutoDefault(False)
            keep_space(go)
            for column, widget in enumerate((QLabel(words), field, QLabel(unit), go)):
                grid.addWidget(widget, row, column)
        self.accuracy_field.setToolTip("<p>Of the training samples.</p>")
        grid.addWidget(self.refusal, 2, 0, 1, 4)

    def _connect(self) -> None:
        self.epoch_field.entered.connect(self._on_epoch)
        self.accuracy_field.entered.connect(self._on_accuracy)
        self.epoch_field.returnPressed.connect(self._go_to_epoch)
        self.accuracy_field.returnPressed.connect(self._go_to_accuracy)
        self.epoch_go.clicked.connect(self._go_to_epoch)
        self.accuracy_go.clicked.connect(self._go_to_accuracy)
        for field in (self.epoch_field, self.accuracy_field):
            field.refused.connect(self._on_refused)

    def _show_goals(self) -> None:
        self.epoch_field.show_text(str(self._epoch))
        self.accuracy_field.show_text(number_text(self._accuracy))

    def _on_epoch(self, epoch: int) -> None:
        self._epoch = epoch
        self._show_goals()

    def _on_accuracy(self, accuracy: float) -> None:
        self._accuracy = accuracy
        self._show_goals()

    def _on_refused(self, words: str) -> None:
        self.refusal.say(words)
        self.adjustSize()

    def _go_to_epoch(self) -> None:
        if self.epoch_field.commit():
            self._choose(TrainUntil(epoch=self._epoch))

    def _go_to_accuracy(self) -> None:
        if self.accuracy_field.commit():
            self._choose(TrainUntil(accuracy=self._accuracy / 100))

    def _choose(self, goal: TrainUntil) -> None:
        self.close()
        self.chosen.emit(goal)
