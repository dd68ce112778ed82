"""All keys on one page."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from vgviz.views.theme import SPACING, font

_HANDS = (
    (
        "On a slider",
        (
            ("← →", "A small step"),
            ("Page Up, Page Down", "A large step"),
            ("Home, End", "To either end"),
            ("Delete, double click", "Back to the default"),
        ),
    ),
    (
        "In the network",
        (
            ("Wheel, drag", "Zoom about the pointer, move"),
            ("Double click", "Fly to a layer or neuron"),
            ("+ −, 0 or Home", "Zoom, all of it"),
            ("Arrow keys", "Choose the next layer or neuron"),
            ("Enter, Esc", "Further in to neuron and connection, back out"),
            ("Drag a layer’s label, or Ctrl Shift ← →", "Move the layer to another place"),
        ),
    ),
    (
        "On a plot",
        (
            ("Wheel, or drag a rectangle", "Zoom; over an axis along it only"),
            ("+ −, arrow keys", "Zoom, move"),
            ("Home, double click", "All of it"),
        ),
    ),
    (
        "In the inspector’s list of layers",
        (("Alt ↑, Alt ↓", "Move the layer"), ("Insert, Delete", "Add one after it, take it out")),
    ),
    (
        "On the timeline",
        (
            ("← →", "A step back or on"),
            ("Page Down, Page Up", "An epoch back or on"),
            ("Home", "To the first moment"),
            ("End, Escape", "Back to now"),
        ),
    ),
    (
        "With the mouse",
        (("Drop a table on the window", "Train on it"), ("Right click on a picture", "Copy or export it")),
    ),
)


def shortcuts(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    """(key, what it does) of every action that has a key, in the actions' order."""
    rows = []
    for action in actions:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if any(keys):
            rows.append((", ".join(keys), action.iconText().rstrip("…")))
    return list(dict.fromkeys(rows))


class ShortcutSheet(QDialog):
    """The window's shortcuts, read from its actions, and what sliders understand."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(3 * SPACING,) * 4)
        layout.setSpacing(2 * SPACING)
        for title, rows in (("In the window", shortcuts(actions)), *_HANDS):
            heading = QLabel(title)
            heading.setFont(font(self.font().pointSizeF(), bold=True))
            layout.addWidget(heading)
            layout.addLayout(_table(rows))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


def _table(rows: Iterable[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(4 * SPACING)
    grid.setVerticalSpacing(SPACING // 2)
    grid.setColumnMinimumWidth(0, 200)
    grid.setColumnStretch(1, 1)
    for row, (key, what) in enumerate(rows):
        grid.addWidget(QLabel(key), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(what), row, 1, Qt.AlignmentFlag.AlignLeft)
    return grid
