"""Squashing: what enters an activation before and after normalization, and a change pushed through one."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from vgviz.analysis.squashing import Squashing, squashing
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Layer
from vgviz.export.network_title import activation_text, normalization_text
from vgviz.export.run_letters import run_prefix
from vgviz.session.measured import PROBE, batch, possible
from vgviz.session.messages import Frame, MeasureOn
from vgviz.views.desk import Desk
from vgviz.views.plots.choice_buttons import ChoiceButtons
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.scrolling import scrolling
from vgviz.views.selection import Place
from vgviz.views.squashing.density_block import DensityBlock
from vgviz.views.squashing.push_block import PushBlock
from vgviz.views.theme import SPACING, Theme

if TYPE_CHECKING:
    from vgviz.engine.simulation import Simulation

NAME = "squashing"
WIDE = 620  # px, from which on all three parts stand side by side
NARROW = 300  # px, below which they stand one below the other
DENSITY_HEIGHT, PUSH_HEIGHT = 250, 190  # px, where the push stands below the densities
# px for so many columns; in lower panels densities and push take turns, so that nothing has to be scrolled to
ROOM_FOR_ALL = {1: 2 * DENSITY_HEIGHT + PUSH_HEIGHT, 2: DENSITY_HEIGHT + PUSH_HEIGHT, 3: 0}
INPUTS, PUSH = "inputs", "push"
TURNS = (
    (INPUTS, "Inputs", "What enters the activation, as it is and with batch normalization"),
    (PUSH, "Push", "Push an input through an activation, and see what comes out"),
)
AS_IF = "With batch normalization"
AS_IF_HINT = (
    "What batch normalization (scale 1, shift 0) would make of the same inputs, if it were put in before "
    "this activation: the same weights, the same samples. Nothing else is changed."
)


@dataclass(frozen=True, slots=True)
class SquashingQuestion:
    """What enters the activation of this layer, or of one unit of it, on the samples of the picture."""

    layer: int
    unit: int | None = None
    on: MeasureOn = PROBE

    def answer(self, simulation: Simulation) -> Squashing:
        """Measure it."""
        x, _ = batch(simulation, possible((simulation,), self.on))
        return squashing(simulation, self.layer, self.unit, x)


class SquashingPanel(PlotPanel):
    """The chosen hidden layer's inputs, or the first one's, and an input to push."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Squashing", theme, parent)
        self._desk = desk
        self.before, self.after = DensityBlock(theme), DensityBlock(theme)
        self.push = PushBlock(theme)
        self.turns = ChoiceButtons(TURNS)
        self._turn: Hashable = INPUTS
        self._grid = QGridLayout()
        self._arranged: tuple[object, ...] = ()
        self._lay_out()
        self.turns.chosen.connect(self._on_turn_chosen)
        self._desk.selection.changed.connect(self._on_place_changed)
        self.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Draw both densities."""
        self._frame = frame
        measured = self._measured
        if measured is not None:
            self.before.show_picture(measured, measured.before, measured.after)
            self.after.show_picture(measured, measured.after, measured.before)

    def show_text(self, frame: Frame) -> None:
        """Write how much of them falls where f' is small."""
        self._ask()  # the chosen layer may have come or gone
        self.show_frame(frame)
        measured, snapshot = self._measured, self._snapshot
        if measured is None or snapshot is None:
            return
        layer = snapshot.experiment.network.hidden[measured.layer]
        letter, place = run_prefix(self._run, self._runs), _place_words(measured)
        self._header.set_value(f"{letter}{place}: {activation_text(layer.activation)}", short=letter + place)
        first, second = _headings(measured, layer)
        self.before.show_words(first, measured, measured.before)
        self.after.show_words(second, measured, measured.after)
        self.after.heading.setToolTip("" if measured.has_normalization else f"<p>{AS_IF_HINT}</p>")

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.turns, self.before, self.after, self.push):
            part.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask the networks again."""
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing that nobody sees."""
        super().hideEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the push stands below the densities, or all parts one below the other."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def _place(self) -> Place:
        """The chosen hidden layer or neuron; the first layer where none is chosen."""
        place, snapshot = self._desk.selection.place, self._snapshot
        is_hidden = place is not None and place.layer >= 0
        if snapshot is not None and place is not None and place.layer >= snapshot.layers - 1:
            is_hidden = False
        return place if place is not None and is_hidden else Place(0, run=self._run)

    @property
    def _runs(self) -> int:
        return len(self._frame.snapshots) if self._frame else 0

    @property
    def _run(self) -> int:
        return self._desk.selection.run_of(self._runs)

    @property
    def _snapshot(self) -> Snapshot | None:
        return self._frame.snapshots[self._run] if self._frame else None

    @property
    def _samples(self) -> MeasureOn:
        """Those of the picture; of a single one there is no density, nor a normalization over the batch."""
        on = PROBE if self._frame is None else self._frame.measured.on
        return PROBE if on.samples == "one" else on

    @property
    def _measured(self) -> Squashing | None:
        """The answer for the place; None while it is still of another."""
        answer = None if self._frame is None else self._frame.answer(NAME, self._run)
        place = self._place
        if not isinstance(answer, Squashing) or (answer.layer, answer.unit) != (place.layer, place.unit):
            return None
        return answer

    def _lay_out(self) -> None:
        content = QWidget()
        content.setLayout(self._grid)
        self._grid.setContentsMargins(int(1.5 * SPACING), SPACING // 2, SPACING, SPACING)
        self._grid.setHorizontalSpacing(2 * SPACING)
        self._grid.setVerticalSpacing(2 * SPACING)
        column = self._column(foot=0)
        for button in self.turns.buttons.values():
            button.setObjectName("low")  # the line is as high in every size of text
        self._header.take_buttons(self.turns)
        column.addWidget(self._header)
        column.addWidget(scrolling(content), 1)
        self.setAccessibleName("Squashing")
        self._arrange()

    def _arrange(self) -> None:
        columns = 3 if self.width() >= WIDE else 2 if self.width() >= NARROW else 1
        take_turns = self.height() < ROOM_FOR_ALL[columns]
        arrangement = (columns, take_turns, self._turn)
        if arrangement == self._arranged:
            return
        self._arranged = arrangement
        self.turns.setVisible(take_turns)
        for part in (self.before, self.after, self.push):
            part.setVisible(not take_turns or (part is self.push) == (self._turn == PUSH))
        self._place_parts(columns, at_least=columns < 3 and not take_turns)

    def _place_parts(self, columns: int, *, at_least: bool) -> None:
        parts = (self.before, DENSITY_HEIGHT), (self.after, DENSITY_HEIGHT), (self.push, PUSH_HEIGHT)
        for row in range(len(parts)):
            self._grid.setRowMinimumHeight(row, 0)
        for place, (part, height) in enumerate(parts):
            row, column = divmod(place, columns)
            is_last = place == len(parts) - 1
            self._grid.addWidget(part, row, column, 1, columns - column if is_last else 1)
            self._grid.setRowMinimumHeight(row, height if at_least else 0)
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def _on_turn_chosen(self, turn: Hashable) -> None:
        self._turn = turn
        self._arrange()

    def _ask(self) -> None:
        place, question = self._place, None
        if self.isVisible():
            question = SquashingQuestion(place.layer, place.unit, self._samples)
        self._desk.watch(NAME, question)

    def _on_place_changed(self) -> None:
        self._ask()
        if self._frame is not None and self.isVisible():
            self.show_text(self._frame)


def _place_words(measured: Squashing) -> str:
    neuron = "" if measured.unit is None else f", neuron {measured.unit + 1}"
    return f"layer {measured.layer + 1}{neuron}"


def _headings(measured: Squashing, layer: Layer) -> tuple[str, str]:
    """What each of the two densities is of."""
    if not measured.has_normalization:
        return "Now", AS_IF
    kind = normalization_text(layer.normalization).replace("norm", "normalization")
    return f"Before {kind}", f"After {kind}"
