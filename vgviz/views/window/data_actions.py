"""Data of one's own: chosen in a dialog or dropped on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QDir, QEvent, QObject
from PySide6.QtGui import QDropEvent

from vgviz.experiment_file import ENDING
from vgviz.session.messages import Configure
from vgviz.views.controls.fitting_loss import Samples, with_data
from vgviz.views.opening.data_files import ask_for_file, ask_how_to_read, dropped_file

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow


class DataActions(QObject):
    """Opens a table and lets all networks train on it; undo leads back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._folder = QDir.homePath()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def ask(self) -> None:
        """Let the user choose a table and how to read it."""
        path = ask_for_file(self._window, self._folder)
        if path is not None:
            self.open(path)

    def open(self, path: str) -> None:
        """Let the user say how to read this file, then train on it."""
        window = self._window
        self._folder = str(Path(path).parent)
        answer = ask_how_to_read(path, window)
        if answer is None:
            return
        data, found = answer
        gesture, samples = window.new_gesture(), Samples(found.task, found.targets)
        for run, experiment in enumerate(window.experiments):
            former = experiment.data
            own = replace(data, test_fraction=former.test_fraction, standardize=former.standardize)
            window.send(Configure(with_data(experiment, own, samples), gesture, run=run))

    def _take(self, path: str) -> None:
        if path.lower().endswith(ENDING):
            self._window.experiment_actions.open(Path(path))
        else:
            self.open(path)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take a single file that is dropped on the window: a table, or an experiment."""
        if not isinstance(event, QDropEvent) or event.type() == QEvent.Type.DragMove:
            return False
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._take(path)
        return True
