"""What went wrong, and the ways on: a bar over the picture's title, never a window in the way."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from vgviz.session.messages import Failure, Recover, Reset
from vgviz.session.states import State
from vgviz.views.icon_label import IconLabel
from vgviz.views.icons import icon
from vgviz.views.theme import SPACING, Theme, mixed

STRIPE = 3  # px, the coloured edge
ICON_SIZE = 18
LEAST_WORDS = 28  # characters of the sentence in a line; with less room the buttons lie below it


_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class FailureBar(QWidget):
    """The failure's sentence with buttons for `Recover`, `Reset` and the details; hidden without one.

    It lies over the top of another widget, so that nothing moves when it comes and goes.
    """

    command = Signal(object)
    details_requested = Signal(object)  # Failure

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._failure: Failure | None = None
        self._ground: QWidget | None = None
        self._least: Callable[[], float] = lambda: 0.0
        self._icon = IconLabel(ICON_SIZE)
        self._sentence = QLabel()
        self._recover = QPushButton("Back to the last good state")
        self._reset = QPushButton("Reset")
        self._details = QPushButton("Details…")
        self._close = QToolButton()
        self._parts, self._ways = QBoxLayout(_ACROSS, self), QBoxLayout(_ACROSS)
        self._build()
        self.set_theme(theme)
        self.hide()

    @property
    def failure(self) -> Failure | None:
        """What is shown."""
        return self._failure

    def lie_over(self, ground: QWidget, least: Callable[[], float] = lambda: 0.0) -> None:
        """Keep to the top of ``ground``, a descendant of the bar's parent; ``least`` px of it are covered."""
        self._ground, self._least = ground, least
        ground.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._icon.show_icon(icon("triangle-alert", theme, color=theme.danger))
        self._close.setIcon(icon("x", theme))
        self._place()
        self.update()

    def show_failure(self, failure: Failure) -> None:
        """Say what happened; a refusal changed nothing, so it needs no way back."""
        self._failure = failure
        self._sentence.setText(failure.message)
        self.setAccessibleName(failure.message)
        self._recover.setVisible(failure.can_recover and not failure.refused)
        self._reset.setVisible(not failure.refused)
        self._details.setVisible(bool(failure.details))
        self._close.setVisible(failure.refused)
        self.show()
        self._place()  # not earlier: what is hidden takes no room
        self.raise_()

    def show_state(self, state: State) -> None:
        """Go away when the failure is over."""
        if state != State.FAILED and self._failure is not None and not self._failure.refused:
            self.dismiss()

    def dismiss_refusal(self) -> None:
        """Go away if all that was said is that something was refused; the next try has been accepted."""
        if self._failure is not None and self._failure.refused:
            self.dismiss()

    def dismiss(self) -> None:
        """Go away."""
        self._failure = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as wide as the ground."""
        if watched is self._ground and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground with a breath of the warning's colour, its full strength at the left edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), mixed(self._theme.surface, self._theme.danger, 0.14))
        painter.fillRect(0, 0, STRIPE, self.height(), QColor(self._theme.danger))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._theme.border))
        painter.end()

    def _place(self) -> None:
        parent = self.parentWidget()
        if self._ground is not None and parent is not None:
            width = self._ground.width()
            self._fold(width)
            corner = self._ground.mapTo(parent, QPoint(0, 0))
            height = max(self.heightForWidth(width), ceil(self._least()))
            self.setGeometry(corner.x(), corner.y(), width, height)

    def _fold(self, width: int) -> None:
        """Put the buttons below the sentence, and one below the other, where there is no room beside it."""
        margins = self._parts.contentsMargins()
        room = width - margins.left() - margins.right()
        shown = [each.sizeHint().width() for each in self._buttons if not each.isHidden()]
        ways = sum(shown) + SPACING * (len(shown) - 1)
        words = LEAST_WORDS * self.fontMetrics().averageCharWidth() + ICON_SIZE + 2 * SPACING
        self._parts.setDirection(_DOWN if words + ways > room else _ACROSS)
        self._ways.setDirection(_DOWN if ways > room else _ACROSS)

    @property
    def _buttons(self) -> tuple[QAbstractButton, ...]:
        return self._recover, self._reset, self._details, self._close

    def _build(self) -> None:
        self._parts.setContentsMargins(12 + STRIPE, 6, 12, 6)
        self._parts.setSpacing(SPACING)
        self._ways.setSpacing(SPACING)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        words = QHBoxLayout()
        words.setSpacing(SPACING)
        words.addWidget(self._icon)
        words.addWidget(self._sentence, 1)
        self._parts.addLayout(words, 1)
        self._parts.addLayout(self._ways)
        self._ways.addStretch(1)
        for button in self._buttons:
            self._ways.addWidget(button)
        self._recover.clicked.connect(lambda: self.command.emit(Recover()))
        self._reset.clicked.connect(lambda: self.command.emit(Reset()))
        self._details.clicked.connect(lambda: self.details_requested.emit(self._failure))
        self._close.setToolTip("Close this message")
        self._close.setAccessibleName("Close this message")
        self._close.clicked.connect(self.dismiss)
