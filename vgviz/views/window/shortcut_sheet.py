"""All keys on one page."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from vgviz.views.scrolling import scrolling
from vgviz.views.theme import SPACING, font

Rows = Sequence[tuple[str, str]]
Groups = Sequence[tuple[str, Iterable[QAction]]]
SCREEN_SHARE = 0.85  # of its height, at most: the rest scrolls
_HANDS: tuple[tuple[str, Rows], ...] = (
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
            ("Drag a layer’s label", "Move the layer to another place"),
            ("Ctrl Shift ←, Ctrl Shift →", "Move the chosen layer"),
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
        (
            ("Drop a table on the window", "Train on it"),
            ("Right click on a picture", "Copy or export it"),
            ("Drag a tab out of its bar", "Tear its panel off"),
        ),
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


def by_menu(bar: QMenuBar, actions: Iterable[QAction]) -> Groups:
    """The actions of each menu under its title, in the menu's order, and those that no menu has."""
    groups = [(top.iconText(), list(_listed(top))) for top in bar.actions()]
    known = {action for _, group in groups for action in group}
    return [*groups, ("More", [action for action in actions if action not in known])]


def _listed(action: QAction) -> Iterator[QAction]:
    yield action
    menu = action.menu()
    if isinstance(menu, QMenu):
        for each in menu.actions():
            yield from _listed(each)


class ShortcutSheet(QDialog):
    """The window's shortcuts, read from its actions, and what sliders understand."""

    def __init__(self, groups: Groups, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACING, 0, 3 * SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING)
        page = _page(groups)
        area = scrolling(page)
        area.setAccessibleName("Keyboard shortcuts")
        layout.addWidget(area)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        beside = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 6 * SPACING
        below = buttons.sizeHint().height() + 5 * SPACING
        room = (parent or self).screen().availableSize() * SCREEN_SHARE
        self.resize((page.sizeHint() + QSize(beside, below)).boundedTo(room))


def _page(groups: Groups) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 3 * SPACING, 0, SPACING)
    column.setSpacing(2 * SPACING)
    parts: list[tuple[str, Rows]] = [(title, shortcuts(actions)) for title, actions in groups]
    for title, rows in (part for part in [*parts, *_HANDS] if part[1]):
        heading = QLabel(title)
        heading.setFont(font(page.font().pointSizeF(), bold=True))
        column.addWidget(heading)
        column.addLayout(_table(rows))
    return page


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
