"""What leaves the window as a picture, and the actions that make it leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from vgviz.views.controls.space_key import keep_space
from vgviz.views.icons import icon
from vgviz.views.picturing.export_dialog import ExportDialog
from vgviz.views.picturing.picture_task import PictureTask
from vgviz.views.picturing.picture_uses import Copied, copying, put_on_clipboard
from vgviz.views.theme import Theme
from vgviz.whole_file import ExportError

if TYPE_CHECKING:
    from vgviz.views.window.dock import PanelDock
    from vgviz.views.window.main_window import MainWindow

COPY_SCALE = 2  # sharp enough for slides


class ExportActions(QObject):
    """Export… and Copy diagram, in the menu, on the toolbar, and in the plots' context menus."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._copying: PictureTask | None = None
        self.export = self._action("&Export picture…", "Ctrl+E", self._ask_for_diagram)
        self.copy_diagram = self._action("&Copy diagram", "Ctrl+Shift+C", self._copy_diagram)
        self.export.setIconText("Export")
        self.export.setToolTip("Save or copy a picture of what is on screen now (Ctrl+E)")
        self._add_to_toolbar()
        self.set_theme(window.theme)
        window.workspace.deck.menu_requested.connect(self._on_panel_menu)
        window.workspace.diagrams.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        window.workspace.diagrams.customContextMenuRequested.connect(self._on_diagram_menu)

    def actions(self) -> tuple[QAction, ...]:
        """For menus."""
        return self.export, self.copy_diagram

    def set_theme(self, theme: Theme) -> None:
        """Icons in another theme's colours."""
        self.export.setIcon(icon("image-down", theme))
        self.copy_diagram.setIcon(icon("copy", theme))

    def views(self) -> dict[str, QWidget]:
        """What there is to export, by the name the user reads."""
        parts = self._window.workspace
        return {
            "Diagram": parts.diagrams,
            "Whole window": self._window,
            **{dock.kind.title: dock for dock in parts.deck.in_view if dock.panel is not None},
        }

    def ask(self, view: QWidget) -> None:
        """Open the dialog; the moment of now stays on screen, and in the picture, until it is closed."""
        window = self._window
        if not window.snapshots:
            return
        window.hold()
        views = self.views()
        dialog = ExportDialog(views, window.snapshots, window.theme, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if view in views.values():  # a panel can go while its menu is open
            dialog.choose_view(view)
        dialog.finished.connect(window.release)
        dialog.open()

    def finish(self) -> None:
        """Wait for a picture that is being made or written."""
        for task in self._window.findChildren(PictureTask):
            task.wait()

    def copy(self, view: QWidget) -> None:
        """Put a picture of ``view`` as it is now on the clipboard; this moment stays on screen until then."""
        self._forget_copy()
        window = self._window
        window.hold()
        self._copying = task = PictureTask(view, COPY_SCALE, copying(window.snapshots, None), window)
        task.done.connect(self._on_copied)
        task.start()

    def _on_copied(self, result: object) -> None:
        self._forget_copy()
        if isinstance(result, ExportError):
            self._window.workspace.notice.say(str(result))
        else:
            put_on_clipboard(cast(Copied, result))
            self._window.workspace.notice.say("The picture is on the clipboard.")

    def _forget_copy(self) -> None:
        task, self._copying = self._copying, None
        if task is not None:
            task.cancel()
            task.deleteLater()
            self._window.release()

    def _action(self, text: str, key: str, slot: object) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(slot)
        return action

    def _add_to_toolbar(self) -> None:
        bar = self._window.transport
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addAction(self.export)
        button = bar.widgetForAction(self.export)
        if isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            keep_space(button)

    def _ask_for_diagram(self) -> None:
        self.ask(self._window.workspace.diagrams)

    def _copy_diagram(self) -> None:
        self.copy(self._window.workspace.diagrams)

    def _on_panel_menu(self, dock: PanelDock, place: QPoint) -> None:
        panel = dock.panel
        self._offer(dock, place, [*(panel.actions() if panel is not None else ())], dock.ways())

    def _on_diagram_menu(self, place: QPoint) -> None:
        diagram = self._window.workspace.diagrams
        self._offer(diagram, diagram.mapToGlobal(place))

    def _offer(self, view: QWidget, place: QPoint, *groups: list[QAction]) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for actions in groups:
            menu.addActions(actions)
            menu.addSeparator()
        menu.addAction("Copy picture", lambda: self.copy(view))
        menu.addAction("Export picture…", lambda: self.ask(view))
        menu.popup(place)
