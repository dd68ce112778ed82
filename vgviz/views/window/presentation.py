"""For a lecture: the network alone, large text, and the one slider that shows what gradients depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vgviz.experiment import Activation
from vgviz.views.controls.activation_track import ActivationTrack
from vgviz.views.look import sized
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow

TEXT_FACTOR = 1.6
USUAL_HEIGHT = 1080  # px of a screen; on one with more of them text is larger, for it is seen from as far
TRACK_WIDTH, WIDEST_TRACK = 300, 520  # px at the normal size of text


class Stage(QWidget):
    """The activation track, in the middle under the network."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.track = ActivationTrack(theme)
        TextWidth(self.track, TRACK_WIDTH, WIDEST_TRACK)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(2 * SPACING,) * 4)
        row.addStretch(1)
        row.addWidget(self.track, 8)
        row.addStretch(1)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the window goes back to."""

    docks: QByteArray
    window_state: Qt.WindowState


class Presentation(QObject):
    """Begins and ends with F5; Escape ends it too. Nothing of the window is changed for good."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before: _Before | None = None
        self.stage: Stage | None = None
        self.begin = self._action("&Presentation", "F5", self.toggle)
        self.begin.setCheckable(True)
        self.end = self._action("Leave the presentation", "Esc", self.leave)
        self.end.setEnabled(False)
        window.addActions([self.begin, self.end])  # menus that are hidden hear no keys

    @property
    def is_on(self) -> bool:
        """Whether only the network and the slider are on show."""
        return self._before is not None

    @property
    def text_factor(self) -> float:
        """How many times as large as usual the text is while only the network is on show."""
        return TEXT_FACTOR * max(1.0, self._window.screen().size().height() / USUAL_HEIGHT)

    def toggle(self) -> None:
        """Begin or end."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Put everything else away."""
        window = self._window
        self._before = _Before(window.workspace.deck.state(), window.windowState())
        self.stage = Stage(window.theme)
        self.stage.track.activation_changed.connect(self._on_activation_changed)
        window.workspace.column.addWidget(self.stage)
        self.stage.show()
        for dock in window.workspace.deck.docks:
            dock.hide()
        window.addActions(window.transport.actions())
        self._show_rest(False)
        window.choose_look(window.look)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self.follow()
        self.stage.track.setFocus()

    def leave(self) -> None:
        """Bring everything back as it was."""
        window, before, stage = self._window, self._before, self.stage
        if before is None or stage is None:
            return
        self._before = self.stage = None
        stage.hide()
        stage.deleteLater()
        self._show_rest(True)
        for action in window.transport.actions():
            window.removeAction(action)
        window.choose_look(window.look)
        window.setWindowState(before.window_state)
        window.workspace.deck.restore(before.docks)
        window.workspace.diagram.setFocus()

    def sized(self, theme: Theme) -> Theme:
        """The theme as it is to be now: with large text while only the network is on show."""
        return sized(theme, self.text_factor) if self.is_on else theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        if self.stage is not None:
            self.stage.track.set_theme(theme)

    def follow(self) -> None:
        """Show the confirmed activation."""
        if self.stage is not None:
            shown = self._window.workspace.controls.activation.track
            self.stage.track.show_activation(shown.activation)

    def _show_rest(self, shown: bool) -> None:
        window = self._window
        for part in (window.menuBar(), window.transport, window.statusBar()):
            part.setVisible(shown)
        self.begin.setChecked(not shown)
        self.end.setEnabled(not shown)

    def _on_activation_changed(self, activation: Activation) -> None:
        """As if chosen in the controls, which know what to do with it."""
        self._window.workspace.controls.activation.track.activation_changed.emit(activation)
        self.follow()

    def _action(self, text: str, key: str, slot: object) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(slot)
        return action
