"""The tabs of docks that share a place. Qt makes and destroys their bars as it needs them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QMainWindow, QTabBar

from vgviz.views.theme import Theme


def dress_tab_bars(window: QMainWindow, theme: Theme) -> None:
    """Quiet tabs on the canvas' ground, within reach of the keyboard."""
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        palette = bar.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.background))
        bar.setPalette(palette)
        bar.setAutoFillBackground(True)
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setElideMode(Qt.TextElideMode.ElideNone)  # half a name says nothing: arrows lead to the others
        bar.setUsesScrollButtons(True)
        bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bar.setAccessibleName("Panels")
