"""The menu of built-in experiments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from vgviz.presets import Preset, presets

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow


class PresetActions(QObject):
    """Opens an experiment, what to compare it with, and the panel where it is seen; undo leads back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menu = QMenu("Exa&mples", window)
        self.menu.setToolTipsVisible(True)
        for preset in presets().values():
            action = self.menu.addAction(preset.experiment.title.replace("&", "&&"))
            action.setToolTip(f"<p>{preset.experiment.notes}</p>")
            action.triggered.connect(partial(self.open, preset))

    def open(self, preset: Preset, *_: object) -> None:
        """Begin with this one."""
        window = self._window
        beside = () if preset.beside is None else (preset.beside,)
        window.experiment_actions.begin(preset.experiment, *beside)
        if preset.panel:
            window.workspace.deck.dock(preset.panel).bring_to_front()
        window.workspace.notice.dismiss()  # what it says may be of another example
        window.workspace.notice.say(preset.experiment.notes)
