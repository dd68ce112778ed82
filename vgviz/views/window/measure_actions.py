"""Measured on: the menu that says on which samples the picture is measured."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QInputDialog, QMenu, QSpinBox, QWidget

from vgviz.number_format import count
from vgviz.session.messages import Measured, MeasureOn

HINTS = {
    "probe": "The same samples in every picture: colours change only because the network does",
    "batch": "The samples of the last training step: the gradient that this step took, with its noise",
    "one": "A single sample: what it alone would change",
}


class MeasureActions(QObject):
    """The fixed samples, the last training batch, or one sample and its neighbours.

    Signals
    -------
    command : MeasureOn
        For the session.
    """

    command = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._measured = Measured()
        self._number = 0
        self.menu = QMenu("Measured &on", window)
        self.menu.setToolTipsVisible(True)
        self.choices: dict[str, QAction] = {}
        group = QActionGroup(self)
        probe, batch = MeasureOn(), MeasureOn("batch")
        for name, text, slot in (
            ("probe", "&Fixed training samples", partial(self.command.emit, probe)),
            ("batch", "The last training &batch", partial(self.command.emit, batch)),
            ("one", "A &single sample…", self._ask),
        ):
            action = group.addAction(self.menu.addAction(text))
            action.setCheckable(True)
            action.setToolTip(HINTS[name])
            action.triggered.connect(slot)
            self.choices[name] = action
        self.menu.addSeparator()
        self.next = self._add("&Next sample", "]", 1)
        self.previous = self._add("&Previous sample", "[", -1)
        self.show_measured(self._measured)

    def show_measured(self, measured: Measured) -> None:
        """Tick what is in force."""
        self._measured = measured
        if measured.on.samples == "one":
            self._number = measured.on.number
        self.choices[measured.on.samples].setChecked(True)

    def _add(self, text: str, key: str, by: int) -> QAction:
        action = self.menu.addAction(text)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(partial(self._step, by))
        return action

    def _step(self, by: int) -> None:
        """To a neighbour; from other samples first to the one that was chosen last."""
        if self._measured.total:
            moves = by if self._measured.on.samples == "one" else 0
            self.command.emit(MeasureOn("one", (self._number + moves) % self._measured.total))

    def _ask(self) -> None:
        self.show_measured(self._measured)  # nothing is chosen until a number is
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle("Measured on a single sample")
        dialog.setLabelText(f"Sample, 1 to {count(self._measured.total)}:")
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(1, max(self._measured.total, 1))
        dialog.setIntValue(self._number + 1)
        for field in dialog.findChildren(QSpinBox):
            # In the dark arrows would be black on black; the arrow keys do the same.
            field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        dialog.intValueSelected.connect(lambda number: self.command.emit(MeasureOn("one", number - 1)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def measured_words(measured: Measured) -> str:
    """On what the picture is measured, beside the colour bar."""
    if measured.on.samples == "probe":
        return f"on {count(measured.size)} fixed samples" if measured.size else ""
    if measured.on.samples == "batch":
        return f"on the last batch of {count(measured.size)}"
    part = "test sample" if measured.in_test else "sample"
    name = f", {measured.target}" if measured.target else ""
    return f"on {part} {count(measured.on.number + 1)}{name}"
