"""A look at a file before training on it: what is the target, what is learned from, what is wrong."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QCloseEvent, QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from vgviz.engine.tables.files import source_of_file
from vgviz.engine.tables.preview import Preview
from vgviz.experiment import Data
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.opening.finding import Finding
from vgviz.views.opening.table_choices import TableChoices
from vgviz.views.opening.table_preview import TablePreview
from vgviz.views.opening.table_task import TableReport, TableTask
from vgviz.views.text_width import text_factor
from vgviz.views.theme import DARK, LIGHT, SPACING, Theme, font

AT_ONCE = 0.15  # seconds that the window may wait for a head, so that most dialogs come up filled
# Beside the space that holds everything else up where there is no table.
TABLE_SHARE = 1000
ROOMY, SMALL = QSize(760, 560), QSize(480, 180)


class OpenDataDialog(QDialog):
    """Shows the head of a file as soon as it is there, and reads the rest to say what is in it.

    All reading is done beside the window's thread. Where a person wants to open the file before it has been
    read, the dialog waits for the rest, and can be cancelled meanwhile.
    """

    def __init__(self, path: str | Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open data")
        theme = _theme_of(self.palette())
        self._path = str(path)
        self._wanted = Data(source=source_of_file(path), path=self._path)
        self._preview: Preview | None = None
        self._report: TableReport | None = None
        self._task: TableTask | None = None
        self._is_accepted = self._is_closed = False
        self._format = ElidedLabel()
        self._choices = TableChoices()
        self._table = TablePreview(theme)
        self._busy = QProgressBar()
        self._summary = Finding("circle-check", theme.healthy, theme)
        self._remarks = Finding("info", theme.warning, theme)
        self._problem = Finding("circle-alert", theme.danger, theme)
        self._open = QPushButton("Open")
        self._build()
        self._show(TableReport())
        self._read(self._wanted)
        self.resize(ROOMY if self._preview is not None or self._task_is_looking else SMALL)

    @property
    def data(self) -> Data:
        """How to read the file, as chosen."""
        return self._wanted

    @property
    def report(self) -> TableReport:
        """What the whole file holds; empty until it has been read."""
        return self._report or TableReport()

    @property
    def can_open(self) -> bool:
        """Whether nothing is known to be wrong."""
        return self._open.isEnabled()

    @property
    def is_reading(self) -> bool:
        """Whether the file is being read."""
        return self._task is not None

    @property
    def choices(self) -> TableChoices:
        """Target, header, and what the target is."""
        return self._choices

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

    def accept(self) -> None:
        """Open the file, once it has been read and nothing is wrong with it."""
        if self._report is not None and not self._report.problem:
            super().accept()
        elif self.is_reading and self.can_open:
            self._is_accepted = True
            self._open.setText("Opening…")
            self._open.setEnabled(False)

    def done(self, result: int) -> None:
        """Close, and leave no thread behind."""
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, and leave no thread behind."""
        self._stop()
        super().closeEvent(event)

    def _read(self, data: Data) -> None:
        """Look at the file and read it as ``data`` says, after whatever is being read has stopped."""
        self._wanted, self._report = data, None
        if self._task is not None:
            self._task.stop()
            return
        task = self._task = TableTask(data, self)
        task.previewed.connect(self._on_previewed)
        task.finished.connect(self._on_read)
        self._busy.show()
        task.start()
        if task.has_looked(AT_ONCE):
            self._on_previewed()

    @property
    def _task_is_looking(self) -> bool:
        return self._task is not None and not self._task.has_looked(0.0)

    def _on_previewed(self) -> None:
        """Show the head, unless something else is wanted by now."""
        task = self._task
        if task is None or task.preview is None or not task.is_wanted:
            return
        self._wanted = task.data
        if task.preview != self._preview:
            self._preview = task.preview
            self._format.set_text(task.preview.description)
            self._choices.show_preview(task.preview, task.data)
            self._table.show_preview(task.preview)
            self._table.set_targets(self._choices.targets)
            self._show(TableReport())

    def _on_read(self) -> None:
        self._on_previewed()
        task, self._task = self._task, None
        self._busy.hide()
        if task is None:
            return
        task.deleteLater()
        if task.report is None or not task.is_wanted:
            if not self._is_closed:
                self._read(self._wanted)
            return
        if task.preview is None:
            self._preview = None
            self._table.show_preview(None)
            self.resize(self.size() if self._choices.has_been_used else SMALL)
        self._report = task.report
        self._show(task.report)
        if self._is_accepted:
            self.accept()

    def _on_chosen(self) -> None:
        """Read the file as the person now says."""
        self._is_accepted = False
        self._table.set_targets(self._choices.targets)
        self._show(TableReport())
        self._read(self._choices.data(self._wanted))

    def _stop(self) -> None:
        self._is_closed = True
        if self._task is not None:
            self._task.stop()
            self._task.wait()

    def _show(self, report: TableReport) -> None:
        self._summary.say(report.summary)
        self._remarks.say("\n".join(report.remarks))
        self._problem.say(report.problem)
        self._open.setText("Open")
        self._open.setEnabled(self._preview is not None and not report.problem)
        self._table.setVisible(self._preview is not None or not report.problem)
        self._choices.setVisible(self._preview is not None or self._choices.has_been_used)

    def _build(self) -> None:
        name = ElidedLabel(Path(self._path).name)
        name.setFont(font(LIGHT.title * text_factor(self), bold=True))
        muted = self.palette()
        muted.setColor(QPalette.ColorRole.WindowText, muted.color(QPalette.ColorRole.PlaceholderText))
        self._format.setPalette(muted)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(4)
        self._busy.setRange(0, 0)
        keeps_room = self._busy.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(keeps_room)
        self._busy.hide()
        self._busy.setAccessibleName("Reading the whole file")
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
        self._choices.chosen.connect(self._on_chosen)
        self._choices.target_chosen.connect(self._table.show_column)

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
