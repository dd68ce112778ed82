"""The gradient of the selected weight as a sum over paths, for one sample."""

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from vgviz.analysis.layer_words import layer_in_words
from vgviz.analysis.nudge import largest_gradient
from vgviz.analysis.paths import Paths
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import run_prefix
from vgviz.number_format import count, magnitude
from vgviz.session.messages import Frame, MeasureOn
from vgviz.session.questions import NoAnswer
from vgviz.views.chain.path_list import PathList
from vgviz.views.chain.path_question import PathAnswer, PathQuestion
from vgviz.views.chain.path_words import refusal, summary, weight_title
from vgviz.views.controls.number_field import NumberField
from vgviz.views.controls.number_text import Range, parsed
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.space_key import keep_space
from vgviz.views.controls.switch import Switch
from vgviz.views.desk import Desk
from vgviz.views.icons import icon
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.scrolling import scrolling
from vgviz.views.selection import Place, Trail
from vgviz.views.theme import SPACING, Theme

QUESTION = "paths"
HOW_TO = "Choose a weight, a line in the diagram: its gradient is a sum over all paths from it to the loss."
SEARCHING = "Searching the paths…"


def trails(paths: Paths, run: int) -> tuple[Trail, ...]:
    """The paths as ways through the diagram, each as strong as its share beside the strongest one's."""
    layer, source, _target = paths.weight
    strongest = max((path.share for path in paths), default=0.0)
    return tuple(
        Trail(((layer - 1, source), *path.units), path.share / strongest, path.product < 0, run)
        for path in paths
        if path.share > 0
    )


