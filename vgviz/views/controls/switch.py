"""A switch: a pill with a knob at the left for off, at the right for on, in the middle for some of both."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from vgviz.views.controls.slider import RESET_KEYS
from vgviz.views.controls.space_key import keep_space
from vgviz.views.theme import Theme

WIDTH, HEIGHT = 30.0, 16.0
KNOB = 5.0  # radius, px
FOCUS_GAP = 2.5
WORD_GAP = 7  # px
WIDEST_WORD = "mixed"
INSET = 3  # px from the left edge to the pill: room for the focus ring


class Switch(QCheckBox):
    """A check box that looks like what it does, with its state in a word.

    Signals
    -------
    reset_wished
        Delete or Backspace.
    """

    reset_wished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        keep_space(self)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        word = self.fontMetrics().horizontalAdvance(WIDEST_WORD)
        return QSize(round(WIDTH) + 2 * INSET + WORD_GAP + word, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, _place: QPoint) -> bool:
        return True

    def nextCheckState(self) -> None:
        """From some to all, then off and on."""
        on = self.checkState() == Qt.CheckState.Checked
        self.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RESET_KEYS:
            self.reset_wished.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(INSET, (self.height() - HEIGHT) / 2, WIDTH, HEIGHT)
        if self.hasFocus():
            ring = pill.adjusted(-FOCUS_GAP, -FOCUS_GAP, FOCUS_GAP, FOCUS_GAP)
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        self._paint_pill(painter, pill)
        painter.setPen(QColor(self._theme.muted))
        room = QRectF(pill.right() + WORD_GAP, 0, self.width() - pill.right(), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _paint_pill(self, painter: QPainter, pill: QRectF) -> None:
        theme, state = self._theme, self.checkState()
        on = state == Qt.CheckState.Checked
        edge = theme.accent if on else theme.muted if self.underMouse() else theme.border
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(theme.accent if on else theme.raised))
        painter.drawRoundedRect(pill, HEIGHT / 2, HEIGHT / 2)
        share = {Qt.CheckState.Unchecked: 0.0, Qt.CheckState.PartiallyChecked: 0.5}.get(state, 1.0)
        inset = HEIGHT / 2
        center = QPointF(pill.left() + inset + share * (pill.width() - 2 * inset), pill.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_accent if on else theme.muted))
        painter.drawEllipse(center, KNOB, KNOB)
