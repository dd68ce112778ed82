"""The menu of built-in experiments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from vgviz.presets import Preset, presets
from vgviz.session.messages import AddRun, Configure, RemoveRun

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow


class PresetActions(QObject):
    """Opens an experiment, what to compare it with, and the panel where it is seen; undo leads back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menu = QMenu("&Examples", window)
        self.menu.setToolTipsVisible(True)
        for preset in presets().values():
            action = self.menu.addAction(preset.experiment.title.replace("&", "&&"))
            action.setToolTip(f"<p>{preset.experiment.notes}</p>")
            action.triggered.connect(partial(self.open, preset))

    def open(self, preset: Preset, *_: object) -> None:
        """Begin with this one."""
        window = self._window
        gesture = window.new_gesture()
        for run in reversed(range(1, len(window.experiments))):
            window.send(RemoveRun(run, gesture))
        window.send(Configure(preset.experiment, gesture, restart=True))
        if preset.beside is not None:
            window.send(AddRun(preset.beside))
        if preset.panel:
            window.workspace.deck.dock(preset.panel).bring_to_front()
        window.workspace.notice.dismiss()  # what it says may be of another example
        window.workspace.notice.say(preset.experiment.notes)
