"""Where the inspector is, said to a person who chooses something before having seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from vgviz.views.selection import Place
from vgviz.views.window.panels import Group

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow

WORDS = "The inspector tells more of what you chose. It is hidden: Panels › Inspector shows it, or {}."


class InspectorHint(QObject):
    """A narrow window opens without the inspector, and a click would seem to do nothing; said once.

    Nothing is said where its place is taken, as by a lesson, nor in a presentation.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.desk.selection.changed.connect(self._on_chosen)

    def _on_chosen(self, place: Place | None) -> None:
        window, deck = self._window, self._window.workspace.deck
        inspector = deck.dock("inspector")
        there = [dock for dock in deck.panels if dock.kind.group is Group.INSPECTOR and not dock.isHidden()]
        if place is None or there or window.presentation.is_on:
            return
        window.desk.selection.changed.disconnect(self._on_chosen)
        if inspector.panel is None:  # else it has been seen
            key = QKeySequence(inspector.key).toString(QKeySequence.SequenceFormat.NativeText)
            window.workspace.notice.say(WORDS.format(key))
