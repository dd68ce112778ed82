"""A slim slider: a groove, a notch at the default, a handle that the hand finds."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from vgviz.views.theme import Theme

RESOLUTION = 10_000  # Qt's sliders count in whole numbers
HANDLE = 6.0  # radius, px
GROOVE = 4.0
MARGIN = 9.0  # room for the handle and its focus ring at both ends
STEPS_OF_KEY = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}
RESET_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Slider(QSlider):
    """The hand's side of a number: tells wishes, shows what it is told.

    Signals
    -------
    dragged : float
        Fraction under the hand, on press and on every move.
    released
        The hand has let go.
    stepped : int
        Key presses and wheel notches, signed.
    reset_wished
        Double click, Delete or Backspace.
    """

    dragged = Signal(float)
    released = Signal()
    stepped = Signal(int)
    reset_wished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._fraction = 0.0
        self._default: float | None = None
        self._hollow = False
        self._grip: float | None = None  # x of the hand minus x of the handle, while held
        self.setRange(0, RESOLUTION)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def is_held(self) -> bool:
        """Whether a hand is dragging."""
        return self._grip is not None

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self.update()

    def show_fraction(self, fraction: float, *, hollow: bool = False) -> None:
        """Put the handle at ``fraction``; ``hollow`` says that this is not the whole truth."""
        if (fraction, hollow) == (self._fraction, self._hollow):
            return
        self._fraction, self._hollow = fraction, hollow
        self.setSliderPosition(round(fraction * RESOLUTION))
        self.update(self._handle_room())

    def show_default(self, fraction: float | None) -> None:
        """Mark the default's place with a notch."""
        if fraction != self._default:
            self._default = fraction
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(112, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(56, 24)

    def sliderChange(self, _change: QSlider.SliderChange) -> None:
        self.update(self._handle_room())  # Qt would repaint all

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        offset = event.position().x() - self._x(self._fraction)
        self._grip = offset if abs(offset) <= HANDLE * self._scale() + 2 else 0.0
        self.setSliderDown(True)
        if self._grip == 0.0:
            self._drag_to(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_wished.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = round(event.angleDelta().y() / 120)
        if not self.hasFocus() or notches == 0:
            event.ignore()  # the panel scrolls
            return
        self.stepped.emit(notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS_OF_KEY:
            self.stepped.emit(STEPS_OF_KEY[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.dragged.emit(0.0 if key == Qt.Key.Key_Home else 1.0)
        elif key in RESET_KEYS:
            self.reset_wished.emit()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_groove(painter)
        self._paint_handle(painter)
        painter.end()

    def _paint_groove(self, painter: QPainter) -> None:
        middle, left, right = self._middle(), self._x(0), self._x(1)
        groove = GROOVE * self._scale()
        painter.setPen(Qt.PenStyle.NoPen)
        if self._default is not None:
            notch = QRectF(self._x(self._default) - 0.75, middle + 5, 1.5, 4)
            painter.fillRect(notch, QColor(self._theme.muted))
        painter.setBrush(QColor(self._theme.border))
        painter.drawRoundedRect(QRectF(left, middle - groove / 2, right - left, groove), 2, 2)
        if self.isEnabled() and not self._hollow:
            painter.setBrush(QColor(self._theme.accent))
            width = self._x(self._fraction) - left
            painter.drawRoundedRect(QRectF(left, middle - groove / 2, width, groove), 2, 2)

    def _paint_handle(self, painter: QPainter) -> None:
        theme, handle = self._theme, HANDLE * self._scale()
        center = QPointF(self._x(self._fraction), self._middle())
        color = QColor(theme.accent if self.isEnabled() else theme.disabled)
        if self.hasFocus():
            painter.setPen(QPen(color, 1.5))
            painter.setBrush(QColor(theme.surface))
            painter.drawEllipse(center, handle + 2.25, handle + 2.25)
        held = self.is_held or self.underMouse()
        painter.setPen(QPen(color, 2) if self._hollow else QPen(QColor(theme.surface), 1))
        painter.setBrush(QColor(theme.surface) if self._hollow else color)
        radius = handle + (0.5 if held and self.isEnabled() else 0)
        painter.drawEllipse(center, radius, radius)

    def _scale(self) -> float:
        """How many times as thick as usual groove and handle are."""
        return 1.0

    def _handle_room(self) -> QRect:
        """All that changes where the handle does."""
        return self.rect()

    def _margin(self) -> float:
        """Room at both ends, px."""
        return MARGIN

    def _middle(self) -> float:
        """Height of the groove, px."""
        return self.height() / 2

    def _x(self, fraction: float) -> float:
        return self._margin() + fraction * (self.width() - 2 * self._margin())

    def _drag_to(self, x: float) -> None:
        room = max(1.0, self.width() - 2 * self._margin())
        self.dragged.emit(min(1.0, max(0.0, (x - (self._grip or 0.0) - self._margin()) / room)))

    def _let_go(self) -> None:
        if self._grip is not None:
            self._grip = None
            self.setSliderDown(False)
            self.update()
            self.released.emit()
