"""A line of text that ends in an ellipsis where the room does, and tells the whole in its tooltip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

ELLIPSIS = "…"


def elided(text: str, metrics: QFontMetricsF, room: float) -> str:
    """What of ``text`` fits into ``room`` px, with an ellipsis for the rest; no number is cut."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    kept = shown.removesuffix(ELLIPSIS)
    if shown == text or not text.startswith(kept):
        return shown
    before = kept.rpartition(" ")[0]
    word = text[len(before) :].split(" ", 2)[1 if before else 0]
    is_cut = len(kept) < len(f"{before} {word}" if before else word)
    if is_cut and any(character.isdigit() for character in word):
        kept = before
    return kept.rstrip() + ELLIPSIS if shown else ""


class ElidedLabel(QWidget):
    """Text that never asks for more width than there is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = self._short = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    @property
    def shown_text(self) -> str:
        """What fits."""
        metrics = QFontMetricsF(self.fontMetrics())
        text = self._text if metrics.horizontalAdvance(self._text) <= self.width() else self._short
        return elided(text, metrics, self.width())

    def set_text(self, text: str, short: str | None = None) -> None:
        """Replace the text; ``short`` stands for it where there is no room."""
        if text != self._text:
            self._text, self._short = text, text if short is None else short
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 1, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.shown_text)
        painter.end()
