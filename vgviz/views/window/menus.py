"""The menu bar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from vgviz.views.window.about_dialog import AboutDialog
from vgviz.views.window.dock import Dock
from vgviz.views.window.look_menu import LookMenu
from vgviz.views.window.shortcut_sheet import ShortcutSheet, by_menu

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow


class Menus(QObject):
    """File, Edit, View, Panels, Run, Help: only what exists."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dock_actions: dict[str, QAction] = {}
        bar = window.menuBar()
        self._fill_file(bar.addMenu("&File"))
        self._fill_edit(bar.addMenu("&Edit"))
        self._fill_view(bar.addMenu("&View"))
        self._fill_panels(bar.addMenu("&Panels"))
        self._fill_run(bar.addMenu("&Run"))
        self._fill_help(bar.addMenu("&Help"))

    def _fill_file(self, menu: QMenu) -> None:
        window = self._window
        open_data = menu.addAction("&Open data…", window.data_actions.ask)
        open_data.setShortcut(QKeySequence(QKeySequence.StandardKey.Open))
        menu.addSeparator()
        menu.addAction(window.experiment_actions.open_action)
        menu.addAction(window.experiment_actions.save_action)
        menu.addMenu(window.preset_actions.menu)
        menu.addSeparator()
        menu.addAction(window.export_actions.export)
        menu.addAction(window.export_actions.copy_diagram)
        menu.addSeparator()
        leave = menu.addAction("&Quit", window.close)
        leave.setShortcut(QKeySequence("Ctrl+Q"))
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_edit(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(True)
        menu.addAction(self._window.edit_actions.undo)
        menu.addAction(self._window.edit_actions.redo)

    def _fill_view(self, menu: QMenu) -> None:
        menu.addMenu(self._window.color_actions.menu)
        menu.addMenu(self._window.measure_actions.menu)
        menu.addAction(self._window.workspace.neuron_pictures)
        menu.addMenu(self._window.pulse_actions.menu)
        self._add_full_screen(menu)
        menu.addAction(self._window.presentation.begin)
        menu.addSeparator()
        self.look = LookMenu(self._window, menu)

    def _fill_panels(self, menu: QMenu) -> None:
        deck = self._window.workspace.deck
        for dock in deck.docks:
            action = menu.addAction(dock.title)
            action.setCheckable(True)
            action.setShortcut(QKeySequence(dock.key))
            action.triggered.connect(partial(self._on_dock_chosen, dock))
            self.dock_actions[dock.objectName()] = action
        self._tick_docks()
        menu.aboutToShow.connect(self._tick_docks)  # they can be hidden elsewhere too
        menu.addSeparator()
        menu.addAction("&Reset layout", deck.reset)

    def _add_full_screen(self, menu: QMenu) -> None:
        action = menu.addAction("&Full screen")
        action.setCheckable(True)
        action.setShortcut(QKeySequence("F11"))
        action.triggered.connect(self._window.show_full_screen)
        # The desktop can end it too, and a window may open with it.
        menu.aboutToShow.connect(lambda: action.setChecked(self._window.isFullScreen()))

    def _fill_run(self, menu: QMenu) -> None:
        for action in self._window.transport.actions():
            if action.text() and action not in self._window.export_actions.actions():
                menu.addAction(action)
        menu.addSeparator()
        menu.addActions(self._window.workspace.timeline.moment_actions.all)
        menu.addSeparator()
        menu.addMenu(self._window.compare_actions.menu)

    def _fill_help(self, menu: QMenu) -> None:
        shortcuts = menu.addAction("&Keyboard shortcuts", self._show_shortcuts)
        shortcuts.setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        about = menu.addAction("&About vgviz", self._show_about)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _on_dock_chosen(self, dock: Dock) -> None:
        """A dock that is open but behind another tab comes to the front; its tick says whether it is open."""
        dock.toggle()
        self._tick_docks()

    def _tick_docks(self) -> None:
        for dock in self._window.workspace.deck.docks:
            self.dock_actions[dock.objectName()].setChecked(not dock.isHidden())

    def _show_shortcuts(self) -> None:
        window = self._window
        self._open(ShortcutSheet(by_menu(window.menuBar(), window.findChildren(QAction)), window))

    def _show_about(self) -> None:
        self._open(AboutDialog(self._window))

    @staticmethod
    def _open(dialog: ShortcutSheet | AboutDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
