"""The mouse over a widget, no button pressed."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def hover(widget: QWidget, place: QPoint) -> None:
    """Tell the widget that the mouse is there: a real pointer that stands there already would not move."""
    none = Qt.MouseButton.NoButton
    where = (QPointF(place), QPointF(widget.mapToGlobal(place)))
    event = QMouseEvent(QEvent.Type.MouseMove, *where, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)
