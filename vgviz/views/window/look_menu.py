"""Theme, colour map and text size in the View menu."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QMenu

from vgviz.drawing.color_maps import color_map_for
from vgviz.views.look import COLOR_MAP_CHOICES, TEXT_SIZES
from vgviz.views.theme import Theme

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow

THEMES = {"system": "Follow the &system", "dark": "&Dark", "light": "&Light"}
STRIP = 32  # px, side of a colour map's preview


class LookMenu(QObject):
    """Each choice is an exclusive group of actions, by the choice's name."""

    def __init__(self, window: MainWindow, menu: QMenu) -> None:
        super().__init__(window)
        self._window = window
        maps = {name: name.capitalize() for name in COLOR_MAP_CHOICES}
        sizes = {name: name.capitalize() for name in TEXT_SIZES}
        self.themes = self._fill(menu.addMenu("&Theme"), "theme", THEMES)
        self.color_maps = self._fill(menu.addMenu("Colour &map"), "color_map", maps)
        self.text_sizes = self._fill(menu.addMenu("Te&xt size"), "text_size", sizes)
        self.set_theme(window.theme)

    def set_theme(self, theme: Theme) -> None:
        """Show each colour map as it is on this theme's ground."""
        for name, action in self.color_maps.items():
            action.setIcon(_strip(name, theme))

    def _fill(self, menu: QMenu, field: str, choices: dict[str, str]) -> dict[str, QAction]:
        group = QActionGroup(self)
        actions = {}
        for choice, text in choices.items():
            action = group.addAction(menu.addAction(text))
            action.setCheckable(True)
            action.setChecked(choice == getattr(self._window.look, field))
            action.setData((field, choice))
            actions[choice] = action
        group.triggered.connect(self._on_chosen)
        return actions

    def _on_chosen(self, action: QAction) -> None:
        field, choice = action.data()
        self._window.choose_look(replace(self._window.look, **{field: choice}))


def _strip(name: str, theme: Theme) -> QIcon:
    """Weak to strong."""
    colors = color_map_for(name, theme.background).colors(np.linspace(0.12, 1.0, STRIP))
    rows = np.repeat(colors[None, :, :], STRIP, axis=0)
    data = rows.tobytes()  # an image does not keep what it is made of
    image = QImage(data, STRIP, STRIP, 3 * STRIP, QImage.Format.Format_RGB888)
    return QIcon(QPixmap.fromImage(image.copy()))
