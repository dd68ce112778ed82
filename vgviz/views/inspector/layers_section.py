"""The list of layers with the buttons that change it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from vgviz.experiment import Experiment
from vgviz.views.controls.space_key import keep_space
from vgviz.views.headed import Headed
from vgviz.views.inspector.layer_list import LayerList
from vgviz.views.theme import SPACING, Theme, font

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class LayersSection(Headed):
    """Chooses a layer, and tells which are to come, go or change places.

    Signals
    -------
    chosen : int
        This weight layer.
    moved : int, int
        A hidden layer, and the number it is to have, counted from 0.
    added : int, int
        Where a new layer is to be, and which one it is to be like.
    removed : int
        This hidden layer.
    """

    chosen = Signal(int)
    moved = Signal(int, int)
    added = Signal(int, int)
    removed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Layers", theme, parent)
        self._changes_allowed = True
        self.list = LayerList()
        self.before = _button("+ before", "Add a layer before this one, with its settings")
        self.after = _button("+ after", "Add a layer after this one, with its settings")
        self.remove = _button("Remove", "Take this layer out")
        self.up = _button("↑", "Move this layer one place towards the input")
        self.down = _button("↓", "Move this layer one place towards the output")
        self._lines = QBoxLayout(_ACROSS)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for button in self._buttons:
            button.setFont(font(theme.small))
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines of buttons where there is no room for one."""
        super().resizeEvent(event)
        self._fold()

    def show_layers(
        self, experiment: Experiment, ends: tuple[int, int], chosen: int | None, letter: str = ""
    ) -> None:
        """Show the layers of this experiment, and mark the chosen weight layer.

        ``ends`` are how many inputs and outputs the data have; ``letter`` is the network's where it is one of
        several.
        """
        words = f"{self.title} of {letter}" if letter else self.title
        if self.heading.text() != words.upper():
            self.heading.setText(words.upper())
        self.list.show_network(experiment.network, *ends)
        self.list.show_chosen(chosen)
        self._enable()

    def allow_changes(self, allowed: bool) -> None:
        """Whether layers may come, go and change places; one can be chosen always."""
        self._changes_allowed = self.list.changes_allowed = allowed
        self.list.setDragEnabled(allowed)
        self._enable()

    def _lay_out(self) -> None:
        self._lines.setSpacing(SPACING // 2)
        for buttons in (self._buttons[:2], self._buttons[2:]):
            line = QHBoxLayout()
            for button in buttons:
                line.addWidget(button)
            self._lines.addLayout(line)
        self.rows.addLayout(self._lines)  # above: a list that grows must not push them from under the hand
        self.rows.addWidget(self.list)

    def _connect(self) -> None:
        self.list.chosen.connect(self.chosen)
        self.list.moved.connect(self.moved)
        self.list.added.connect(lambda row: self.added.emit(row + 1, row))
        self.list.removed.connect(self.removed)
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(lambda: self.added.emit(self._row + 1, self._row))
        self.remove.clicked.connect(lambda: self.removed.emit(self._row))
        self.up.clicked.connect(lambda: self.moved.emit(self._row, self._row - 1))
        self.down.clicked.connect(lambda: self.moved.emit(self._row, self._row + 1))

    def _fold(self) -> None:
        needed = sum(button.sizeHint().width() + SPACING // 2 for button in self._buttons) - SPACING // 2
        self._lines.setDirection(_DOWN if needed > self.width() else _ACROSS)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.before, self.after, self.remove, self.up, self.down)

    @property
    def _row(self) -> int:
        return self.list.currentRow()

    def _on_before(self) -> None:
        """Before the output layer a new one is like the last hidden layer."""
        self.added.emit(self._row, min(self._row, self.list.hidden_layers - 1))

    def _enable(self) -> None:
        row, depth = self._row if self._changes_allowed else -1, self.list.hidden_layers
        is_hidden = 0 <= row < depth
        self.before.setEnabled(row >= 0)
        self.after.setEnabled(is_hidden)
        self.remove.setEnabled(is_hidden and depth > 1)
        self.up.setEnabled(is_hidden and row > 0)
        self.down.setEnabled(is_hidden and row < depth - 1)


def _button(text: str, hint: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(f"<p>{hint}</p>")
    button.setAccessibleName(hint)
    button.setMinimumWidth(24)
    button.setObjectName("narrow")
    keep_space(button)
    return button
