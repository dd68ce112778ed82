"""A passing message in the lower right corner, which leaves the network and its colours free."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vgviz.views.theme import SPACING, Theme

LEAST_TIME = 4.0  # s
TIME_PER_LETTER = 0.05  # s, so that long messages can be read
WIDEST = 560
MOST_LINES = 4


class Notice(QWidget):
    """Sentences that go away by themselves, or at a click; newer ones are added to those still shown.

    They lie in the corner of ``host`` above its part ``floor``.

    Signals
    -------
    dismissed
        It has gone.
    """

    dismissed = Signal()

    def __init__(self, theme: Theme, host: QWidget, floor: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host, self._floor = host, floor
        self._lines: list[str] = []
        self._label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 10, 2 * SPACING, 10)
        layout.addWidget(self._label)
        host.installEventFilter(self)
        self.setToolTip("Click to close")
        self.hide()

    @property
    def text(self) -> str:
        """What is shown."""
        return "\n".join(self._lines)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._place()  # its text may have another size
        self.update()

    def say(self, sentence: str) -> None:
        """Show a sentence for as long as it takes to read it."""
        if sentence not in self._lines:
            self._lines = [*self._lines, sentence][-MOST_LINES:]
        self._label.setText(self.text)
        self._timer.start(round(1000 * (LEAST_TIME + TIME_PER_LETTER * len(self.text))))
        self._place()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Go away."""
        self._timer.stop()
        self._lines = []
        self.hide()
        self.dismissed.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Go away."""
        self.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the host's corner; do not outlive its disappearance."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self._host and event.type() == QEvent.Type.LayoutRequest:
            self.raise_()  # a dock that came to the front came before this too
        if watched is self._host and event.type() == QEvent.Type.Hide:
            self.dismiss()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.border))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _place(self) -> None:
        margins = 4 * SPACING
        widest = max(min(WIDEST, self._host.width() - margins) - margins, 80)
        wanted = self._label.fontMetrics().size(0, self.text).width() + 4
        self._label.setFixedWidth(min(widest, wanted))
        height = self._label.heightForWidth(self._label.width()) + 20
        self.resize(self._label.width() + margins, height)
        bottom = self._host.height() - self._floor.height() - SPACING
        self.move(self._host.width() - self.width() - SPACING, bottom - height)
