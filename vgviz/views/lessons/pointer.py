"""An outline around the control that a lesson speaks of."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from vgviz.views.reduced_motion import is_motion_reduced
from vgviz.views.theme import Theme

MARGIN = 5  # px around the control
BREATH = 1400  # ms from bright to bright
BREATHS = 4  # then it stays
FAINT = 0.25
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class Pointer(QWidget):
    """Lies over the window and lets the mouse through; `point_at` moves it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._strength = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._breath = QVariantAnimation(self)
        self._breath.setDuration(BREATH)
        self._breath.setLoopCount(BREATHS)
        self._breath.setKeyValues([(0.0, 1.0), (0.5, FAINT), (1.0, 1.0)])
        self._breath.valueChanged.connect(self._on_breath)
        self.hide()

    @property
    def target(self) -> QWidget | None:
        """What it points at."""
        return self._target

    @property
    def is_breathing(self) -> bool:
        """Whether the outline is becoming fainter and stronger."""
        return self._breath.state() == QVariantAnimation.State.Running

    @property
    def room(self) -> QRect:
        """Where in the window the control can be seen, from side to side: what scrolls is cut off there."""
        window = self.window()
        for widget in self._followed():
            if isinstance(widget, QScrollArea):
                port = widget.viewport()
                top = port.mapTo(window, QPoint(0, 0)).y()
                return QRect(0, top - MARGIN, window.width(), port.height() + 2 * MARGIN)
        return window.rect()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def point_at(self, target: QWidget | None) -> None:
        """Outline ``target``; None outlines nothing."""
        for widget in self._followed():
            widget.removeEventFilter(self)
        self._target = target
        for widget in self._followed():
            widget.installEventFilter(self)
        self._breath.stop()
        self._strength = 1.0
        self._follow()
        if target is not None and not is_motion_reduced():
            self._breath.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around the control wherever it goes."""
        if event.type() in _MOVES:
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded outline."""
        color = QColor(self._theme.accent)
        color.setAlphaF(self._strength)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 2.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()

    def _followed(self) -> list[QWidget]:
        """The control and all that it lies in: each of them can move it. None where it has gone by now."""
        widgets, widget = [], self._target
        while widget is not None and isValid(widget) and widget is not self.parentWidget():
            widgets.append(widget)
            widget = widget.parentWidget()
        return widgets

    def _follow(self) -> None:
        target, window = self._target, self.parentWidget()
        if target is None or not target.isVisible() or target.window() is not window:
            self.hide()
            return
        corner = target.mapTo(window, QPoint(0, 0))
        place = target.rect().translated(corner).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        seen = place & self.room
        self.setGeometry(place)
        self.setMask(seen.translated(-place.topLeft()))
        self.setVisible(not seen.isEmpty())
        self.raise_()

    def _on_breath(self, strength: float) -> None:
        self._strength = strength
        self.update()
