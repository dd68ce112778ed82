"""The knobs of the experiment."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, ExperimentError
from vgviz.views.controls.activation_section import ActivationSection
from vgviz.views.controls.data_section import DataSection
from vgviz.views.controls.fitting_loss import samples_in
from vgviz.views.controls.initialization_section import InitializationSection
from vgviz.views.controls.network_section import NetworkSection
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.section import Section
from vgviz.views.controls.seed_section import SeedSection
from vgviz.views.controls.training_section import TrainingSection
from vgviz.views.controls.wishes import Edit, Wishes
from vgviz.views.theme import SPACING, Theme

WIDTH = 328
LARGEST_WIDTH = 440


class ControlPanel(QScrollArea):
    """Shows the confirmed experiment and tells what a person wishes instead.

    Signals
    -------
    experiment_edited : Experiment
        What a person wishes; sent while dragging too.
    open_file_requested
        A person wants to open a table.
    """

    experiment_edited = Signal(object)
    open_file_requested = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, generator: np.random.Generator | None = None
    ) -> None:
        super().__init__(parent)
        self._wishes = Wishes()
        self.network = NetworkSection(theme)
        self.activation = ActivationSection(theme)
        self.initialization = InitializationSection(theme)
        self.training = TrainingSection(theme)
        self.data = DataSection(theme)
        self.seed = SeedSection(theme, generator or np.random.default_rng())
        self.refusal = Refusal(theme)
        self._lay_out()
        for section in self.sections:
            section.edited.connect(self._on_edited)
        self.data.open_file_requested.connect(self.open_file_requested)
        self._show()

    @property
    def sections(self) -> tuple[Section, ...]:
        """From top to bottom."""
        return (self.network, self.activation, self.initialization, self.training, self.data, self.seed)

    @property
    def open_folds(self) -> tuple[str, ...]:
        """Titles of the sections whose seldom needed controls are on show."""
        return tuple(section.title for section in self.sections if section.fold and section.fold.is_open)

    def open_only(self, folds: Collection[str]) -> None:
        """Open the folds of the sections with these titles, close the others."""
        for section in self.sections:
            if section.fold:
                section.fold.open(section.title in folds)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show a confirmed experiment and send nothing."""
        if self._wishes.confirm(experiment):
            self._show()

    def show_samples(self, snapshot: Snapshot) -> None:
        """Take note of what the samples behind a snapshot are: for a file only they can tell."""
        data, samples = snapshot.experiment.data, samples_in(snapshot)
        self.data.show_samples(data, samples)
        self.training.show_samples(data, samples)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.refusal.set_theme(theme)
        for section in self.sections:
            section.set_theme(theme)

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
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(LARGEST_WIDTH)
        self.setFocusProxy(self.activation.track)

    def _show(self) -> None:
        for section in self.sections:
            section.show_experiment(self._wishes.current)

    def _on_edited(self, edit: Edit) -> None:
        try:
            is_new = self._wishes.take(edit)
        except ExperimentError as error:
            self.refusal.say(f"{error}.")
            self._show()
            return
        self.refusal.say("")
        if is_new:
            self._show()
            self.experiment_edited.emit(self._wishes.current)
