"""Tooltips of what a widget paints: another one at every place."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget


def tells_of_spot(widget: QWidget, event: QEvent, words_at: Callable[[QPoint], str]) -> bool:
    """Where ``event`` asks for a tooltip, show the words for the mouse's place; whether it asks."""
    if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
        return False
    QToolTip.showText(event.globalPos(), words_at(event.pos()), widget)
    return True