class PathPanel(PlotPanel):
    """The strongest paths of the weight that is selected, asked anew while it can be seen."""

    def __init__(
        self, theme: Theme, desk: Desk, generator: np.random.Generator, parent: QWidget | None = None
    ) -> None:
        super().__init__("Paths", theme, parent)
        self._desk = desk
        self._generator = generator
        self._on = MeasureOn()
        self._sample, self._samples = 0, 1  # how many there are is known with the first answer
        self.field = NumberField(self._read_sample)
        self.refusal = Refusal(theme)
        self.die = QToolButton()
        self.drawn = Switch(theme)
        self.drawn.setChecked(True)
        self.words = QLabel(HOW_TO)
        self.strongest = QPushButton()
        self.list = PathList(theme)
        self._lay_out()
        self._connect()
        self.setAccessibleName("Paths: a weight’s gradient as a sum")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.list, self.drawn, self.refusal):
            part.set_theme(theme)
        self.die.setIcon(icon("dices", theme))

    def show_text(self, frame: Frame) -> None:
        """Write the newest answer; where the picture is measured on one sample, that one is asked for."""
        on = frame.measured.on
        if on != self._on and on.samples == "one" and not frame.measured.in_test:
            self._sample = on.number
        self._frame, self._on = frame, on
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask."""
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        super().hideEvent(event)
        self._desk.watch(QUESTION, None)
        self._desk.selection.draw(())

    def _lay_out(self) -> None:
        self.field.setAccessibleName("Training sample")
        self.field.setToolTip("<p>The training sample whose gradient is shown, counted from 1.</p>")
        self.die.setIconSize(QSize(18, 18))
        self.die.setToolTip("Throw another sample")
        self.die.setAccessibleName("Throw another sample")
        self.drawn.setText("Draw")
        self.drawn.setToolTip("<p>Draw these paths through the diagram.</p>")
        keep_space(self.die)
        keep_space(self.strongest)
        self.words.setWordWrap(True)
        self._choice = QWidget()
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(round(1.5 * SPACING), 0, SPACING, 0)
        row.setSpacing(SPACING // 2)
        for widget in (QLabel("Sample"), self.field, self.die, self.drawn):
            row.addWidget(widget)
        row.addStretch(1)
        self._scroll = scrolling(self.list)
        words = QVBoxLayout()
        words.setContentsMargins(round(1.5 * SPACING), 0, round(1.5 * SPACING), 0)
        words.setSpacing(SPACING)
        words.addWidget(self.words)
        words.addWidget(self.refusal)
        words.addWidget(self.strongest, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACING // 2)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self._header)
        layout.addWidget(self._choice)
        layout.addLayout(words)
        layout.addWidget(self._scroll, 1)
        layout.addStretch(0)  # takes the room where nothing is listed

    def _connect(self) -> None:
        self.field.entered.connect(self._choose)
        self.field.refused.connect(self.refusal.say)
        self.die.clicked.connect(self._on_die_thrown)
        self.strongest.clicked.connect(self._on_strongest_wished)
        self.drawn.toggled.connect(self._refresh)
        self._desk.selection.changed.connect(self._refresh)

    def _weight(self) -> tuple[int, int, int] | None:
        place = self._desk.selection.place
        if place is None or place.source is None or place.unit is None:
            return None
        return place.layer, place.source, place.unit

    def _run(self) -> int:
        return self._desk.selection.run_of(self._runs)

    @property
    def _runs(self) -> int:
        return len(self._frame.snapshots) if self._frame else 0

    def _snapshot(self) -> Snapshot | None:
        return self._frame.snapshots[self._run()] if self._frame else None

    def _refresh(self) -> None:
        """Ask for what is selected, and show what is known of it."""
        snapshot = self._snapshot()
        if snapshot is None or not self.isVisible():
            return
        weight, no_paths = self._weight(), refusal(snapshot.experiment)
        layer = layer_in_words(self._layer(snapshot), snapshot.layers)
        self.strongest.setText(f"Strongest weight of {layer}")
        self.strongest.setVisible(weight is None and not no_paths)
        self._choice.setVisible(weight is not None and not no_paths)
        question = PathQuestion(weight, self._sample) if weight and not no_paths else None
        self._desk.watch(QUESTION, question)
        if question is None:
            self._show_nothing(no_paths or HOW_TO, snapshot)
        else:
            self._show_answer(question, snapshot)

    def _show_answer(self, question: PathQuestion, snapshot: Snapshot) -> None:
        answer = self._frame.answer(QUESTION, self._run()) if self._frame else None
        if isinstance(answer, NoAnswer):
            self._show_nothing(answer.reason, snapshot)
            return
        if not isinstance(answer, PathAnswer) or answer.question != question:
            self._show_nothing(SEARCHING, snapshot)
            return
        self._sample, self._samples = answer.sample, answer.samples
        self.field.show_text(str(answer.sample + 1))
        self.field.setToolTip(f"<p>The training sample, from 1 to {count(answer.samples)}.</p>")
        total = magnitude(answer.paths.total)
        letter, value = run_prefix(self._run(), self._runs), f"∂L/∂w = {total}"
        self._header.set_value(
            f"{letter}{weight_title(question.weight, snapshot)}: {value}", short=f"{letter}{value}"
        )
        self.words.setText(summary(answer.paths))
        self.list.show_paths(answer.paths, snapshot)
        self._scroll.show()
        self._desk.selection.draw(trails(answer.paths, self._run()) if self.drawn.isChecked() else ())

    def _show_nothing(self, words: str, snapshot: Snapshot) -> None:
        self.field.show_text(str(self._sample + 1))
        self.words.setText(words)
        self._header.set_value("")
        self.list.show_paths(None, snapshot)
        self._scroll.hide()
        self._desk.selection.draw(())

    def _layer(self, snapshot: Snapshot) -> int:
        place = self._desk.selection.place
        return min(max(place.layer, 0), snapshot.layers - 1) if place is not None else 0

    def _on_strongest_wished(self) -> None:
        snapshot = self._snapshot()
        if snapshot is not None:
            layer = self._layer(snapshot)
            _name, *place = largest_gradient(snapshot.gradients, f"layers.{layer}.weight")
            source, target = place
            self._desk.selection.choose(Place(layer, target, source, self._run()))

    def _read_sample(self, text: str) -> int:
        """A sample's number, counted from 1."""
        return int(Range(1, self._samples, whole=True).accepted(parsed(text), "The sample"))

    def _on_die_thrown(self) -> None:
        thrown = int(self._generator.integers(max(self._samples - 1, 1)))
        other = thrown + (thrown >= self._sample)  # never the same face twice
        self._choose(min(other, self._samples - 1) + 1)

    def _choose(self, number: int) -> None:
        """Ask about the sample of this number, counted from 1."""
        self.refusal.say("")
        self._sample = number - 1
        self._refresh()
