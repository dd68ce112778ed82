"""From a file on the disk to a record of what to train on."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from vgviz.experiment import Data

FILE_KINDS = "Tables (*.csv *.tsv *.txt);;All files (*)"


def dropped_file(data: QMimeData) -> str | None:
    """Path of the one local file that is dragged, if it is one."""
    urls = data.urls()
    if len(urls) == 1 and urls[0].isLocalFile() and Path(urls[0].toLocalFile()).is_file():
        return urls[0].toLocalFile()
    return None


def ask_for_file(parent: QWidget, folder: str) -> str | None:
    """Let the user choose a table."""
    path, _ = QFileDialog.getOpenFileName(parent, "Open data", folder, FILE_KINDS)
    return path or None


def ask_how_to_read(path: str, parent: QWidget) -> Data | None:
    """Show a preview of the file and ask which column is the label; None if it is not wanted after all."""
    from vgviz.views.opening.open_data_dialog import OpenDataDialog

    dialog = OpenDataDialog(path, parent)
    try:
        return dialog.data if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()
