"""What a person is told who has never seen the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow

TIME = 30.0  # s, in which the picture is looked at first
WORDS = "Drag the activation slider from Sigmoid to ReLU, and watch the first layers come alive."


class FirstHint(QObject):
    """A sentence, and an outline around the slider that it speaks of.

    They come with the first picture, and go with the first edit, at a click, when lessons come into view, or
    after a while.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        if window.clock is not None:
            window.clock.frame_taken.connect(self._begin, Qt.ConnectionType.SingleShotConnection)

    def _begin(self) -> None:
        window, parts = self._window, self._window.workspace
        window.guide.point_at("activation")
        parts.notice.say(WORDS, at_least=TIME)
        parts.controls.experiment_edited.connect(parts.notice.dismiss)
        parts.deck.dock("lessons").visibilityChanged.connect(parts.notice.dismiss)
        parts.notice.dismissed.connect(self._end, Qt.ConnectionType.SingleShotConnection)

    def _end(self) -> None:
        parts = self._window.workspace
        parts.controls.experiment_edited.disconnect(parts.notice.dismiss)
        parts.deck.dock("lessons").visibilityChanged.disconnect(parts.notice.dismiss)
        self._window.guide.point_at("")
