"""What to export, how sharp, with or without words, and where to."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QDir, QSize, QStandardPaths, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vgviz.engine.telemetry import Snapshot
from vgviz.views.picturing.picture_task import PictureTask, Use
from vgviz.views.picturing.picture_uses import Copied, copying, put_on_clipboard, saving
from vgviz.views.picturing.pictures import SCALES, captioned, picture_of
from vgviz.views.theme import SPACING, Theme
from vgviz.whole_file import ExportError, refuse_bad_place

PREVIEW = QSize(480, 270)


class ExportDialog(QDialog):
    """Makes pictures of ``views`` as they are on screen while the dialog is open."""

    _folder = ""  # where the last picture of this session of the app went

    def __init__(
        self,
        views: Mapping[str, QWidget],
        snapshots: tuple[Snapshot, ...],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export picture")
        self._views = dict(views)
        self._snapshots = snapshots
        self._theme = theme
        self._task: PictureTask | None = None
        self._what = QComboBox()
        self.scale = QComboBox()
        self.caption = QCheckBox("Caption with settings, step and seed")
        self._preview = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._message = QLabel(wordWrap=True)
        self._busy = QProgressBar()
        self._copy = QPushButton("Copy")
        self._save = QPushButton("Save…")
        self._cancel = QPushButton("Cancel")
        self._build()

    @property
    def views(self) -> dict[str, QWidget]:
        """What can be chosen, by name."""
        return dict(self._views)

    @property
    def is_writing(self) -> bool:
        """Whether a picture is on its way."""
        return self._task is not None

    @property
    def message(self) -> str:
        """What went wrong."""
        return self._message.text()

    def choose_view(self, view: QWidget) -> None:
        """Export this one."""
        self._what.setCurrentIndex(list(self._views.values()).index(view))

    def picture(self, scale: int | None = None) -> QImage:
        """The picture as chosen.

        Raises
        ------
        ExportError
            If it would be too large.
        """
        image = picture_of(self._view(), scale or SCALES[self.scale.currentIndex()])
        theme = self._caption_theme()
        return image if theme is None else captioned(image, self._snapshots, theme)

    def copy(self) -> None:
        """Put the picture on the clipboard; the dialog stays open and answers until it is there."""

        def put(copied: object) -> None:
            put_on_clipboard(cast(Copied, copied))

        self._make(copying(self._snapshots, self._caption_theme()), put)

    def ask_where(self) -> None:
        """Let the user choose a file."""
        suggestion = str(Path(self._folder or _pictures_folder()) / self._file_name())
        options = QFileDialog.Option.DontConfirmOverwrite  # asked below, once the ending is known
        path, _ = QFileDialog.getSaveFileName(
            self, "Save picture", suggestion, "PNG (*.png)", options=options
        )
        if path and self._may_write(path := _with_ending(path)):
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Write the picture; the dialog stays open and answers until the file is there."""
        type(self)._folder = str(Path(path).parent)
        self._make(saving(path, self._snapshots, self._caption_theme()), lambda _nothing: None)

    def done(self, result: int) -> None:
        """Close; what is under way is given up, and a file that was there stays as it was."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().done(result)

    def _make(self, use: Use, then: Callable[[object], None]) -> None:
        self._show_busy(True)
        self._task = PictureTask(self._view(), SCALES[self.scale.currentIndex()], use, self)
        self._task.done.connect(partial(self._on_done, then))
        self._task.start()

    def _on_done(self, then: Callable[[object], None], result: object) -> None:
        self._task = None
        self._show_busy(False)
        if isinstance(result, ExportError):
            self._say(str(result))
            self._save.setFocus()
        else:
            then(result)
            self.accept()

    def _view(self) -> QWidget:
        return list(self._views.values())[self._what.currentIndex()]

    def _caption_theme(self) -> Theme | None:
        """The colours of the caption, None without one."""
        return self._theme if self.caption.isChecked() else None

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def _show_busy(self, busy: bool) -> None:
        self._say("")
        self._busy.setRange(0, 0 if busy else 1)
        self._busy.setVisible(busy)
        if busy:
            self.setFocus()  # else Qt hands it on to Cancel, which a key pressed twice would press
        for widget in (self._what, self.scale, self.caption, self._copy, self._save):
            widget.setEnabled(not busy)

    def _may_write(self, path: str) -> bool:
        try:
            refuse_bad_place(Path(path))
        except ExportError as error:
            self._say(str(error))
            return False
        if not Path(path).is_file():
            return True
        question = f"“{Path(path).name}” exists already. Replace it?"
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        return QMessageBox.question(self, "Replace the file?", question, yes | no, no) == yes

    def _file_name(self) -> str:
        name = self._what.currentText().lower().replace(" ", "-")
        return f"vgviz-{name}-step-{self._snapshots[0].step}.png"

    def _refresh(self) -> None:
        try:
            image = self.picture(1)
        except ExportError as error:
            self._say(str(error))
            return
        for index, scale in enumerate(SCALES):
            size = f"{image.width() * scale:,} × {image.height() * scale:,} pixels"
            self.scale.setItemText(index, f"{scale}×   {size}")
        self._show_preview(image)

    def _show_preview(self, image: QImage) -> None:
        ratio = self.devicePixelRatio()
        smooth = Qt.TransformationMode.SmoothTransformation
        small = image.scaled(PREVIEW * ratio, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        small.setDevicePixelRatio(ratio)
        self._preview.setPixmap(QPixmap.fromImage(small))

    def _build(self) -> None:
        self._what.addItems(list(self._views))
        self.scale.addItems([f"{scale}×" for scale in SCALES])
        self.scale.setCurrentIndex(1)
        self._preview.setMinimumSize(PREVIEW)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(4)
        self._save.setDefault(True)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * SPACING)
        form.setVerticalSpacing(SPACING)
        form.addRow("Picture of", self._what)
        form.addRow("Size", self.scale)
        form.addRow("", self.caption)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACING,) * 4)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self._preview, 1)
        layout.addLayout(form)
        layout.addWidget(self._message)
        layout.addWidget(self._busy)
        layout.addLayout(buttons)
        self._show_busy(False)
        self._what.currentIndexChanged.connect(self._refresh)
        self.caption.toggled.connect(self._refresh)
        self._copy.clicked.connect(self.copy)
        self._save.clicked.connect(self.ask_where)
        self._cancel.clicked.connect(self.reject)
        self._refresh()


def _pictures_folder() -> str:
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return pictures or QDir.homePath()


def _with_ending(path: str) -> str:
    return path if Path(path).suffix.lower() == ".png" else f"{path}.png"
