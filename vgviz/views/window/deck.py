"""The docks around the diagram: their panels are built late and take turns while training."""

import importlib
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QByteArray, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from vgviz.experiment import Experiment
from vgviz.session.messages import Frame
from vgviz.views.after_paint import AfterPaint
from vgviz.views.desk import Desk
from vgviz.views.panel import Panel
from vgviz.views.theme import Theme
from vgviz.views.window.arrangement import arrange, prepare
from vgviz.views.window.dock import Dock, PanelDock
from vgviz.views.window.frame_clock import Writer
from vgviz.views.window.panels import PANELS, PanelKind
from vgviz.views.window.plot_height import PlotHeight
from vgviz.views.window.plot_room import PlotRoom
from vgviz.views.window.side_room import SideRoom
from vgviz.views.window.side_widths import SideWidths
from vgviz.views.window.tab_bars import TabBars

PATIENCE = 4000  # ms that panels wait for training to begin
POLL = 15  # ms
SLOW_MODULE = "pyqtgraph"
LARGE = 2**22  # weights in a frame


class Deck(QObject):
    """Holds the controls and the panels in docks.

    pyqtgraph takes a third of a second to import, for which neither the first picture nor the training should
    wait: a thread imports it once training is on screen. Then the panels in view are built, the others when
    they come into view. A ``still`` window waits for nothing. Whoever asks for a `panel` gets it at once.

    Signals
    -------
    menu_requested : PanelDock, QPoint
        A person wants a panel's menu at this place on the screen.
    """

    menu_requested = Signal(object, object)

    def __init__(
        self,
        window: QMainWindow,
        controls: QWidget,
        theme: Theme,
        desk: Desk,
        *,
        still: bool = False,
        kinds: Sequence[PanelKind] = PANELS,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tab_bars = TabBars(window)
        self._theme = theme
        self._turn = 0
        self._newest: Frame | None = None
        self._experiments: tuple[Experiment, ...] = ()
        self._is_ready = self._is_still = still
        self._behind: deque[PanelDock] = deque()
        self._undressed: deque[PanelDock] = deque()
        self._catching_up = AfterPaint(self)
        self._catching_up.reached.connect(self._catch_up)
        self._importing: threading.Thread | None = None
        self._rests = self._is_arranging = False
        self._waiting = QTimer(self, interval=PATIENCE)
        self._waiting.timeout.connect(self._go_on)
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._settle)
        self.controls = Dock("controls", "Controls", theme, window, key="Ctrl+1", ground="surface")
        self.controls.setWidget(controls)
        controls.setAccessibleName(self.controls.title)
        self.panels = tuple(PanelDock(kind, theme, desk, window) for kind in kinds)
        self._room = PlotRoom(window, self.panels, self._rearranging)
        self._heights = PlotHeight(window, self.panels)
        self._side = SideRoom(window, self.panels)
        self._widths = SideWidths(window, self.docks)
        prepare(window)
        self.reset()
        self._connect()

    @property
    def docks(self) -> tuple[Dock, ...]:
        """All of them, the controls first."""
        return self.controls, *self.panels

    @property
    def in_view(self) -> list[PanelDock]:
        """Panels that can be seen."""
        return [dock for dock in self.panels if dock.is_in_view]

    def dock(self, name: str) -> PanelDock:
        """The dock of the panel with this name."""
        return next(dock for dock in self.panels if dock.kind.name == name)

    def panel(self, name: str) -> Panel:
        """The panel with this name; built at once where it is not there yet."""
        dock = self.dock(name)
        if dock.panel is None:
            self._build(dock)
        return dock.build()

    def reset(self) -> None:
        """Every dock in its first place."""
        with self._rearranging():
            arrange(self._window, self.controls, self.panels)
        self._room.forget()

    def state(self) -> QByteArray:
        """Where the docks lie, for `restore`: as in a window that has room for all of them."""
        with self._rearranging():
            self._room.part()
        self._room.fit_soon()
        return self._window.saveState()

    def restore(self, state: QByteArray) -> bool:
        """Bring the docks to where they were saved; whether ``state`` was one that can be read."""
        with self._rearranging():
            is_read = self._window.restoreState(state)
        if not is_read:
            self.reset()
            return False
        self._room.forget()
        for bar in self._window.findChildren(QToolBar):
            bar.show()  # there would be no way to bring it back
        return True

    @contextmanager
    def _rearranging(self) -> Iterator[None]:
        """Around what makes docks come and go many times: they are followed where they are in the end."""
        self._is_arranging = True
        try:
            yield
        finally:
            self._is_arranging = False
            self._settle_soon()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, the panels one by one: all at once would take a tenth of a second."""
        self._theme = theme
        for dock in self.docks:
            dock.set_theme(theme)
        self._undressed = deque(dock for dock in self.panels if dock.is_undressed)
        self._settle()
        self._catch_up_soon()

    def dress(self) -> None:
        """Let all panels have the newest theme now."""
        while self._undressed:
            self._undressed.popleft().dress()

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Show the confirmed experiments."""
        self._experiments = experiments
        for dock in self.panels:
            dock.show_experiments(experiments)

    def show_frame(self, frame: Frame, *, writes: bool = False) -> None:
        """Draw a frame after the diagram: in motion one panel each time, else one by one.

        In motion none where ``writes`` says that a part of the texts comes after the picture: there would be
        no time for both. Large frames come slowly, and all panels take the same one: each would hold another.
        """
        self._newest = frame
        if not self._is_ready:
            self._wait(frame)
            return
        hurries = frame.in_motion and not _is_large(frame)
        if hurries and writes:
            return
        docks = self.in_view
        if hurries and docks:
            if self._behind:  # after the last picture there was no time for it
                self._catch_up()
            self._turn = (self._turn + 1) % len(docks)
            docks = [docks[self._turn]]
        self._behind = deque(docks)
        self._catch_up_soon()

    def text_writers(self) -> list[Writer]:
        """What writes a frame's numbers: each panel in view."""
        return [partial(self._write, dock) for dock in self.in_view]

    def rest(self) -> None:
        """Hurry no more: nobody looks any longer."""
        self._waiting.stop()
        self._settling.stop()
        self._behind.clear()
        self._undressed.clear()
        self._catching_up.stop()
        self._room.rest()
        self._heights.rest()
        self._side.rest()
        self._widths.rest()
        self._rests = True

    def _connect(self) -> None:
        for dock in self.docks:
            dock.visibilityChanged.connect(partial(self._on_visibility_changed, dock))
            dock.dockLocationChanged.connect(self._settle_soon)
            dock.topLevelChanged.connect(self._settle_soon)
        for panel in self.panels:
            panel.menu_requested.connect(partial(self._on_menu_requested, panel))
        self._settle_soon()

    def _wait(self, frame: Frame) -> None:
        if self._rests:
            return
        trains = any(snapshot.step > 0 for snapshot in frame.snapshots)
        if trains and self._importing is None:
            self._waiting.start(0)
        elif not self._waiting.isActive():
            self._waiting.start()

    def _go_on(self) -> None:
        """Begin to import; once that is done, build one panel at a time."""
        if self._importing is None:
            self._importing = threading.Thread(target=importlib.import_module, args=(SLOW_MODULE,))
            self._importing.start()
            self._waiting.start(POLL)
        elif not self._importing.is_alive():
            self._is_ready = True
            unbuilt = [dock for dock in self.in_view if dock.panel is None]
            for dock in unbuilt[:1]:
                self._show(dock)
            if len(unbuilt) <= 1:
                self._waiting.stop()

    def _write(self, dock: PanelDock, frame: Frame) -> None:
        if dock.is_in_view:  # still, when its turn comes
            dock.show_text(frame)

    def _show(self, dock: PanelDock) -> None:
        self._follow_view(dock)
        if self._newest is not None and dock.is_in_view:
            dock.show_frame(self._newest)

    def _catch_up_soon(self) -> None:
        """Show panels one by one, each in a turn of its own."""
        if not self._is_still:
            self._catching_up.start()
            return
        self.dress()
        while self._behind:
            self._catch_up()

    def _catch_up(self) -> None:
        try:
            if self._undressed:
                self._undressed.popleft().dress()
            elif self._behind:
                self._show(self._behind.popleft())
        finally:  # what goes wrong in one panel must not keep the others
            if self._behind or self._undressed:
                self._catching_up.start()

    def _build(self, dock: PanelDock) -> None:
        dock.build()
        if self._experiments:
            dock.show_experiments(self._experiments)
        if self._newest is not None:
            dock.show_text(self._newest)

    def _on_visibility_changed(self, dock: Dock, _visible: bool) -> None:
        if not self._is_arranging:
            self._follow_view(dock)
        self._settle_soon()

    def _follow_view(self, dock: Dock) -> None:
        """Let a panel be hidden where its dock cannot be seen, and up to date where it can."""
        if not isinstance(dock, PanelDock) or not (self._is_ready or dock.panel):
            return
        comes = dock.is_in_view
        if comes and dock.panel is None and self._newest is not None:
            self._build(dock)
        if dock.show_panel(comes) and comes and self._newest is not None:
            dock.show_text(self._newest)

    def _on_menu_requested(self, dock: PanelDock, place: QPoint) -> None:
        self.menu_requested.emit(dock, place)

    def _settle_soon(self) -> None:
        if not self._rests:  # docks that float tell of their end later than this object lives
            self._settling.start()

    def _settle(self) -> None:
        """Follow what the docks' new places make of titles, tabs and views.

        Panels that come into view together come one by one: building takes a tenth of a second each.
        """
        for dock in self.docks:
            dock.follow_tabs()
        for dock in self.panels:
            if not dock.is_in_view:
                self._follow_view(dock)
            elif dock not in self._behind and (dock.panel is None or dock.panel.isHidden()):
                self._behind.append(dock)
        self._tab_bars.dress(self._theme)
        if self._behind:
            self._catch_up_soon()


def _is_large(frame: Frame) -> bool:
    """Whether few of them at a time should be held."""
    weights = sum(a * b for snapshot in frame.snapshots for a, b in pairwise(snapshot.widths))
    return weights > LARGE
