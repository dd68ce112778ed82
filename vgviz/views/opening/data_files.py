"""From a file on the disk to a record of what to train on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from vgviz.experiment import Data

if TYPE_CHECKING:
    from vgviz.views.opening.table_task import TableReport

FILE_KINDS = "Tables and arrays (*.csv *.tsv *.txt *.npz *.parquet *.pq);;All files (*)"


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


def ask_how_to_read(path: str, parent: QWidget) -> tuple[Data, TableReport] | None:
    """Show a preview of the file and ask what is to be learned; None if it is not wanted after all.

    Returns
    -------
    How to read the file, and what is in it.
    """
    from vgviz.views.opening.open_data_dialog import OpenDataDialog

    dialog = OpenDataDialog(path, parent)
    try:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return (dialog.data, dialog.report) if accepted else None
    finally:
        dialog.deleteLater()
