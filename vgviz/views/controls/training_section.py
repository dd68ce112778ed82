"""Optimizer, batches and loss."""

import math

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from vgviz.catalogue.losses import LOSSES
from vgviz.experiment import Experiment, Training
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.formula import formula_html
from vgviz.views.controls.number_slider import Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import LinearScale, LogScale, PowersOfTwo
from vgviz.views.theme import Theme

DEFAULT = Training()
AUTO = "Cross-entropy on the classes: of one logit for two classes, softmax for more."

LEARNING_RATE = Quantity(
    "Learning rate",
    LogScale(1e-4, 10, zero_stop=True),
    Range(0, math.inf),
    DEFAULT.learning_rate,
    "How far each step follows the gradient. It does not change the gradient itself: a layer whose gradient "
    "is a million times smaller learns a million times more slowly.",
)
MOMENTUM = Quantity(
    "Momentum",
    LinearScale(0, 0.99, 0.01),
    Range(0, 1, open_high=True),
    DEFAULT.momentum,
    "How much of the last step carries on into the next. It lengthens the steps of all layers alike.",
)
BATCH_SIZE = Quantity(
    "Batch size",
    PowersOfTwo(1, 1024),
    Range(1, 10_000_000, whole=True),
    DEFAULT.batch_size,
    "Samples in each step. Larger batches give steadier gradients, and fewer steps in an epoch.",
)


def _replaced(experiment: Experiment, **fields: object) -> Experiment:
    return replace(experiment, training=replace(experiment.training, **fields))


class TrainingSection(Section):
    """How the network learns."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Training", theme, parent)
        self.learning_rate = self.add_number(LEARNING_RATE, lambda e, v: _replaced(e, learning_rate=v))
        self.momentum = self.add_number(MOMENTUM, lambda e, v: _replaced(e, momentum=v))
        self.batch_size = self.add_number(BATCH_SIZE, lambda e, v: _replaced(e, batch_size=int(v)))
        self.loss = ChoiceRow("Loss", DEFAULT.loss, theme)
        self.loss.add("auto", "Automatic", AUTO)
        for entry in LOSSES.values():
            self.loss.add(entry.name, entry.label, formula_html(entry.equation))
        self.loss.chosen.connect(self._on_loss_chosen)
        self.rows.addWidget(self.loss)

    def show_experiment(self, experiment: Experiment) -> None:
        training = experiment.training
        self.learning_rate.show_value(training.learning_rate)
        self.momentum.show_value(training.momentum)
        self.batch_size.show_value(training.batch_size)
        self.loss.show_choice(training.loss)

    def _on_loss_chosen(self, loss: str) -> None:
        self.edited.emit(lambda experiment: _replaced(experiment, loss=loss))
