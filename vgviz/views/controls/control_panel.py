"""The knobs of the experiment."""

from collections.abc import Collection
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, ExperimentError
from vgviz.session.messages import Frame
from vgviz.views.controls.activation_section import ActivationSection
from vgviz.views.controls.data_section import DataSection
from vgviz.views.controls.fitting_loss import samples_in
from vgviz.views.controls.initialization_section import InitializationSection
from vgviz.views.controls.network_section import NetworkSection
from vgviz.views.controls.past_note import PastNote
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.run_tabs import RunTabs
from vgviz.views.controls.section import Section
from vgviz.views.controls.seed_section import SeedSection
from vgviz.views.controls.training_section import TrainingSection
from vgviz.views.controls.wishes import Edit, RunWishes
from vgviz.views.text_width import text_factor
from vgviz.views.theme import SPACING, Theme

WIDTH, LARGEST_WIDTH = 328, 440  # px at the normal size of text
SHARE = 0.34  # of the window's width, which is enough for it where the window is narrow and the text large


class ControlPanel(QScrollArea):
    """Shows the confirmed experiment and tells what a person wishes instead.

    Where several runs are compared it is that of the chosen one; a choice of all edits all of them, and so do
    the data, which they share. While a person looks back it is that of the past moment; what is changed then
    is changed in the experiment in force.

    Signals
    -------
    experiment_edited : Experiment, int
        What a person wishes for a run; sent while dragging too.
    run_chosen : int or None
        The run that a person has turned to; None is all.
    open_file_requested
        A person wants to open a table.
    """

    experiment_edited = Signal(object, int)
    run_chosen = Signal(object)
    open_file_requested = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, generator: np.random.Generator | None = None
    ) -> None:
        super().__init__(parent)
        self._window_width: int | None = None
        self._wishes = RunWishes()
        self._moment: int | None = None  # that is looked back on
        self._left: int | None = None  # that moment, where an edit has just ended the look back
        self._pasts: tuple[Experiment, ...] = ()  # in force then; none while the present is shown
        self.tabs = RunTabs(theme, self)
        self.past_note = PastNote(theme, self)
        self.network = NetworkSection(theme)
        self.activation = ActivationSection(theme)
        self.initialization = InitializationSection(theme)
        self.training = TrainingSection(theme)
        self.data = DataSection(theme)
        self.seed = SeedSection(theme, generator or np.random.default_rng())
        self.refusal = Refusal(theme)
        self._lay_out()
        for section in self.sections:
            section.edited.connect(partial(self._on_edited, section))
        self.tabs.chosen.connect(self._on_run_chosen)
        self.data.open_file_requested.connect(self.open_file_requested)
        self._show()

    @property
    def sections(self) -> tuple[Section, ...]:
        """From top to bottom."""
        return (self.network, self.activation, self.initialization, self.training, self.data, self.seed)

    @property
    def run(self) -> int | None:
        """The run that the controls concern; None is all."""
        return self.tabs.run

    @property
    def open_folds(self) -> tuple[str, ...]:
        """Titles of the sections whose seldom needed controls are on show."""
        return tuple(section.title for section in self.sections if section.fold and section.fold.is_open)

    def open_only(self, folds: Collection[str]) -> None:
        """Open the folds of the sections with these titles, close the others."""
        for section in self.sections:
            if section.fold:
                section.fold.open(section.title in folds)

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Show the confirmed experiments and send nothing."""
        run = self.tabs.run
        self.tabs.show_experiments(experiments)
        if self._wishes.confirm(experiments) or self.tabs.run != run:
            self._show()
        self._make_room()

    def show_frame(self, frame: Frame) -> None:
        """While a person looks back, show the settings of the moment on screen."""
        self._moment = frame.moment
        if frame.moment is None or frame.moment != self._left:
            self._left = None
        looks_back = frame.moment is not None and self._left is None
        pasts = tuple(snapshot.experiment for snapshot in frame.snapshots) if looks_back else ()
        self._look_back(pasts, frame.step)

    def choose_run(self, run: int | None) -> None:
        """Turn to another run, or to all."""
        if run != self.tabs.run:
            self.tabs.choose(run)
            self._show()

    def show_samples(self, snapshot: Snapshot) -> None:
        """Take note of what the samples behind a snapshot are: for a file only they can tell."""
        data, samples = snapshot.experiment.data, samples_in(snapshot)
        self.data.show_samples(data, samples)
        self.training.show_samples(data, samples)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.tabs.set_theme(theme)
        self.refusal.set_theme(theme)
        self.past_note.set_theme(theme)
        for section in self.sections:
            section.set_theme(theme)
        self._fit()
        self._make_room()

    def fit_window(self, width: int) -> None:
        """Be content with its share of a window of this width, as long as no more than lists are cut."""
        self._window_width = width
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the runs above what scrolls, and the note below it."""
        super().resizeEvent(event)
        self.tabs.setGeometry(0, 0, self.width(), self.tabs.height())
        self._make_room()

    def _fit(self) -> None:
        factor, content = text_factor(self), self.widget()
        if content is None:  # the font comes first
            return
        least = round(WIDTH * factor)
        if self._window_width is not None:
            bar = self.verticalScrollBar().sizeHint().width()
            share = max(content.minimumSizeHint().width() + bar, round(SHARE * self._window_width))
            least = min(least, share)
        self.setMinimumWidth(least)
        self.setMaximumWidth(round(LARGEST_WIDTH * factor))

    def _make_room(self) -> None:
        top = 0 if self.tabs.isHidden() else self.tabs.height()
        bottom = self.past_note.height_in(self.width())
        self.past_note.setGeometry(0, self.height() - bottom, self.width(), bottom)
        self.setViewportMargins(0, top, 0, bottom)

    def _look_back(self, pasts: tuple[Experiment, ...], step: int) -> None:
        """Show what was in force at ``step`` in each run; nothing is the present."""
        former, self._pasts = self._pasts, pasts
        if pasts or former:
            self.past_note.show_step(step if pasts else None)
        if pasts != former:
            self._show()
        if bool(pasts) != bool(former):
            self._make_room()

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING + SPACING // 2)
        layout.addWidget(self.refusal)
        for section in self.sections:
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()
        self.setFocusProxy(self.activation.track)

    def _show(self) -> None:
        run = self.tabs.run or 0
        shown = self._pasts[run] if run < len(self._pasts) else self._wishes[run].current
        for section in self.sections:
            section.show_experiment(shown)

    def _on_run_chosen(self, run: int | None) -> None:
        self._show()
        self.run_chosen.emit(run)

    def _on_edited(self, section: Section, edit: Edit) -> None:
        run = self.tabs.run
        runs = range(len(self._wishes)) if run is None or section is self.data else (run,)
        self.refusal.say("")
        looked_back, self._left = bool(self._pasts), self._moment
        self._look_back((), 0)
        for run in runs:
            self._wish(edit, run, always=looked_back)

    def _wish(self, edit: Edit, run: int, *, always: bool) -> None:
        """Tell of the edit; ``always``: also where nothing is new, which brings the present back."""
        wishes = self._wishes[run]
        try:
            is_new = wishes.take(edit)
        except ExperimentError as error:
            self.refusal.say(f"{error}.")
            self._show()
            return
        if is_new or always:
            self._show()
            self.experiment_edited.emit(wishes.current, run)
