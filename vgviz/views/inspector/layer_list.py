"""The layers in order, to choose one, to drag it to another place, to add one and to take one out."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from vgviz.experiment import Layer, Network
from vgviz.export.network_title import activation_text, normalization_text

MOST_LINES = 10
KEYS = "Alt with the arrows up and down moves the layer, Insert adds one after it, Delete takes it out."


class LayerList(QListWidget):
    """The hidden layers and the output layer, which stays the last.

    Signals
    -------
    chosen : int
        A person has chosen this weight layer.
    moved : int, int
        A person wants this hidden layer to be number so and so, counted from 0.
    added, removed : int
        A person wants a new layer after this one, or this one out.
    """

    chosen = Signal(int)
    moved = Signal(int, int)
    added = Signal(int)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Network, int, int] | None = None
        self._is_held = False
        self.changes_allowed = True
        self.setAccessibleName("Layers")
        self.setToolTip(f"<p>Drag a layer to another place. {KEYS}</p>")
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setObjectName("layers")
        self.currentRowChanged.connect(self._on_current_row_changed)

    @property
    def hidden_layers(self) -> int:
        """Hidden layers on show."""
        return max(self.count() - 1, 0)

    def show_network(self, network: Network, inputs: int, outputs: int) -> None:
        """Show these layers between so many inputs and outputs, and send nothing."""
        if self._shown == (network, inputs, outputs):
            return
        self._shown = network, inputs, outputs
        before = (inputs, *(layer.width for layer in network.hidden[:-1]))
        layers = zip(network.hidden, before, strict=True)
        texts = [layer_text(index, *each) for index, each in enumerate(layers)]
        texts.append(f"out   {outputs} × linear")
        if self.count() == len(texts):
            for row, text in enumerate(texts):
                self.item(row).setText(text)
        else:
            self._fill(texts)

    def show_chosen(self, layer: int | None) -> None:
        """Mark this weight layer, or none, and send nothing; not while a hand holds one."""
        if self._is_held:
            return
        blocked = self.blockSignals(True)
        row = -1 if layer is None else layer
        if row != self.currentRow():
            self.setCurrentRow(row)
            if row < 0:
                self.clearSelection()
        self.blockSignals(blocked)

    def sizeHint(self) -> QSize:
        """As many lines as there are layers, up to a limit."""
        lines = min(self.count(), MOST_LINES)
        return QSize(220, lines * max(self.sizeHintForRow(0), 16) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        """All that `sizeHint` wishes, so that the panel scrolls and not the list in it."""
        return QSize(120, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, add and take out by keys."""
        row, alt = self.currentRow(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1} if alt else {}
        step = moves.get(Qt.Key(event.key()))
        if not (self.changes_allowed and 0 <= row < self.hidden_layers):
            super().keyPressEvent(event)
        elif step is not None:
            if 0 <= row + step < self.hidden_layers:
                self.moved.emit(row, row + step)
        elif event.key() == Qt.Key.Key_Insert:
            self.added.emit(row)
        elif event.key() == Qt.Key.Key_Delete and self.hidden_layers > 1:
            self.removed.emit(row)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose nothing: Qt takes the first line where none is chosen yet, though the keys only pass by."""
        blocked, row = self.blockSignals(True), self.currentRow()
        super().focusInEvent(event)
        if self.currentRow() != row:
            self.setCurrentRow(row)
        self.blockSignals(blocked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose nothing yet: what is shown of a layer would push the list away from a hand that drags."""
        self._is_held = event.button() == Qt.MouseButton.LeftButton
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        super().mouseReleaseEvent(event)
        self._let_go()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry a copy of the line: one that is moved Qt would take out by itself."""
        super().startDrag(Qt.DropAction.CopyAction)
        self._let_go()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the layer is wanted; it moves when that is confirmed."""
        source, place = self.currentRow(), self._place_at(event)
        event.acceptProposedAction()
        if 0 <= source < self.hidden_layers and place != source:
            self._is_held = False
            self.moved.emit(source, place)

    def _fill(self, texts: list[str]) -> None:
        blocked, row = self.blockSignals(True), self.currentRow()
        self.clear()
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        for text in texts:
            QListWidgetItem(text, self).setFlags(flags | Qt.ItemFlag.ItemIsDragEnabled)
        self.item(len(texts) - 1).setFlags(flags)
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(blocked)
        self.updateGeometry()

    def _place_at(self, event: QDropEvent) -> int:
        """Which number a layer that is dropped here would have."""
        index: QModelIndex = self.indexAt(event.position().toPoint())
        gap = index.row() if index.isValid() else self.hidden_layers
        if index.isValid() and event.position().y() > self.visualRect(index).center().y():
            gap += 1
        source = self.currentRow()
        return min(max(gap - (gap > source), 0), self.hidden_layers - 1)

    def _let_go(self) -> None:
        """What was held and went nowhere is chosen."""
        if self._is_held:
            self._is_held = False
            self._on_current_row_changed(self.currentRow())

    def _on_current_row_changed(self, row: int) -> None:
        if row >= 0 and not self._is_held:
            self.chosen.emit(row)


def layer_text(index: int, layer: Layer, inputs: int) -> str:
    """``3   10 × ReLU, batch norm, residual``; ``no skip (6 → 10)`` where that has nothing to add."""
    parts = [f"{layer.width} × {activation_text(layer.activation)}"]
    if layer.normalization != "none":
        parts.append(normalization_text(layer.normalization))
    if layer.residual:
        fits = inputs == layer.width
        parts.append("residual" if fits else f"no skip ({inputs} → {layer.width})")
    return f"{index + 1}   {', '.join(parts)}"
