"""A look at a table before training on it: which column is the label, what is learned from, what is wrong."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtGui import QCloseEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vgviz.engine.tables import Preview, preview_table
from vgviz.experiment import Data, ExperimentError
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.opening.finding import Finding
from vgviz.views.opening.table_preview import TablePreview
from vgviz.views.opening.table_task import TableReport, TableTask, plain_sentence
from vgviz.views.theme import DARK, LIGHT, SPACING, Theme, font

DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
ENCODING_NAMES = {"utf-8-sig": "UTF-8", "latin-1": "Latin-1"}
# Beside the space that holds everything else up where there is no table.
TABLE_SHARE = 1000
ROOMY, SMALL = QSize(760, 560), QSize(480, 180)


class OpenDataDialog(QDialog):
    """Shows the head of a CSV file at once, and reads the rest beside the window to say what is in it.

    The file can be opened as soon as its head makes sense; whatever is found to be wrong with the rest is
    said here, or, if the user was quicker, by the session.
    """

    def __init__(self, path: str | Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open data")
        theme = _theme_of(self.palette())
        self._path = str(path)
        self._preview: Preview | None = None
        self._wanted: Data | None = None
        self._task: TableTask | None = None
        self._format = ElidedLabel()
        self._header = QCheckBox("First row holds names")
        self._label = QComboBox()
        self._choices = QWidget()
        self._table = TablePreview(theme)
        self._busy = QProgressBar()
        self._summary = Finding("circle-check", theme.healthy, theme)
        self._remarks = Finding("info", theme.warning, theme)
        self._problem = Finding("circle-alert", theme.danger, theme)
        self._open = QPushButton("Open")
        self._build()
        self._look(None)
        self.resize(ROOMY if self._preview is not None else SMALL)

    @property
    def data(self) -> Data:
        """How to read the file, as chosen."""
        index = self._label.currentIndex()
        names = [column.name for column in self._preview.columns] if self._preview else []
        by_name = self._header.isChecked() and names.count(names[index]) == 1
        target = names[index] if by_name else index
        return Data(source="csv", path=self._path, target=target, header=self._header.isChecked())

    @property
    def can_open(self) -> bool:
        """Whether nothing is known to be wrong."""
        return self._open.isEnabled()

    @property
    def is_reading(self) -> bool:
        """Whether the whole file is being read."""
        return self._task is not None

    @property
    def summary(self) -> str:
        """What the file holds, once it has been read."""
        return self._summary.text

    @property
    def remarks(self) -> str:
        """What will be left out, a line each."""
        return self._remarks.text

    @property
    def problem(self) -> str:
        """Why the file cannot be used as chosen."""
        return self._problem.text

    def choose_label(self, index: int) -> None:
        """Take this column for the label."""
        self._label.setCurrentIndex(index)

    def set_header(self, present: bool) -> None:
        """Say whether the first row holds names."""
        self._header.setChecked(present)

    def done(self, result: int) -> None:
        """Close, and leave no thread behind."""
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, and leave no thread behind."""
        self._stop()
        super().closeEvent(event)

    def _look(self, header: bool | None) -> None:
        """Read the head of the file anew."""
        self._wanted = None
        try:
            self._preview = preview_table(self._path, header)
        except ExperimentError as error:
            self._preview = None
            self._show_problem(plain_sentence(error))
        self._table.show_preview(self._preview)
        self._table.setVisible(self._preview is not None)
        self._label.setEnabled(self._preview is not None)
        self._choices.setVisible(self._preview is not None or header is not None)
        if self._preview is not None:
            self._show_choices(self._preview)
            self._take_label()

    def _show_choices(self, preview: Preview) -> None:
        delimiter = DELIMITER_NAMES[preview.dialect.delimiter]
        comma = ", decimal commas" if preview.dialect.decimal_comma else ""
        encoding = ENCODING_NAMES.get(preview.encoding, preview.encoding.upper())
        self._format.set_text(f"{len(preview.columns):,} columns parted by {delimiter}{comma} · {encoding}")
        chosen = self._label.currentIndex()
        if not 0 <= chosen < len(preview.columns):
            chosen = preview.target_index(None)
        with QSignalBlocker(self._label), QSignalBlocker(self._header):
            self._header.setChecked(preview.header)
            self._label.clear()
            self._label.addItems([column.name for column in preview.columns])
            self._label.setCurrentIndex(chosen)

    def _take_label(self) -> None:
        """Mark the label column and find out what the file is worth with it."""
        if self._preview is None:
            return
        index = self._label.currentIndex()
        self._table.set_label(index)
        try:
            self._preview.feature_indices(index)
        except ExperimentError as error:
            self._wanted = None
            self._show_problem(plain_sentence(error))
            return
        self._wanted = self.data
        self._show(TableReport())
        self._read()

    def _read(self) -> None:
        """Read the whole file as wanted, after whatever is being read has stopped."""
        if self._task is not None:
            self._task.requestInterruption()
            return
        if self._wanted is None:
            return
        self._task = TableTask(self._wanted, self)
        self._task.finished.connect(self._on_read)
        self._busy.show()
        self._task.start()

    def _on_read(self) -> None:
        task, self._task = self._task, None
        self._busy.hide()
        if task is None:
            return
        task.deleteLater()
        if task.report is not None and task.data == self._wanted:
            self._show(task.report)
        else:
            self._read()

    def _stop(self) -> None:
        self._wanted = None
        if self._task is not None:
            self._task.requestInterruption()
            self._task.wait()

    def _show_problem(self, sentence: str) -> None:
        self._show(TableReport(problem=sentence))

    def _show(self, report: TableReport) -> None:
        self._summary.say(report.summary)
        self._remarks.say("\n".join(report.remarks))
        self._problem.say(report.problem)
        self._open.setEnabled(not report.problem)

    def _build(self) -> None:
        name = ElidedLabel(Path(self._path).name)
        name.setFont(font(LIGHT.title, bold=True))
        muted = self.palette()
        muted.setColor(QPalette.ColorRole.WindowText, muted.color(QPalette.ColorRole.PlaceholderText))
        self._format.setPalette(muted)
        self._label.setMinimumWidth(180)
        self._label.setMaximumWidth(320)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(4)
        self._busy.setRange(0, 0)
        keeps_room = self._busy.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(keeps_room)
        self._busy.hide()
        self._busy.setAccessibleName("Reading the whole file")
        self._fill_choices()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACING,) * 4)
        layout.setSpacing(SPACING)
        layout.addWidget(name)
        layout.addWidget(self._format)
        layout.addSpacing(SPACING)
        layout.addWidget(self._choices)
        layout.addWidget(self._table, TABLE_SHARE)
        layout.addWidget(self._busy)
        layout.addLayout(self._findings())
        layout.addStretch(1)
        layout.addLayout(self._buttons_row())
        self.setMinimumSize(SMALL)
        self._header.toggled.connect(self._look)
        self._label.currentIndexChanged.connect(self._take_label)
        self._label.activated.connect(self._table.show_column)

    def _fill_choices(self) -> None:
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        words = QLabel("&Label column")
        words.setBuddy(self._label)
        self._label.setToolTip("The column that the network learns to tell from the others")
        self._header.setToolTip("Off: the first row is data, and columns are numbered")
        for widget in (words, self._label):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._header)

    def _findings(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACING // 2)
        for finding in (self._summary, self._remarks, self._problem):
            column.addWidget(finding)
        return column

    def _buttons_row(self) -> QHBoxLayout:
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        self._open.setDefault(True)
        self._open.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._open)
        return row


def _theme_of(palette: QPalette) -> Theme:
    """The theme that the application wears."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
