"""The weights of a layer before and after, of the network on screen and of one that differs in one thing."""

from math import isfinite
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vgviz.experiment import Experiment
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.number_format import amount, count, number
from vgviz.session.messages import Frame, Moved
from vgviz.views.background import Background
from vgviz.views.desk import Desk
from vgviz.views.panel import Panel
from vgviz.views.selection import Place
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint
from vgviz.views.weights.layer_change import Arrays, layer_arrays
from vgviz.views.weights.moments import EPOCH, NOW, Kept, Moment
from vgviz.views.weights.rehearsals import Rehearsals
from vgviz.views.weights.subjects import Subject, other_function, with_function
from vgviz.views.weights.weights_bar import WeightsBar
from vgviz.views.weights.weights_side import WeightsSide
from vgviz.whole_file import ExportError

WIDE = 620  # px, from which the two networks lie beside each other
TALL = 330  # px of a side, from which it has room for pictures and table
SETTLING = 300  # ms of rest after a change of settings before a copy is trained
MOST_KEPT = 8
TRAINING = "A copy is trained from the start…"
TOO_LARGE = "This network is large: choose “now”, or a moment that you have kept."
NOT_TRAINED = "The copy was not trained. Choose a moment to try again."
NOT_THERE = "There are no weights of this network from then."
OTHER_SIZE = "The layer had another size then."


