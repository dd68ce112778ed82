"""Widths that follow the size of the text."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from vgviz.views.theme import DARK

_FONT_EVENTS = {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange, QEvent.Type.Polish}


def text_factor(widget: QWidget) -> float:
    """How many times as large as normal the text of ``widget`` is."""
    return widget.font().pointSizeF() / DARK.body


class TextWidth(QObject):
    """Keeps a widget at least ``least`` and at most ``most`` wide, in pixels at the normal size of text.

    It takes the place of one that the widget has already.
    """

    def __init__(self, widget: QWidget, least: int, most: int | None = None) -> None:
        super().__init__(widget)
        self._widget = widget
        self._least, self._most = least, least if most is None else most
        for former in widget.findChildren(TextWidth, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if former is not self:
                widget.removeEventFilter(former)
                former.deleteLater()
        self._apply()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget's font."""
        if watched is self._widget and event.type() in _FONT_EVENTS:
            self._apply()
        return False

    def _apply(self) -> None:
        factor = text_factor(self._widget)
        self._widget.setMinimumWidth(round(self._least * factor))
        self._widget.setMaximumWidth(round(self._most * factor))
