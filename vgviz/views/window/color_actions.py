"""Colour by: the menu of quantities and what can be done with their scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from vgviz.drawing.color_modes import COLOR_MODES
from vgviz.views.icons import icon
from vgviz.views.theme import Theme

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow

WHAT_IT_DOES = "What the colours of layers, neurons and edges show (C for the next)"
BESIDE_TEXT = 40  # px, for icon and padding
PIN_HINT = "Pinned, the scale never changes by itself. Otherwise it follows the numbers, slowly, and says so."


class ColorActions(QObject):
    """The same menu in the menu bar, on the toolbar and at the colour bar."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._coloring = window.workspace.coloring
        self.menu = QMenu("Colour &by", window)
        self.menu.setToolTipsVisible(True)
        self.modes: dict[str, QAction] = {}
        self._add_modes()
        self.menu.addSeparator()
        self.pin = self._add("&Pin the scale", None, self._on_pin)
        self.pin.setCheckable(True)
        self.pin.setToolTip(PIN_HINT)
        self.fit = self._add("&Fit the scale to what is shown", "Shift+F", self._on_fit)
        self._add("Scale that suits &most networks", None, self._coloring.use_first_range)
        self.menu.addSeparator()
        self.menu.addMenu(window.measure_actions.menu)
        window.transport.addSeparator()
        self.button = window.transport.add_menu(self.menu, WHAT_IT_DOES)
        metrics = self.button.fontMetrics()
        widest = max(metrics.horizontalAdvance(mode.name) for mode in COLOR_MODES.values())
        self.button.setMinimumWidth(widest + BESIDE_TEXT)  # so that the buttons after it stay where they are
        self._coloring.changed.connect(self._on_changed)
        window.workspace.diagrams.scale_menu_requested.connect(self._open_at)
        self.set_theme(window.theme)
        self._on_changed()

    def set_theme(self, theme: Theme) -> None:
        """Icon in another theme's colours."""
        self.button.setIcon(icon("palette", theme))

    def _add_modes(self) -> None:
        group = QActionGroup(self)
        for mode in COLOR_MODES.values():
            action = group.addAction(self.menu.addAction(mode.name))
            action.setCheckable(True)
            action.setData(mode.key)
            action.setToolTip(f"{mode.summary[0].upper()}{mode.summary[1:]}")
            self.modes[mode.key] = action
        group.triggered.connect(lambda action: self._coloring.choose(action.data()))
        self.menu.addSeparator()
        self.next = self._add("&Next quantity", "C", lambda: self._step(1))
        self.previous = self._add("Pre&vious quantity", "Shift+C", lambda: self._step(-1))

    def _add(self, text: str, key: str | None, slot: object) -> QAction:
        action = self.menu.addAction(text)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(slot)
        return action

    def _step(self, by: int) -> None:
        keys = list(COLOR_MODES)
        self._coloring.choose(keys[(keys.index(self._coloring.mode.key) + by) % len(keys)])

    def _on_pin(self, pinned: bool) -> None:
        self._coloring.pin(pinned)

    def _on_fit(self) -> None:
        if self._window.snapshots:
            self._coloring.fit(self._window.snapshots)

    def _on_changed(self) -> None:
        mode = self._coloring.mode
        self.modes[mode.key].setChecked(True)
        self.pin.setChecked(self._coloring.is_pinned)
        self.button.setText(mode.name)
        self.button.setAccessibleName(f"Colour by: {mode.name}")

    def _open_at(self, place: QPoint) -> None:
        self.menu.popup(place)
