"""The small button that leads back to the default, and that takes no room from the eye until it is needed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from vgviz.views.icons import icon
from vgviz.views.theme import Theme

SIZE = 20


class WayBack(QToolButton):
    """Shown only where the default is not; its room is kept."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self.setText("↺")  # where the icon's file is missing
        self.setIconSize(QSize(14, 14))
        self.setFixedSize(SIZE, SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete on the control itself does the same
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.setIcon(icon("rotate-ccw", theme, color=theme.muted))

    def name(self, what: str, default: str) -> None:
        """Say whose default this is, and what it is."""
        self.setToolTip(f"Back to {default}")
        self.setAccessibleName(f"{what}: back to {default}")
