"""A part of the window that can be moved, torn off, hidden and brought back."""

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QDockWidget, QMainWindow, QVBoxLayout, QWidget

from vgviz.experiment import Experiment
from vgviz.session.messages import Frame
from vgviz.views.desk import Desk
from vgviz.views.panel import Panel
from vgviz.views.theme import Theme
from vgviz.views.tint import paint_ground
from vgviz.views.window.dock_title import HIDE, PUT_BACK, TEAR_OFF, DockTitle
from vgviz.views.window.panels import Group, PanelKind

LEAST_WIDTH, LEAST_HEIGHT = 200, 120
TORN_OFF = QSize(560, 360)  # px, at least


class Dock(QDockWidget):
    """A dock with the window's own title line; tabs with others get its title when it lies among them.

    Signals
    -------
    menu_requested : QPoint
        A person wants the dock's menu at this place on the screen.
    """

    menu_requested = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        key: str = "",
        tab: str = "",
        ground: str = "background",
    ) -> None:
        super().__init__(tab or title, parent)
        self.title = title
        self.key = key
        self.setObjectName(name)
        self.line = DockTitle(title, theme, ground)
        self.setTitleBarWidget(self.line)
        self.line.float_button.clicked.connect(self.toggle_floating)
        self.line.hide_button.clicked.connect(self.close)
        self.line.menu_requested.connect(self.menu_requested)
        self.topLevelChanged.connect(self.line.show_floating)
        self._float_action, self._hide_action = QAction(self), QAction(HIDE, self)
        self._float_action.triggered.connect(self.toggle_floating)
        self._hide_action.triggered.connect(self.close)

    @property
    def is_in_view(self) -> bool:
        """Whether it can be seen: Qt puts what lies behind another tab beside the window."""
        lies_aside = not self.isFloating() and self.geometry().right() < 0
        return self.isVisible() and not lies_aside

    def toggle_floating(self) -> None:
        """Tear it off, large enough to be worth it and all on the screen, or put it back where it was."""
        self.setFloating(not self.isFloating())
        if self.isFloating():
            room = self.screen().availableGeometry()
            size = self.size().expandedTo(TORN_OFF).boundedTo(room.size())
            last = room.bottomRight() - QPoint(size.width(), size.height()) + QPoint(1, 1)
            self.resize(size)
            self.move(min(self.x(), last.x()), min(self.y(), last.y()))

    def bring_to_front(self) -> None:
        """Show it, before other tabs."""
        self.show()
        self.raise_()

    def toggle(self) -> None:
        """Bring it into view, or hide it where it is in view."""
        if self.is_in_view:
            self.close()
        else:
            self.bring_to_front()

    def ways(self) -> list[QAction]:
        """Actions for its menu."""
        self._float_action.setText(PUT_BACK if self.isFloating() else TEAR_OFF)
        return [self._float_action, self._hide_action]

    def follow_tabs(self) -> None:
        """Write the title where no tab says it."""
        window = self.parentWidget()
        neighbours = window.tabifiedDockWidgets(self) if isinstance(window, QMainWindow) else []
        self.line.show_title(all(dock.isHidden() for dock in neighbours))

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.line.set_theme(theme)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A hairline around what floats."""
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()


class PanelDock(Dock):
    """The place of a panel, which is built when it is wanted; shown and hidden with its dock."""

    def __init__(self, kind: PanelKind, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(kind.name, kind.title, theme, parent, key=kind.key, tab=kind.tab)
        self.kind = kind
        self.panel: Panel | None = None
        self._theme = self._worn = theme
        self._desk = desk
        self._shown: Frame | None = None
        self._place = QWidget()
        self._place.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._column = QVBoxLayout(self._place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._place)
        self.set_theme(theme)

    def ways(self) -> list[QAction]:
        """Actions for its menu; all of a plot that is zoomed comes back here too."""
        fits = self.panel.findChildren(QAction, "fit") if self.panel is not None else []
        return [action for action in fits if action.isEnabled()] + super().ways()

    def build(self) -> Panel:
        """The panel; built now where that has not happened yet."""
        if self.panel is None:
            self.panel = panel = self.kind.factory(self._theme, self._desk)
            keeps_size = panel.sizePolicy()
            keeps_size.setRetainSizeWhenHidden(True)  # else its tab's neighbours would change size with it
            panel.setSizePolicy(keeps_size)
            panel.menu_requested.connect(self.menu_requested)
            if panel.header is not None:
                self.line.take_header(panel.header)
            for area in panel.findChildren(QAbstractScrollArea):
                if not area.accessibleName():
                    area.setAccessibleName(self.title)
            panel.setVisible(self.is_in_view)
            self._column.addWidget(panel)
            self._keep_width(panel)
            self._column.activate()  # what is drawn now must know its size
            self._worn = self._theme
        self._dress(self.panel)
        return self.panel

    @property
    def is_undressed(self) -> bool:
        """Whether the panel can be seen and does not wear the newest colours yet."""
        return self.panel is not None and not self.panel.isHidden() and self._worn != self._theme

    def dress(self) -> None:
        """Let the panel take the newest colours."""
        if self.panel is not None:
            self._dress(self.panel)

    def show_panel(self, shown: bool) -> bool:
        """Show or hide the panel within its dock; whether that is a change. Hidden, it holds no frame."""
        if self.panel is None or self.panel.isHidden() != shown:
            return False
        if shown:
            self._dress(self.panel)
        self.panel.setVisible(shown)
        if not shown:
            self._shown = None
            self.panel.let_go()
        return True

    def show_frame(self, frame: Frame) -> None:
        """Draw a frame, if that has not happened yet."""
        if self.panel is not None and frame is not self._shown:
            self._shown = frame
            self.panel.show_frame(frame)

    def show_text(self, frame: Frame) -> None:
        """Draw a frame and write its numbers."""
        self.show_frame(frame)
        if self.panel is not None:
            self.panel.show_text(frame)

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Show the confirmed experiment."""
        if self.panel is not None:
            self.panel.show_experiments(experiments)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours; the panel stays as it is painted until `dress`, or until it is wanted."""
        super().set_theme(theme)
        self._theme = theme
        paint_ground(self._place, theme.background)
        self._place.setUpdatesEnabled(not self.is_undressed)

    def _dress(self, panel: Panel) -> None:
        if self._worn != self._theme:
            self._worn = self._theme
            panel.set_theme(self._theme)
            self._keep_width(panel)
        self._place.setUpdatesEnabled(True)

    def _keep_width(self, panel: Panel) -> None:
        """As wide as the panel has to be, unless it shares the window's width with too many others."""
        if self.kind.group in (Group.INSPECTOR, Group.FINDINGS):
            self._place.setMinimumWidth(max(LEAST_WIDTH, panel.minimumWidth()))
