"""Experiments as files: saved, opened from a dialog, dropped on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog

from vgviz.experiment import Experiment, ExperimentError
from vgviz.experiment_file import ENDING, read_experiments, write_experiments
from vgviz.session.messages import AddRun, Configure, Failure, RemoveRun
from vgviz.whole_file import ExportError

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow

FILE_KINDS = f"Experiments (*{ENDING});;All files (*)"


class ExperimentActions(QObject):
    """Keeps what is simulated in a file, and begins with what is in one; undo leads back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._path = Path(QDir.homePath()) / f"experiment{ENDING}"  # Path.home() fails where there is none
        self.open_action = self._action("Open e&xperiment…", "Ctrl+Shift+O", self._ask)
        self.save_action = self._action("&Save experiment…", "Ctrl+S", self._save)

    def open(self, path: Path) -> None:
        """Begin with what is in this file."""
        try:
            experiments = read_experiments(path)
        except ExperimentError as error:
            self._window.workspace.show_failure(Failure(str(error), refused=True))
            return
        self._path = path
        self.begin(*experiments)

    def begin(self, first: Experiment, *beside: Experiment) -> None:
        """Simulate these from their start in place of what there is."""
        window = self._window
        gesture = window.new_gesture()
        for run in reversed(range(1, len(window.experiments))):
            window.send(RemoveRun(run, gesture))
        window.send(Configure(first, gesture, restart=True))
        for experiment in beside:
            window.send(AddRun(experiment))

    def _action(self, text: str, key: str, slot: object) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(slot)
        return action

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Open experiment", str(self._path.parent), FILE_KINDS
        )
        if path:
            self.open(Path(path))

    def _save(self) -> None:
        window = self._window
        if not window.experiments:
            return
        path = self._ask_where()
        if path is None:
            return
        try:
            write_experiments(path, window.experiments)
        except ExportError as error:
            window.workspace.show_failure(Failure(str(error), refused=True))
            return
        self._path = path
        window.workspace.notice.say(f"Saved in “{path}”: settings and seed, not the trained weights.")

    def _ask_where(self) -> Path | None:
        dialog = QFileDialog(self._window, "Save experiment", str(self._path), FILE_KINDS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING)  # by the dialog, which asks before a file is replaced
        try:
            return Path(dialog.selectedFiles()[0]) if dialog.exec() else None
        finally:
            dialog.deleteLater()
