"""The mouse over a widget, no button pressed."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def hover(widget: QWidget, place: QPoint) -> None:
    """Tell the widget that the mouse is there: a real pointer that stands there already would not move."""
    where = (QPointF(place), QPointF(widget.mapToGlobal(place)))
    event = QMouseEvent(QEvent.Type.MouseMove, *where, NO_BUTTON, NO_BUTTON, NO_KEY)
    QApplication.sendEvent(widget, event)


def turn_wheel(widget: QWidget, place: QPoint, notches: int) -> QWheelEvent:
    """Turn the wheel so far away from the person; the event, which says whether the widget has taken it."""
    where = (QPointF(place), QPointF(widget.mapToGlobal(place)))
    turned = QPoint(0, 120 * notches)
    event = QWheelEvent(*where, QPoint(), turned, NO_BUTTON, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(widget, event)
    return event