class WeightsPanel(Panel):
    """Chosen layer, two moments, one network or two; pictures, table, or both where there is room."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: list[Kept] = []
        self._copy_step: int | None = None  # the present of the copy beside; None where there is none
        self._settled: Experiment | None = None  # settings at rest
        self._unsettled: Experiment | None = None
        self.rehearsals = Rehearsals(desk, self)
        self.bar = WeightsBar(theme)
        self.words, self.stop = QLabel(), QPushButton("Stop")
        self.sides = (WeightsSide(theme), WeightsSide(theme))
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._writing = Background(self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLING)
        self._lay_out()
        self._connect()
        self.setAccessibleName("Weights before and after")
        self.set_theme(theme)

    def show_text(self, frame: Frame) -> None:
        """Compare the newest weights."""
        self._frame = frame
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.words.setFont(font(theme.small))
        tint(self.words, theme.muted)
        self.bar.set_theme(theme)
        for side in self.sides:
            side.set_theme(theme)

    def export_to(self, path: str) -> None:
        """Write the first network's rows as CSV, in their order; whole or not at all."""
        change = self.sides[0].change
        if change is None:
            return
        self._say("Writing…")
        table = change.table

        def write() -> str:
            try:
                table.to_csv(path)
            except ExportError as error:
                return str(error)
            return f"{Path(path).name} is written, {amount(len(table), 'row')}."

        self._writing.start(write)

    def hideEvent(self, event: QHideEvent) -> None:
        """Begin nothing that nobody looks at."""
        self._settling.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other or one above the other; pictures, table, or both."""
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.stop)
        self._body.setSpacing(SPACING)
        for side in self.sides:
            self._body.addWidget(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING // 2)
        column.setSpacing(SPACING // 2)
        column.addWidget(self.bar)
        column.addLayout(self._body, 1)
        column.addLayout(foot)
        for widget in (self.sides[1], self.words, self.stop):
            widget.hide()

    def _connect(self) -> None:
        bar = self.bar
        bar.layer_chosen.connect(self._on_layer_chosen)
        bar.asked.connect(self._on_asked)
        bar.beside_wished.connect(self._on_beside_wished)
        bar.parts_chosen.connect(self._share_room)
        bar.keep_wished.connect(self._on_keep_wished)
        bar.copy_wished.connect(self.sides[0].copy)
        bar.export_wished.connect(self._on_export_wished)
        self.stop.clicked.connect(self.rehearsals.give_up)
        self.rehearsals.changed.connect(self._show)
        self._settling.timeout.connect(self._on_settled)
        self._writing.done.connect(self._say)
        self._desk.selection.changed.connect(self._show)
        self._desk.selection.runs_moved.connect(self._on_runs_moved)
        for side in self.sides:
            side.said.connect(self._say)
            side.shown.connect(self._write_titles)

    def _show(self) -> None:
        if self._frame is None or not self.isVisible():
            return
        subjects = self._subjects()
        snapshot = subjects[0].snapshot
        place = self._desk.selection.place
        self.bar.show_layers(snapshot.layers, None if place is None else place.layer)
        looks_back = self._frame.moment is not None
        self.bar.name_now(f"step {count(self._frame.step)}" if looks_back else NOW.label)
        compares = len(self._frame.snapshots) > 1
        function = None if compares else other_function(snapshot.experiment)
        self.bar.offer_beside(function, shown=self._copy_step is not None)
        if self.sides[1].isHidden() == (len(subjects) > 1):
            self.sides[1].setVisible(len(subjects) > 1)
            self._share_room()
        self._rehearse(subjects)
        for side, subject in zip(self.sides, subjects, strict=False):
            self._show_side(side, subject)
        self._write_titles()
        self._show_progress()

    def _subjects(self) -> list[Subject]:
        """The chosen run, and beside it another run or a copy."""
        if self._frame is None:
            return []
        snapshots = self._frame.snapshots
        run = self._desk.selection.run_of(len(snapshots))
        first = Subject(run, snapshots[run])
        if len(snapshots) > 1:
            other = 0 if run else 1
            return [first, Subject(other, snapshots[other])]
        if self._copy_step is None:
            return [first]
        copy = with_function(first.experiment, other_function(first.experiment))
        return [first, Subject(run, snapshots[run], copy, self._copy_step)]

    def _rehearse(self, subjects: list[Subject]) -> None:
        """Train copies for the moments that are not on screen, once the settings are at rest."""
        experiment = subjects[0].experiment
        if experiment != self._settled:
            if experiment != self._unsettled or not self._settling.isActive():
                self._unsettled = experiment
                self._settling.start()
            return
        keys = [key for subject in subjects for key in subject.keys(self.bar.moments)]
        self.rehearsals.need(list(dict.fromkeys(keys)))

    def _show_side(self, side: WeightsSide, subject: Subject) -> None:
        moments, layer = self.bar.moments, self.bar.shown_layer
        before, after = (subject.weights(moment, moments, self.rehearsals, self._kept) for moment in moments)
        if before is None or after is None:
            side.show_nothing(self._why_not(subject))
        elif not _fit(before, after, layer):
            side.show_nothing(OTHER_SIZE)
        else:
            inputs = subject.snapshot.feature_names if layer == 0 else ()
            side.show_weights(
                before, after, layer, inputs, (subject.run, subject.copy, subject.step, moments)
            )

    def _why_not(self, subject: Subject) -> str:
        if subject.copy is None and EPOCH not in self.bar.moments:
            return NOT_THERE
        if self.rehearsals.is_busy or self._settling.isActive():
            return TRAINING
        if subject.copy is None and subject.is_large:
            return TOO_LARGE
        return self.rehearsals.failure or NOT_TRAINED

    def _write_titles(self) -> None:
        subjects = self._subjects()
        compares = self._frame is not None and len(self._frame.snapshots) > 1
        sizes = [side.change.size if side.change else float("nan") for side in self.sides]
        for side, subject, size in zip(self.sides, subjects, sizes, strict=False):
            name = f"{RUN_LETTERS[subject.run]}, " if compares else ""
            name += subject.described(self.bar.moments)
            side.title.set_text(f"{name}: {_size_words(size)}" if side.change else name)
        if len(subjects) > 1 and all(map(isfinite, sizes)) and min(sizes) > 0:
            title = self.sides[1].title
            title.set_text(f"{title.text}, {_ratio_words(sizes[1] / sizes[0])}")

    def _show_progress(self) -> None:
        busy = self.rehearsals.is_busy
        self.stop.setVisible(busy)
        if busy:
            self._say(f"Training a copy: {self.rehearsals.share:.0%}")
        elif self.words.text().startswith("Training"):
            self._say("")

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _share_room(self) -> None:
        wide = self.width() >= WIDE
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        above_each_other = 1 if wide or self.sides[1].isHidden() else 2
        both = self.height() / above_each_other >= TALL
        self.bar.show_parts(both=both)
        pictures, tables = self.bar.pictures.isChecked(), self.bar.tables.isChecked()
        for side in self.sides:
            side.show_parts(picture=both or pictures, table=both or tables)

    def _on_layer_chosen(self, layer: int) -> None:
        self._desk.selection.choose(Place(layer, run=self._subjects()[0].run if self._frame else 0))
        self._show()

    def _on_asked(self) -> None:
        self.rehearsals.try_again()
        self._show()

    def _on_beside_wished(self, wished: bool) -> None:
        self.rehearsals.try_again()
        self._copy_step = self._frame.step if wished and self._frame is not None else None
        self._show()

    def _on_keep_wished(self) -> None:
        if self._frame is None:
            return
        moment = Moment("kept", self._frame.step)
        if any(kept.moment == moment for kept in self._kept):
            self._say(f"{moment.label.capitalize()} is kept already.")
            return
        if len(self._kept) >= MOST_KEPT:
            self._say(f"{MOST_KEPT} moments are kept, and there is no room for more.")
            return
        self._kept.append(Kept(moment, tuple(snapshot.parameters for snapshot in self._frame.snapshots)))
        self.bar.add_moment(moment)
        self._say(f"The weights of {moment.label} are kept: choose them as a moment.")

    def _on_runs_moved(self, moved: Moved) -> None:
        self._kept = [kept.after(moved) for kept in self._kept]

    def _on_settled(self) -> None:
        subjects = self._subjects()
        if subjects:
            self._settled = subjects[0].experiment
            self._show()

    def _on_export_wished(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save the weights", "weights.csv", "CSV (*.csv)")
        if path:
            self.export_to(path if Path(path).suffix else f"{path}.csv")


def _fit(before: Arrays, after: Arrays, layer: int) -> bool:
    shapes = [
        {name: array.shape for name, array in layer_arrays(arrays, layer).items()}
        for arrays in (before, after)
    ]
    return shapes[0] == shapes[1] != {}


def _size_words(size: float) -> str:
    """How large the change is beside the weights before it."""
    if size == 0:
        return "not changed at all"
    return f"changed by {percent_of(size)}" if isfinite(size) else "changed from nothing"


def percent_of(size: float) -> str:
    """A share with two digits that count, in per cent also where it is tiny."""
    share = 100 * size
    return f"{share:.5f} %" if 1e-4 <= share < 1e-3 else f"{number(share, 2)} %"


def _ratio_words(ratio: float) -> str:
    rounded = float(f"{max(ratio, 1 / ratio):.2g}")
    return f"{number(rounded, 2)} times {'as much' if ratio >= 1 else 'less'}"
