"""Docks in a window that becomes narrow, and wide again."""

from collections.abc import Collection

from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from vgviz.views.panel import Panel
from vgviz.views.window.panels import Group, PanelKind

WIDE, NARROW, HIGH = 1400, 1000, 800


def empty_panels(groups: dict[str, Group], closed: Collection[str] = ()) -> list[PanelKind]:
    """Panels of these names in these groups that show nothing; open at first but for those ``closed``."""
    return [
        PanelKind(name, name, group, lambda _theme, _desk: Panel(), name not in closed)
        for name, group in groups.items()
    ]


def resize(qtbot: QtBot, window: QMainWindow, width: int, height: int = HIGH) -> None:
    """Change the window's size, and let the docks follow."""
    window.resize(width, height)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == (width, height))
    for _ in range(3):
        QApplication.processEvents()
