"""What a person is told who has never seen the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from vgviz.views.window.callout import Callout

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow

TIME = 35_000  # ms, in which the picture is looked at first
WORDS = "Drag the activation slider from Sigmoid to ReLU, and watch the first layers come alive."


class FirstHint(QObject):
    """An outline around a slider, and a sentence under it, which leaves the network and the plots free.

    They come with the first picture, and go with the first edit, at a click, when lessons come into view, or
    after a while.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.callout: Callout | None = None
        self._time = QTimer(self, singleShot=True, interval=TIME)
        self._time.timeout.connect(self._end)
        if window.clock is not None:
            window.clock.frame_taken.connect(self._begin, Qt.ConnectionType.SingleShotConnection)

    def _begin(self) -> None:
        window, parts = self._window, self._window.workspace
        window.guide.point_at("activation")
        self.callout = Callout(WORDS, window.guide.pointer)
        self.callout.dismissed.connect(self._end)
        parts.controls.experiment_edited.connect(self._end)
        parts.deck.dock("lessons").visibilityChanged.connect(self._end)
        window.closed.connect(self._end)
        self._time.start()

    def _end(self) -> None:
        parts, callout = self._window.workspace, self.callout
        if callout is None:
            return
        self.callout = None
        self._time.stop()
        parts.controls.experiment_edited.disconnect(self._end)
        parts.deck.dock("lessons").visibilityChanged.disconnect(self._end)
        self._window.closed.disconnect(self._end)
        callout.hide()
        callout.deleteLater()
        self._window.guide.point_at("")
