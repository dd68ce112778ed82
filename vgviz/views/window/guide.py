"""What a lesson can bring to the front and point at, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QToolButton, QWidget

from vgviz.views.controls.space_key import keep_space
from vgviz.views.icons import icon
from vgviz.views.lessons.pointer import Pointer
from vgviz.views.theme import Theme

if TYPE_CHECKING:
    from vgviz.views.window.dock import PanelDock
    from vgviz.views.window.main_window import MainWindow


NARROW = 1160  # px


class Guide(QObject):
    """Finds the places that lessons name, and outlines them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.pointer = Pointer(window, window.theme)
        self.button = QToolButton()
        self._opened: PanelDock | None = None
        self._add_to_toolbar()
        self.set_theme(window.theme)
        window.desk.bring_to_front = self.bring_to_front
        window.desk.point_at = self.point_at

    @property
    def places(self) -> dict[str, QWidget]:
        """The widget of each place."""
        window = self._window
        controls, transport = window.workspace.controls, window.transport
        network, start, training = controls.network, controls.initialization, controls.training
        found = {
            "activation": controls.activation.track,
            "parameter": controls.activation.parameter,
            "steepness": controls.activation.steepness,
            "depth": network.depth_row,
            "width": network.width_row,
            "normalization": network.normalization,
            "residual": network.residual,
            "init": start.scheme,
            "gain": start.gain,
            "learning_rate": training.numbers["learning_rate"],
            "clip_norm": training.numbers["clip_norm"],
            "optimizer": training.optimizer,
            "data": controls.data.source,
            "seed": controls.seed,
            "diagram": window.workspace.diagram,
            "timeline": window.workspace.timeline,
            "verdict": window.workspace.status.pill,
        }
        actions = ("play_pause", "step", "epoch", "reset", "flat_out")
        buttons = {name: transport.widgetForAction(getattr(transport, name)) for name in actions}
        return found | buttons

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a narrow window the button has no words, so that the toolbar holds all."""
        if event.type() == QEvent.Type.Resize:
            style = Qt.ToolButtonStyle
            narrow = self._window.width() < NARROW
            self.button.setToolButtonStyle(
                style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
            )
        return super().eventFilter(watched, event)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.pointer.set_theme(theme)
        self.button.setIcon(icon("graduation-cap", theme))

    def bring_to_front(self, panel: str) -> None:
        """Show the panel with this name, where there is one; one that was opened for this goes again."""
        if self._opened is not None and self._opened.kind.name != panel:
            self._opened.close()
            self._opened = None
        for dock in self._window.workspace.deck.panels:
            if dock.kind.name == panel:
                self._opened = dock if dock.isHidden() else self._opened
                dock.bring_to_front()

    def point_at(self, place: str) -> None:
        """Outline this place, brought into view; nothing where there is no such place."""
        target = self.places.get(place) if place else None  # a window that goes has no places any more
        if target is not None:
            self._bring_into_view(target)
        self.pointer.point_at(target)

    def _add_to_toolbar(self) -> None:
        self.button.setText("Lessons")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolTip("<p>Short guided tours (Ctrl+L)</p>")
        self.button.setAccessibleName("Lessons")
        self.button.clicked.connect(self._on_lessons)
        keep_space(self.button)
        self._window.transport.addWidget(self.button)
        self._window.installEventFilter(self)

    def _on_lessons(self) -> None:
        self._window.workspace.deck.dock("lessons").toggle()

    def _bring_into_view(self, target: QWidget) -> None:
        training = self._window.workspace.controls.training
        if training.more.isAncestorOf(target):
            training.more.open(True)
            # A row that has just come has no place before its layout has been at work.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        widget = target.parentWidget()
        while widget is not None and not isinstance(widget, QScrollArea):
            widget = widget.parentWidget()
        if widget is not None:
            widget.ensureWidgetVisible(target)
