"""The line at the bottom: where training is, how fast, and the verdict in words."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QWidget

from vgviz.number_format import count
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.pill import Pill
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint
from vgviz.views.window.findings_badge import FindingsBadge
from vgviz.views.window.verdicts import Verdicts

HEIGHT, MARGIN = 34, 12
STATE_WORDS = {
    State.IDLE: "Opening",
    State.COMPILING: "Compiling",
    State.RUNNING: "Training",
    State.PAUSED: "Paused",
    State.FAILED: "Stopped",
}
LOOKING_BACK = "Looking back"
NONE_YET = "–"
FEW = 10  # steps a second, below which whole numbers would be too coarse


class LiveNumber(QWidget):
    """Text as wide as its widest so far; a label would have the whole window laid out at every change."""

    def __init__(self, alignment: Qt.AlignmentFlag) -> None:
        super().__init__()
        self._alignment = alignment | Qt.AlignmentFlag.AlignVCenter
        self._widest = self.text = NONE_YET

    def set_size(self, size: float) -> None:
        """Write it so large, in points."""
        self.setFont(font(size, bold=True))
        self.updateGeometry()

    def reserve(self, text: str) -> None:
        """Make room for this text from now on."""
        if self._width(text) > self._width(self._widest):
            self._widest = text
            self.updateGeometry()

    def show_text(self, text: str) -> None:
        """Write ``text``."""
        if text != self.text:
            self.text = text
            self.reserve(text)
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the widest text."""
        return QSize(self._width(self._widest) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write it."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), self._alignment, self.text)
        painter.end()

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


class Figure(QWidget):
    """A live number with its unit, in a field that stays as wide as its widest value so far."""

    def __init__(self, unit: str, widest: str, tip: str, *, unit_first: bool = False) -> None:
        super().__init__()
        side = Qt.AlignmentFlag.AlignLeft if unit_first else Qt.AlignmentFlag.AlignRight
        self._number, self._unit = LiveNumber(side), QLabel(unit)
        self._number.reserve(widest)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for label in (self._unit, self._number) if unit_first else (self._number, self._unit):
            layout.addWidget(label)
        self.setToolTip(tip)

    @property
    def text(self) -> str:
        """Number and unit."""
        return f"{self._number.text} {self._unit.text()}"

    def show_number(self, text: str) -> None:
        """Write ``text``."""
        self._number.show_text(text)

    def set_theme(self, theme: Theme) -> None:
        """Write both as large as other text, the unit more quietly."""
        self._number.set_size(theme.body)
        tint(self._unit, theme.muted)


class StatusBar(QWidget):
    """State, step, epoch, steps a second and frames a second, then the verdict with its sentence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = QLabel(STATE_WORDS[State.IDLE])
        self._step = Figure("step", "00,000", "Training steps so far", unit_first=True)
        self._epoch = Figure("epoch", "0,000", "Times the training data have been seen", unit_first=True)
        self._speed = Figure("steps/s", "00,000", "Training steps a second")
        self._frames = Figure("fps", "60", "New pictures of the network a second")
        self.verdicts = Verdicts(theme)
        self.findings = FindingsBadge(theme)
        self._progress = self._wait = ""
        self._doing = QLabel()
        self._doing_bar = QProgressBar()
        self._left = QStackedWidget()
        self._build()
        self.set_theme(theme)

    @property
    def pill(self) -> Pill:
        """The verdict on the first run."""
        return self.verdicts.pills[0]

    @property
    def sentence(self) -> ElidedLabel:
        """What the verdict on the chosen run says."""
        return self.verdicts.sentence

    @property
    def figures(self) -> tuple[str, ...]:
        """The numbers as they are written."""
        return tuple(figure.text for figure in self._figures())

    @property
    def doing(self) -> str:
        """The long work in progress, empty when there is none."""
        return self._doing.text()

    @property
    def is_busy(self) -> bool:
        """Whether long work is in progress."""
        return self._left.currentIndex() == 1

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for figure in self._figures():
            figure.set_theme(theme)
        self.findings.set_theme(theme)
        self.verdicts.set_theme(theme)
        self.update()

    def show_state(self, state: State) -> None:
        """Say where the worker is."""
        self._state.setText(STATE_WORDS[state])
        if state != State.RUNNING:
            self._speed.show_number(NONE_YET)
            self._frames.show_number(NONE_YET)

    def choose_run(self, run: int) -> None:
        """Say what is to be said of another run."""
        self.verdicts.choose_run(run)

    def show_frame(self, frame: Frame, frames_per_second: float) -> None:
        """Write the frame's numbers and judge it."""
        snapshot = max(frame.snapshots, key=lambda each: each.step)  # of those that have not stopped
        self._state.setText(LOOKING_BACK if frame.moment is not None else STATE_WORDS[frame.state])
        self._step.show_number(count(snapshot.step))
        self._epoch.show_number(count(snapshot.epoch))
        if frame.state == State.RUNNING:
            rate = frame.steps_per_second
            self._speed.show_number(_rate_text(rate))
            # While the first step goes on there is no new picture either.
            self._frames.show_number(f"{frames_per_second:.0f}" if rate else NONE_YET)
        self.verdicts.judge(frame.snapshots)
        self._make_room()

    def show_progress(self, words: str) -> None:
        """Say what is being worked at; "" when it is done."""
        self._progress = words
        self._show_doing()

    def show_wait(self, words: str) -> None:
        """Say what a wish waits for, where no long work says it already; "" when it is over."""
        self._wait = words
        self._show_doing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many figures as fit."""
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Panel ground with a hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.border))
        painter.end()

    def _show_doing(self) -> None:
        words = self._progress or self._wait
        self._doing.setText(words)
        self._left.setCurrentIndex(1 if words else 0)
        # A hidden busy bar would go on animating.
        self._doing_bar.setRange(0, 0 if words else 1)

    def _make_room(self) -> None:
        """Leave out the last figures where the verdicts need the room; the step is always there."""
        words = self._state.minimumWidth(), self._state.sizeHint().width()
        findings = self.findings.sizeHint().width() + SPACING if self.findings.isVisibleTo(self) else 0
        room = self.width() - 2 * MARGIN - 2 * SPACING - self.verdicts.least_width - findings - max(words)
        for figure in self._figures():
            room -= 2 * SPACING + figure.sizeHint().width()
            figure.setVisible(figure is self._step or room >= 0)

    def _figures(self) -> tuple[Figure, ...]:
        return self._step, self._epoch, self._speed, self._frames

    def _build(self) -> None:
        self._state.setMinimumWidth(self._state.fontMetrics().horizontalAdvance(LOOKING_BACK) + 2)
        numbers, work = QWidget(), QWidget()
        row = _row(numbers, 2 * SPACING)
        for widget in (self._state, *self._figures()):
            row.addWidget(widget)
        row.addStretch(1)
        row = _row(work, SPACING)
        self._doing_bar.setTextVisible(False)
        self._doing_bar.setFixedSize(96, 4)
        row.addWidget(self._doing_bar)
        row.addWidget(self._doing)
        row.addStretch(1)
        self._left.addWidget(numbers)
        self._left.addWidget(work)
        row = _row(self, SPACING)
        row.setContentsMargins(MARGIN, 1, MARGIN, 0)
        row.addWidget(self._left)
        row.addSpacing(SPACING)
        row.addWidget(self.verdicts, 1)
        row.addWidget(self.findings)
        self.setFixedHeight(HEIGHT)
        self.show_progress("")


def _rate_text(steps_per_second: float) -> str:
    """``12,400``, ``0.35``; a dash before the first step is over."""
    if steps_per_second == 0:
        return NONE_YET
    return f"{steps_per_second:.2g}" if steps_per_second < FEW else count(round(steps_per_second))


def _row(widget: QWidget, spacing: int) -> QHBoxLayout:
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout
