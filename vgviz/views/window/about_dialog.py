"""Who made this, what it runs on, under which licences."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

import vgviz
from vgviz.views.icons import application_icon
from vgviz.views.text_width import text_factor
from vgviz.views.theme import SPACING, font
from vgviz.views.window.licences import licences_text
from vgviz.views.window.versions import versions, versions_text

SIZE = QSize(560, 440)  # px at the normal size of text
NAME = 16.0  # pt, likewise
PURPOSE = "See why deep networks stop learning: live gradients, layer by layer."
_LINKS = (
    '<a href="https://www.gnu.org/licenses/lgpl-3.0.html">the licence</a>',
    '<a href="https://doc.qt.io/qtforpython-6/licenses.html">Qt’s terms and sources</a>',
)
QT_LINE = f"Uses Qt and PySide6 under the LGPL, version 3: {_LINKS[0]}, {_LINKS[1]}."


class AboutDialog(QDialog):
    """Name, purpose, versions that can be copied, Qt's notice, and all licences in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About vgviz")
        tabs = QTabWidget()
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(_versions_page(), "Versions")
        tabs.addTab(_licences_page(), "Licences")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = QPushButton("Copy versions")
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self._copy.clicked.connect(self.copy_versions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACING,) * 4)
        layout.setSpacing(2 * SPACING)
        layout.addLayout(_title(text_factor(self)))
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)
        # Not earlier: only a button in a dialog can be its default.
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.resize(SIZE * text_factor(self))

    def copy_versions(self) -> None:
        """Put the versions on the clipboard."""
        QGuiApplication.clipboard().setText(versions_text())
        self._copy.setText("Copied")


def _title(factor: float) -> QHBoxLayout:
    symbol, name, purpose = QLabel(), QLabel(f"vgviz {vgviz.__version__}"), QLabel(PURPOSE)
    symbol.setPixmap(application_icon().pixmap(56, 56))
    name.setFont(font(NAME * factor, bold=True))
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addStretch(1)
    words.addWidget(name)
    words.addWidget(purpose)
    words.addStretch(1)
    layout = QHBoxLayout()
    layout.setSpacing(2 * SPACING)
    layout.addWidget(symbol)
    layout.addLayout(words, 1)
    return layout


def _versions_page() -> QWidget:
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(4, 2 * SPACING, 4, 0)
    form.setHorizontalSpacing(3 * SPACING)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    exact = page.font()
    if hasattr(exact, "setFeature"):
        exact.setFeature(
            QFont.Tag("calt"), 0
        )  # else the x of “x86” behind a number is drawn as a multiplication
    for name, number in versions().items():
        value = QLabel(number)
        value.setFont(exact)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form.addRow(name, value)
    notice = QLabel(f"vgviz is free software under the MIT License.<br>{QT_LINE}")
    notice.setWordWrap(True)
    notice.setOpenExternalLinks(True)
    notice.setContentsMargins(0, SPACING, 0, 0)
    form.addRow(notice)
    return page


def _licences_page() -> QWidget:
    text = QPlainTextEdit(licences_text())
    text.setReadOnly(True)
    return text
