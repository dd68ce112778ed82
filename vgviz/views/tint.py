"""Words and grounds in colours of their own; a style sheet of its own would make every theme slower."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget


def tint(label: QWidget, color: str) -> None:
    """Write ``label`` in this colour, #rrggbb."""
    role, is_set = QPalette.ColorRole.WindowText, label.testAttribute(Qt.WidgetAttribute.WA_SetPalette)
    if is_set and label.palette().color(role) == QColor(color):
        return  # a palette that is set, be it the same, is told to all around
    palette = QPalette()
    palette.setColor(role, QColor(color))
    label.setForegroundRole(role)  # in a toolbar it would be that of buttons
    label.setPalette(palette)


def paint_ground(widget: QWidget, color: str) -> None:
    """Fill ``widget`` with this colour, #rrggbb."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(color))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)


def mark(widget: QWidget, name: str, holds: bool) -> None:
    """Let the style sheet's rules for this property of ``widget`` hold or not."""
    if bool(widget.property(name)) != holds:
        widget.setProperty(name, holds)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
