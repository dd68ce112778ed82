"""Space plays and pauses; on a focused button or choice it must still press that."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class _SpaceFilter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() == Qt.Key.Key_Space:
                event.accept()
                return True
        return super().eventFilter(watched, event)


def keep_space(widget: QWidget) -> None:
    """Let ``widget`` have the space bar while it has the focus."""
    widget.installEventFilter(_SpaceFilter(widget))
