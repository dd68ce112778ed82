"""The details of a failure, to read and to copy."""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vgviz.session.messages import Failure
from vgviz.views.theme import SPACING
from vgviz.views.window.versions import versions_text


def failure_report(failure: Failure) -> str:
    """Sentence, traceback and versions in one text."""
    parts = (failure.message, failure.details.strip(), versions_text())
    return "\n\n".join(part for part in parts if part)


class FailureDialog(QDialog):
    """The report in a field that can be selected, and a button that copies all of it."""

    def __init__(self, failure: Failure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Error details")
        self.resize(720, 460)
        self._report = failure_report(failure)
        sentence = QLabel(failure.message)
        sentence.setWordWrap(True)
        text = QPlainTextEdit(self._report)
        text.setReadOnly(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setFont(_fixed_font(self.font().pointSizeF()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = QPushButton("Copy")
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self._copy.clicked.connect(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACING,) * 4)
        layout.setSpacing(SPACING)
        for widget in (sentence, text, buttons):
            layout.addWidget(widget)
        # Not earlier: only a button in a dialog can be its default.
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)

    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
        self._copy.setText("Copied")


def _fixed_font(size: float) -> QFont:
    result = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    result.setPointSizeF(size)
    return result
