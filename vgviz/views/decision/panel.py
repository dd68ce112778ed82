"""The panel with the decision map of every network."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QStackedLayout, QWidget

from vgviz.drawing.class_colors import class_colors
from vgviz.drawing.color_maps import diverging_map_for_background, is_dark
from vgviz.drawing.decision_map import DecisionMap, DecisionMapQuestion
from vgviz.drawing.input_plane import InputPlane
from vgviz.export.run_letters import MOST_RUNS, RUN_LETTERS
from vgviz.number_format import count, number, percent
from vgviz.session.messages import Frame, MeasureOn
from vgviz.session.questions import NoAnswer
from vgviz.views.decision.canvas import MapCanvas
from vgviz.views.desk import Desk
from vgviz.views.plots.header import LegendEntry
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.theme import SPACING, Theme

NAME = "decision map"
LEAST_WIDTH = 160  # px of a map in a row of them
PATIENCE = 60  # ms that a view must rest before another map is asked for
_SYMBOLS = ("o", "s", "t1", "d")  # pyqtgraph's names of the shapes of classes
_MOST_NAMED = 5  # classes in the legend


class DecisionMapPanel(PlotPanel):
    """Class probabilities or values over the plane of two inputs, with the samples; networks side by side.

    Three or four lie in two rows where one has no room for them.
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Decision map", theme, parent)
        self._desk = desk
        self._view: InputPlane | None = None
        self._place: tuple[int, tuple[float, float]] | None = None  # run, and where the mouse is
        self._measured = self._measured_before = MeasureOn()
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setContentsMargins(*(2 * SPACING,) * 4)
        self.canvases: list[MapCanvas] = []
        self._places: tuple[int, int] | None = None  # maps, and columns of them
        self._asking = QTimer(self, singleShot=True, interval=PATIENCE)
        self._asking.timeout.connect(self._ask)
        self._lay_out()
        self._add_canvas()
        self.setAccessibleName("Decision map")
        self.set_theme(theme)

    @property
    def message(self) -> str:
        """Why there is no map; "" where there is one."""
        return self._message.text() if self._stack.currentWidget() is self._message else ""

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for canvas in self.canvases:
            canvas.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show the newest maps."""
        answers = frame.answers.get(NAME, ())
        self._measured = frame.measured.on
        while len(self.canvases) < len(frame.snapshots):
            self._add_canvas()
        self._arrange(len(frame.snapshots))
        for run, canvas in enumerate(self.canvases):
            answer = frame.answer(NAME, run)
            canvas.setVisible(run < len(frame.snapshots))
            canvas.letter = RUN_LETTERS[run] if len(frame.snapshots) > 1 else ""
            chosen = frame.measured.on.number if frame.measured.on.samples == "one" else None
            canvas.show_chosen(chosen)
            if isinstance(answer, DecisionMap):
                canvas.show_map(answer)
        reasons = [answer.reason for answer in answers if isinstance(answer, NoAnswer)]
        self._message.setText(reasons[0] if reasons else "")
        self._stack.setCurrentWidget(self._message if reasons else self._maps)

    def show_text(self, frame: Frame) -> None:
        """Let samples, legend and numbers follow."""
        for canvas in self.canvases[: len(frame.snapshots)]:
            canvas.settle()
        self._write()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask, now that somebody looks."""
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        self._asking.stop()
        self._desk.watch(NAME, None)
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the maps out anew."""
        super().resizeEvent(event)
        if self._places is not None:
            self._arrange(self._places[0])

    def _arrange(self, maps: int) -> None:
        columns = 2 if maps > 2 and self.width() < maps * LEAST_WIDTH else maps
        if (maps, columns) == self._places:
            return
        self._places = maps, columns
        for canvas in self.canvases:
            self._grid.removeWidget(canvas)
        for run, canvas in enumerate(self.canvases[:maps]):
            self._grid.addWidget(canvas, *divmod(run, columns))
        for line in range(MOST_RUNS):
            self._grid.setColumnStretch(line, int(line < columns))
            self._grid.setRowStretch(line, int(line < -(-maps // columns)))

    def _lay_out(self) -> None:
        self._maps = QWidget()
        self._grid = QGridLayout(self._maps)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._maps)
        self._stack.addWidget(self._message)
        layout = self._column()
        layout.addWidget(self._header)
        layout.addLayout(self._stack, 1)
        everything = QAction("Show all samples", self)
        everything.triggered.connect(lambda: self._on_view_changed(None))
        self.addAction(everything)

    def _add_canvas(self) -> None:
        run, canvas = len(self.canvases), MapCanvas(self._theme)
        canvas.view = self._view
        canvas.view_changed.connect(self._on_view_changed)
        canvas.pointed.connect(lambda place: self._on_pointed(run, place))
        canvas.picked.connect(self._on_picked)
        canvas.pick_meant_more.connect(lambda: self._desk.send(self._measured_before))
        canvas.resized.connect(self._asking.start)
        self.canvases.append(canvas)
        self._grid.addWidget(canvas, 0, run)

    def _ask(self) -> None:
        if self.isVisible():
            self._desk.watch(NAME, DecisionMapQuestion(self._view, round(self.canvases[0].aspect, 3)))

    def _on_view_changed(self, view: InputPlane | None) -> None:
        self._view = view
        for canvas in self.canvases:
            canvas.show_view(view)
        if not self._asking.isActive():
            self._asking.start()

    def _on_picked(self, sample: int) -> None:
        self._measured_before = self._measured
        self._desk.send(MeasureOn("one", sample))

    def _on_pointed(self, run: int, place: tuple[float, float] | None) -> None:
        self._place = None if place is None else (run, place)
        self._write()

    def _write(self) -> None:
        first = self.canvases[0].shown
        if first is None or self.message:
            self._header.set_entries([])
            self._header.set_value("")
            return
        self._header.set_entries(_legend(first, self._theme))
        if self._place is not None:
            run, (x, y) = self._place
            shown = self.canvases[run].shown
            self._header.set_value("" if shown is None else words_at(shown, x, y))
        else:
            maps = [canvas.shown for canvas in self.canvases if not canvas.isHidden() and canvas.shown]
            if len(maps) == 1:
                self._header.set_value(_error_words(first), short=_short_error_words(first))
            else:
                self._header.set_value(_error_words_of_all(maps))


def words_at(shown: DecisionMap, x: float, y: float) -> str:
    """What the network says at a place."""
    cell = shown.cell(x, y)
    if cell is None:
        return ""
    output = float(shown.outputs[cell])
    if not shown.class_names:
        return number(output)
    name = shown.class_names[int(shown.winners[cell])]
    return f"{name}: {percent(output) if shown.has_probabilities else number(output)}"


def _error_words(shown: DecisionMap) -> str:
    """How many samples are taken for another class."""
    if not shown.class_names:
        return ""
    wrong, in_test = shown.samples.wrong, shown.samples.in_test
    words = f"wrong: {count(int(wrong[~in_test].sum()))} of {count(int((~in_test).sum()))}"
    if in_test.any():
        words += f", test {count(int(wrong[in_test].sum()))} of {count(int(in_test.sum()))}"
    return words


def _short_error_words(shown: DecisionMap) -> str:
    return f"{percent(float(shown.samples.wrong.mean()))} wrong" if shown.class_names else ""


def _error_words_of_all(maps: Sequence[DecisionMap]) -> str:
    """The unit once: four numbers have little room."""
    several = [(letter, _short_error_words(shown)) for letter, shown in zip(RUN_LETTERS, maps, strict=False)]
    words = " · ".join(f"{letter} {words.removesuffix(' % wrong')}" for letter, words in several if words)
    return words and f"% wrong: {words}"


def _legend(shown: DecisionMap, theme: Theme) -> list[LegendEntry]:
    diverging = diverging_map_for_background(theme.background)
    entries = []
    if len(shown.class_names) <= _MOST_NAMED:
        colors = class_colors(len(shown.class_names), diverging, dark=is_dark(theme.background))
        for index, (name, color) in enumerate(zip(shown.class_names, colors.tolist(), strict=True)):
            red, green, blue = color
            symbol = _SYMBOLS[index % len(_SYMBOLS)]
            entries.append(LegendEntry(name, f"#{red:02x}{green:02x}{blue:02x}", symbol, size=8))
    if not shown.class_names:
        entries.append(LegendEntry("training", theme.muted, "o"))
    if shown.samples.in_test.any():
        entries.append(LegendEntry("test", theme.muted, "o", hollow=True))
    if shown.class_names:
        entries.append(LegendEntry("wrong", theme.text, "x", size=8))
    return entries
