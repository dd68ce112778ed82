"""What a person decides about a file: which column is learned, as what, and whether there is a header."""

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from vgviz.engine.tables.preview import Preview
from vgviz.experiment import Data
from vgviz.views.theme import SPACING

TASKS = (("auto", "Automatic"), ("classification", "Classes"), ("regression", "Numbers"))
TASK_TIP = (
    "<p><b>Classes</b>: which of a few kinds a row is, words or whole numbers.</p>"
    "<p><b>Numbers</b>: how much (a regression).</p>"
    "<p><b>Automatic</b> looks at the target: words and up to 20 different whole numbers are classes.</p>"
)


class TableChoices(QWidget):
    """Target column, what it is, header; what a file of this kind says itself is not asked.

    Signals
    -------
    chosen
        A person has decided something.
    target_chosen : int
        The target column that a person has chosen.
    """

    chosen = Signal()
    target_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: Preview | None = None
        self._words, self._as = QLabel("&Target"), QLabel()
        self.target = QComboBox()
        self.task = QComboBox()
        self.header = QCheckBox("First row holds names")
        self.has_been_used = False
        for key, label in TASKS:
            self.task.addItem(label, key)
        self._lay_out()
        self.target.activated.connect(self.target_chosen)
        self.target.currentIndexChanged.connect(self._on_chosen)
        self.task.currentIndexChanged.connect(self._on_chosen)
        self.header.toggled.connect(self._on_chosen)

    @property
    def targets(self) -> tuple[int, ...]:
        """Indices of the columns that are learned."""
        if self._preview is None:
            return ()
        return self._preview.fixed_targets or (self.target.currentIndex(),)

    def data(self, former: Data) -> Data:
        """How to read the file now; the target goes by its index, whatever the header makes of its name."""
        asks = self._preview is not None and not self._preview.fixed_targets
        header = former.header if former.header is None else self.header.isChecked()
        target = self.target.currentIndex() if asks else None
        return replace(former, target=target, header=header, task=self.task.currentData())

    def show_preview(self, preview: Preview, data: Data) -> None:
        """Offer this file's columns, ``data`` being chosen; tells nobody."""
        self._preview = preview
        with QSignalBlocker(self.target), QSignalBlocker(self.header):
            self.header.setChecked(bool(preview.header))
            self.target.clear()
            self.target.addItems([column.name for column in preview.columns])
            if not preview.fixed_targets:
                self.target.setCurrentIndex(preview.target_index(data.target))
        self._as.setText("Target y &as" if preview.fixed_targets else "&as")
        for widget in (self._words, self.target):
            widget.setVisible(not preview.fixed_targets)
        self.header.setVisible(preview.header is not None)

    def _on_chosen(self) -> None:
        self.has_been_used = True
        self.chosen.emit()

    def _lay_out(self) -> None:
        self._words.setBuddy(self.target)
        self.target.setMinimumWidth(160)
        self.target.setMaximumWidth(320)
        self.target.setToolTip("The column that the network learns to predict from the others")
        self.task.setToolTip(TASK_TIP)
        self.task.setAccessibleName("What the target is")
        self.header.setToolTip("Off: the first row is data, and columns are numbered")
        self._as.setBuddy(self.task)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        for widget in (self._words, self.target, self._as, self.task):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.header)
