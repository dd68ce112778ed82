"""A small button over or beside a picture, which is no part of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from vgviz.views.picture_scale import ALONE

BUTTON, ICON = 22, 14  # px


class QuietButton(QToolButton):
    """Icon that is left out of a picture of its panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(BUTTON, BUTTON)
        self.setIconSize(QSize(ICON, ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, hint: str, name: str) -> None:
        """What it does: in a tooltip, and read aloud."""
        self.setToolTip(hint)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing to press in a picture."""
        if not ALONE.get():
            super().paintEvent(event)
