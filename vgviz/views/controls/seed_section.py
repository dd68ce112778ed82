"""The seed and its die."""

import re

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from vgviz.experiment import LARGEST_SEED, Experiment
from vgviz.views.controls.number_field import NumberField
from vgviz.views.controls.number_slider import LABEL_WIDTH
from vgviz.views.controls.number_text import NumberRefused
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.section import Section
from vgviz.views.controls.space_key import keep_space
from vgviz.views.controls.way_back import WayBack
from vgviz.views.icons import icon
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme

FACES = 10_000  # seeds that a die throws: short enough to be read aloud
HINT = (
    "Everything drawn by chance follows from this number: data, starting weights, order of the batches. The "
    "same seed gives the same run."
)


def read_seed(text: str) -> int:
    """Whole number from 0 to 2^63 - 1, read exactly."""
    plain = re.sub(r"\s", "", text)
    if re.fullmatch(r"\d{1,19}", plain, re.ASCII) and int(plain) <= LARGEST_SEED:
        return int(plain)
    raise NumberRefused(f"The seed takes whole numbers from 0 to {LARGEST_SEED}.")


class SeedSection(Section):
    """A field and a die."""

    def __init__(self, theme: Theme, generator: np.random.Generator, parent: QWidget | None = None) -> None:
        super().__init__("Randomness", theme, parent)
        self._generator = generator
        self._seed = Experiment().seed
        self.field = NumberField(read_seed)
        self.die = QToolButton()
        self.way_back = WayBack(theme)
        self.refusal = Refusal(theme)
        self._lay_out()
        self.field.entered.connect(self._choose)
        self.field.refused.connect(self.refusal.say)
        self.die.clicked.connect(self._throw)
        self.way_back.clicked.connect(lambda: self._choose(Experiment().seed))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.die.setIcon(icon("dices", theme))
        self.way_back.set_theme(theme)
        self.refusal.set_theme(theme)

    def show_experiment(self, experiment: Experiment) -> None:
        self._seed = experiment.seed
        self.field.show_text(str(experiment.seed))
        self.way_back.setVisible(experiment.seed != Experiment().seed)

    def _lay_out(self) -> None:
        label = QLabel("Seed")
        TextWidth(label, LABEL_WIDTH)
        label.setToolTip(f"<p>{HINT}</p>")
        self.field.setToolTip(f"<p>{HINT}</p>")
        self.field.setAccessibleName("Seed")
        self.die.setText("Throw")
        self.die.setIconSize(QSize(18, 18))
        self.die.setToolTip("Throw a new seed")
        self.die.setAccessibleName("Throw a new seed")
        keep_space(self.die)
        self.way_back.name("Seed", str(Experiment().seed))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACING // 2)
        for column, widget in enumerate((label, self.field, self.die, self.way_back)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.refusal, 1, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        self.rows.addLayout(grid)

    def _throw(self) -> None:
        thrown = int(self._generator.integers(FACES - 1))
        self._choose(thrown + (thrown >= self._seed))  # never the same face twice

    def _choose(self, seed: int) -> None:
        self.refusal.say("")
        if seed != self._seed:
            self._seed = seed
            self.field.show_text(str(seed))
            self.edited.emit(lambda experiment: replace(experiment, seed=seed))
