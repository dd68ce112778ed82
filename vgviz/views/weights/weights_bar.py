"""What the weights panel shows: layer, two moments, pictures or table, one network or two."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.views.controls.space_key import keep_space
from vgviz.views.icons import icon
from vgviz.views.theme import SPACING, Theme
from vgviz.views.weights.moments import EPOCH, NOW, START, Moment


class WeightsBar(QWidget):
    """Two short rows of controls, three where these are too long.

    Signals
    -------
    layer_chosen : int
        Counted from 0.
    asked
        Other moments, or the same once more.
    beside_wished : bool
        A copy with another function beside, or no longer.
    parts_chosen, keep_wished, copy_wished, export_wished
        What the buttons say.
    """

    layer_chosen = Signal(int)
    asked = Signal()
    beside_wished = Signal(bool)
    parts_chosen = Signal()
    keep_wished = Signal()
    copy_wished = Signal()
    export_wished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer, self.before, self.after = QComboBox(), QComboBox(), QComboBox()
        self.keep, self.pictures, self.tables = QToolButton(), QToolButton(), QToolButton()
        self.copy, self.export = QToolButton(), QToolButton()
        self.beside, self._arrow = QPushButton(), QLabel("→")
        self._rows = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._is_narrow: bool | None = None
        self._lay_out()
        self._describe()
        self._connect()
        self.set_theme(theme)

    @property
    def moments(self) -> tuple[Moment, Moment]:
        """The two that are compared."""
        return self.before.currentData(), self.after.currentData()

    @property
    def shown_layer(self) -> int:
        """Counted from 0."""
        return max(self.layer.currentIndex(), 0)

    def add_moment(self, moment: Moment) -> None:
        """Offer one more."""
        for box in (self.before, self.after):
            box.addItem(moment.label, moment)

    def name_now(self, words: str) -> None:
        """Call the moment on screen so: it is another one while a person looks back."""
        for box in (self.before, self.after):
            place = next(place for place in range(box.count()) if box.itemData(place) == NOW)
            if box.itemText(place) != words:
                box.setItemText(place, words)

    def show_layers(self, layers: int, chosen: int | None) -> None:
        """Offer these, the last being the output layer."""
        if self.layer.count() != layers:
            self.layer.clear()
            self.layer.addItems([f"Layer {layer + 1}" for layer in range(layers - 1)] + ["Output"])
        if chosen is not None and 0 <= chosen < layers:
            self.layer.setCurrentIndex(chosen)

    def offer_beside(self, function: str | None, *, shown: bool) -> None:
        """Offer a copy with this function; None where runs are compared anyway."""
        self.beside.setVisible(function is not None)
        self.beside.setChecked(shown)
        if function is not None:
            self.beside.setText(f"With {ACTIVATIONS[function].label}")

    def show_parts(self, *, both: bool) -> None:
        """Ask for pictures or table only where there is not room for both."""
        for button in (self.pictures, self.tables):
            button.setVisible(not both)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.copy.setIcon(icon("copy", theme))
        self.export.setIcon(icon("sheet", theme))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put nothing where it would be cut."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Other words and larger text need more room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        moments, parts = (self.before, self._arrow, self.after), (self.pictures, self.tables)
        actions = self.copy, self.export
        wide = ((self.layer, *moments, self.keep), ()), ((*parts, self.beside), actions)
        is_narrow = self.width() < max(_room((*left, *right)) for left, right in wide)
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        narrow = (moments, (self.keep,)), ((self.layer,), parts), ((self.beside,), actions)
        for row, (left, right) in zip(self._rows, narrow if is_narrow else (*wide, ((), ())), strict=True):
            while row.count():
                row.takeAt(0)
            for widget in left:
                row.addWidget(widget)
            row.addStretch(1)
            for widget in right:
                row.addWidget(widget)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        for row in self._rows:
            row.setSpacing(SPACING // 2)
            column.addLayout(row)
        self._arrange()
        group = QButtonGroup(self)
        for button in (self.pictures, self.tables):
            button.setCheckable(True)
            group.addButton(button)
        self.pictures.setChecked(True)
        self.beside.setCheckable(True)
        for box, moments in ((self.before, (START, EPOCH, NOW)), (self.after, (EPOCH, NOW, START))):
            for moment in moments:
                box.addItem(moment.label, moment)

    def _describe(self) -> None:
        names = (
            (self.layer, "Layer", "The layer whose weights are shown: the one chosen in the picture"),
            (self.before, "Before", "The first moment"),
            (
                self.after,
                "After",
                "The second moment. The weights after 1 epoch are found by training a copy from the start.",
            ),
            (self.keep, "Keep", "Keep the weights of the moment on screen, to compare with them later"),
            (self.pictures, "Picture", "The weights in colours"),
            (self.tables, "Table", "The weights as numbers that subtract exactly"),
            (self.beside, "Beside", "Train a copy that differs only in this, and show it beside"),
            (self.copy, "Copy", "Copy the chosen rows, or all (Ctrl+C)"),
            (self.export, "Export", "Save the table as a CSV file"),
        )
        for widget, name, hint in names:
            widget.setToolTip(f"<p>{hint}</p>")
            widget.setAccessibleName(name)
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            keep_space(widget)
            if isinstance(widget, QToolButton):
                widget.setText(name)
                widget.setIconSize(QSize(16, 16))
        for box in (self.layer, self.before, self.after):
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def _connect(self) -> None:
        self.layer.activated.connect(self.layer_chosen)
        self.before.activated.connect(self.asked)
        self.after.activated.connect(self.asked)
        self.beside.clicked.connect(self.beside_wished)
        self.pictures.clicked.connect(self.parts_chosen)
        self.tables.clicked.connect(self.parts_chosen)
        self.keep.clicked.connect(self.keep_wished)
        self.copy.clicked.connect(self.copy_wished)
        self.export.clicked.connect(self.export_wished)


def _room(widgets: Sequence[QWidget]) -> int:
    """Width of these in a row, as far as they are shown."""
    widths = [widget.sizeHint().width() for widget in widgets if not widget.isHidden()]
    return sum(widths) + SPACING // 2 * len(widths)
