"""The diagrams of the compared runs, side by side under one scale of colours."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.drawing.ease import Ease
from vgviz.experiment import Experiment
from vgviz.export.difference import difference
from vgviz.export.network_title import experiment_title
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.number_format import count
from vgviz.session.messages import Frame
from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.color_bar_view import ColorBarView
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.heading import Heading
from vgviz.views.selection import Selection
from vgviz.views.theme import Theme

LINE = 1  # px between two diagrams
_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_COMFORT = QSize(420, 260)  # what a diagram likes to have at least


class Diagrams(QWidget):
    """One `DiagramView` for each run; alone it fills the place.

    Signals
    -------
    run_chosen : int
        A person has turned to this run's diagram.
    scale_menu_requested : QPoint on the screen
        A click on the colour bar.
    room_changed
        Neurons have become large enough for pictures, or too small.
    layer_moved : int, int, int
        A person wants of this run this hidden layer to be number so and so, both counted from 0.
    """

    run_chosen = Signal(int)
    scale_menu_requested = Signal(object)
    room_changed = Signal()
    layer_moved = Signal(int, int, int)

    def __init__(
        self, theme: Theme, coloring: Coloring, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._theme = theme
        self._coloring = coloring
        self._chosen: int | None = 0
        self._headed: tuple[object, ...] = ()
        self._frame: Frame | None = None
        self._bar = ColorBarView(theme, coloring, self)
        self._bar.menu_requested.connect(self.scale_menu_requested)
        self._bar.hide()
        self._camera = Camera(self)
        self._ease = Ease()
        self._views: list[DiagramView] = []
        self._fit(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusProxy(self._views[0])

    @property
    def views(self) -> tuple[DiagramView, ...]:
        """One a run; the first is always there."""
        return tuple(self._views)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """What stands above each, where there are several."""
        return tuple(view.heading for view in self._views if view.heading is not None)

    def show_frame(self, frame: Frame) -> None:
        """Draw a frame's networks."""
        self._frame = frame
        self._fit(len(frame.snapshots))
        self._head()
        for view, snapshot in zip(self._views, frame.snapshots, strict=True):
            view.lets_layers_move = frame.moment is None  # what is past stays as it was
            view.show_snapshot(snapshot, in_motion=frame.in_motion)

    def show_text(self, frame: Frame) -> None:
        """Write their numbers."""
        for view, snapshot in zip(self._views, frame.snapshots, strict=False):
            view.show_text(snapshot)

    def choose_run(self, run: int | None) -> None:
        """Mark the run that the controls concern; None is all."""
        self._chosen = run
        self._head()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for view in self._views:
            view.set_theme(theme)
        self._bar.set_theme(theme)
        self.update()

    def sizeHint(self) -> QSize:
        """As one diagram."""
        return self._views[0].sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As one diagram: several share what there is."""
        return self._views[0].minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the place anew."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines between the diagrams."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.border))
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The run whose diagram is clicked or reached with the tab key is chosen."""
        is_tabbed_to = isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _TAB
        if event.type() == QEvent.Type.MouseButtonPress or is_tabbed_to:
            runs = [run for run, view in enumerate(self._views) if view is watched]
            if runs and len(self._views) > 1:
                self.run_chosen.emit(runs[0])
        return False

    def _fit(self, runs: int) -> None:
        if runs == len(self._views):
            return
        while len(self._views) < runs:
            self._views.append(self._made())
        gone = self._views[runs:]
        del self._views[runs:]
        for view in gone:
            view.removeEventFilter(self)  # Qt tabs from one that hides to another: nobody has chosen that
        for view in gone:
            view.hide()
            view.deleteLater()
        self._bar.setVisible(runs > 1)
        self._ease.pictures = runs
        self._headed = ()
        self._lay_out()

    def _made(self) -> DiagramView:
        run = len(self._views)
        view = DiagramView(
            self._theme,
            self,
            coloring=self._coloring,
            selection=self._selection,
            camera=self._camera,
            ease=self._ease,
            run=run,
        )
        view.room_changed.connect(self.room_changed)
        view.scale_menu_requested.connect(self.scale_menu_requested)
        view.layer_moved.connect(partial(self.layer_moved.emit, run))
        view.installEventFilter(self)
        view.setVisible(True)
        return view

    def _head(self) -> None:
        """Say what each is, where anything of it has changed."""
        if self._frame is None:
            return
        snapshots, stopped = self._frame.snapshots, self._frame.stopped
        experiments = tuple(snapshot.experiment for snapshot in snapshots)
        ends = tuple(snapshots[run].step for run in sorted(stopped))
        headed = (experiments, self._chosen, stopped, ends)
        if headed == self._headed:
            return
        self._headed = headed
        for run, view in enumerate(self._views):
            alarm = f"stopped at step {count(snapshots[run].step)}" if run in stopped else ""
            several = len(self._views) > 1
            view.set_heading(self._heading(run, experiments, alarm) if several else None)

    def _heading(self, run: int, experiments: tuple[Experiment, ...], alarm: str) -> Heading:
        title, subtitle = experiment_title(experiments[run]), ""
        if run > 0:
            words = difference(experiments[run], experiments[0])
            title, subtitle = words[0].upper() + words[1:], title
        return Heading(title, subtitle, RUN_LETTERS[run], self._chosen in (run, None), alarm)

    def _lay_out(self) -> None:
        if len(self._views) == 1:
            self._views[0].setGeometry(self.rect())
            return
        bar = self._bar.sizeHint().height()
        self._bar.setGeometry(0, self.height() - bar, self.width(), bar)
        room = QSize(self.width(), self.height() - bar)
        for view, cell in zip(self._views, cells(len(self._views), room), strict=True):
            view.setGeometry(cell)


def cells(number: int, room: QSize) -> list[QRect]:
    """Where so many diagrams lie: in the columns that leave each the most of what it likes to have."""

    def comfort(columns: int) -> float:
        rows = -(-number // columns)
        return min(room.width() / columns / _COMFORT.width(), room.height() / rows / _COMFORT.height())

    columns = max(range(1, number + 1), key=comfort)
    rows = -(-number // columns)
    result = []
    for place in range(number):
        row, column = divmod(place, columns)
        wide = columns if row < rows - 1 else number - columns * (rows - 1)  # the last row fills its line
        left, right = (room.width() * edge // wide for edge in (column, column + 1))
        top, bottom = (room.height() * edge // rows for edge in (row, row + 1))
        result.append(QRect(left, top, right - left - LINE * (column < wide - 1), bottom - top - LINE))
    return result
