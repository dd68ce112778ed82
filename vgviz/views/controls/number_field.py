"""A field for one exact number, which refuses in words and never changes what was typed in silence."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from vgviz.views.controls.number_text import NumberRefused
from vgviz.views.tint import mark

MIXED = "mixed"


class NumberField(QLineEdit):
    """Line edit over a reading function.

    Signals
    -------
    entered : object
        What the reader made of the text.
    refused : str
        Why it did not; an empty text ends the refusal.
    """

    entered = Signal(object)
    refused = Signal(str)

    def __init__(self, read: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._shown = ""
        self._refusal = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._on_text_edited)

    def show_text(self, text: str) -> None:
        """Show a confirmed number, unless someone is typing another."""
        self._shown = text
        self._stand_in("")
        if not (self.hasFocus() and self.isModified()):
            self._restore()

    def show_word(self, word: str) -> None:
        """Show a faint word where there is no one number, such as `MIXED`."""
        self.show_text("")
        self._stand_in(word)

    def commit(self) -> bool:
        """Take what was typed, if anything was; False if it is refused."""
        if not self.isModified():
            return True
        try:
            value = self._read(self.text())
        except NumberRefused as refusal:
            self._mark(True)
            self._refuse(str(refusal))
            return False
        self.setModified(False)
        self._mark(False)
        self._refuse("")
        self.entered.emit(value)
        return True

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance("0.00001") + 14
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.selectAll()  # a word of a number would end at its point

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.isModified() and not self.commit():  # the words stay, the number returns to what is true
            self.refused.emit(f"{self._refusal} It stays {self._shown or self.placeholderText()}.")
            self._restore()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where nothing is being typed."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            of_the_window = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            )
            if of_the_window and not self.isModified():
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
            self._refuse("")
            return
        super().keyPressEvent(event)

    def _stand_in(self, word: str) -> None:
        if word != self.placeholderText():
            self.setPlaceholderText(word)

    def _restore(self) -> None:
        if self.text() == self._shown and not self.isModified():
            return
        if self.text() != self._shown:
            self.setText(self._shown)
        self.setModified(False)
        self.setCursorPosition(0)
        self._mark(False)

    def _on_text_edited(self) -> None:
        self._mark(False)
        self._refuse("")

    def _refuse(self, words: str) -> None:
        self._refusal = words
        self.refused.emit(words)

    def _mark(self, refused: bool) -> None:
        mark(self, "refused", refused)
