"""The row at the bottom of the window in which one looks back along the run."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vgviz.number_format import count
from vgviz.session.messages import BranchFrom, Frame, GoOnFrom, ShowMoment
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.timeline.actions import MomentActions
from vgviz.views.timeline.strip import TimelineStrip
from vgviz.views.tint import tint

WORDS_ROOM = 216  # px
LIVE_WORDS = "Now"
HINT = "drag the handle to look back"
TOO_LARGE = "this network is too large to look back on"
NOTHING_YET = "nothing to look back on yet"


class TimelineBar(QWidget):
    """The run as a line with a handle; words that say which moment is shown; what can be done from there.

    Signals
    -------
    command : Command
        For the session.
    """

    command = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._moment: int | None = None
        self.moment_actions = MomentActions(self)
        self.strip = TimelineStrip(theme)
        self.words = ElidedLabel(LIVE_WORDS)
        self.details = ElidedLabel(NOTHING_YET)
        self.go_on = self._button("Go on from here", self.moment_actions.go_on)
        self.branch = self._button("Branch off", self.moment_actions.branch)
        self.live = self._button("Now", self.moment_actions.live)
        self._buttons = (self.live, self.go_on, self.branch)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show where the frame's moment lies in the run; the present changes with the texts only."""
        if frame.moment is not None or self._moment is not None:
            self.show_text(frame)

    def show_text(self, frame: Frame) -> None:
        """Show where the frame's moment lies, and write its numbers."""
        self._moment = frame.moment
        self.strip.show_past(frame.past, frame.moment, is_there=frame.is_there)
        self.words.set_text(_words(frame))
        self.details.set_text(_details(frame))
        self._offer()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.strip.set_theme(theme)
        self.words.setFont(font(theme.body, bold=True))
        self.details.setFont(font(theme.small))
        tint(self.details, theme.muted)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Panel ground with a hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.border))
        painter.end()

    def _button(self, text: str, action: QAction) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        return button

    def _lay_out(self) -> None:
        place = QWidget()
        TextWidth(place, WORDS_ROOM)
        texts = QVBoxLayout(place)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self.words)
        texts.addWidget(self.details)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(SPACING)
        row.addWidget(place)
        row.addWidget(self.strip, 1)
        for button in self._buttons:
            row.addWidget(button)

    def _connect(self) -> None:
        actions = self.moment_actions
        self.strip.wished.connect(self._on_wished)
        actions.back.triggered.connect(partial(self.strip.step_by, -1))
        actions.forward.triggered.connect(partial(self.strip.step_by, 1))
        actions.live.triggered.connect(partial(self.strip.wish, None))
        actions.go_on.triggered.connect(partial(self._leave, GoOnFrom))
        actions.branch.triggered.connect(partial(self._leave, BranchFrom))

    def _on_wished(self, step: int | None) -> None:
        self._offer()
        self.command.emit(ShowMoment(step))

    def _leave(self, command: type[GoOnFrom] | type[BranchFrom]) -> None:
        if self.strip.moment is not None:
            self.command.emit(command(self.strip.moment))

    def _offer(self) -> None:
        if self.strip.moment is None and self.window().focusWidget() in self._buttons:
            self.strip.setFocus()  # a button that can be pressed no more hands it to a stranger
        self.moment_actions.offer(has_past=self.strip.isEnabled(), in_past=self.strip.moment is not None)


def _words(frame: Frame) -> str:
    """Which moment is on screen."""
    past = frame.past
    if frame.moment is None or past is None:
        return LIVE_WORDS
    if frame.step == frame.moment:
        return f"Step {count(frame.step)} of {count(past.newest)}"
    if frame.is_there:
        return f"Step {count(frame.step)}, the nearest kept"
    return f"Step {count(frame.step)} → {count(frame.moment)}"


def _details(frame: Frame) -> str:
    """The epoch, and what has been edited since."""
    past = frame.past
    if past is None:
        return TOO_LARGE
    if frame.moment is None:
        return HINT if past.newest > past.first else NOTHING_YET
    later = [mark.words for mark in past.marks if mark.step > frame.step]
    more = f" and {count(len(later) - 1)} more" if len(later) > 1 else ""
    return f"before {later[0]}{more}" if later else f"epoch {count(past.epoch_at(frame.step))}"
