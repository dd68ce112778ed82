"""Optimizer, learning rate, batches and loss; the rest of the training under More."""

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from vgviz.catalogue.losses import LOSSES, resolve_loss
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.experiment import PRECISIONS, Data, Experiment, Training
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.fitting_loss import Samples, samples_of
from vgviz.views.controls.fold import Fold
from vgviz.views.controls.formula import definition_html
from vgviz.views.controls.number_slider import NumberSlider, Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import PowersOfTwo
from vgviz.views.controls.training_quantities import shown_value, training_quantity, training_value
from vgviz.views.theme import Theme

DEFAULT = Training()
AUTO = (
    "Cross-entropy on the classes: of one logit for two classes, softmax for more. Mean squared error where "
    "the targets are numbers."
)
OPTIMIZER = (
    "What turns gradients into steps. None changes the gradients themselves; those that divide by their "
    "usual size let layers with tiny gradients learn as fast as the others."
)
SCHEDULE = "How the learning rate lr changes with the step t, counted from step 0."
LOSS = "What is made small. Its slope at the outputs is where every gradient starts."
PRECISION = (
    "How numbers are kept. A gradient is exactly 0 below about 1e−45 in float32, below 5e−324 in float64."
)
MORE = "Decay rates, weight decay, clipping, label smoothing, precision"
BATCH_SIZE = Quantity(
    "Batch size",
    PowersOfTwo(1, 1024),
    Range(1, 10_000_000, whole=True),
    DEFAULT.batch_size,
    "Samples in each step. Larger batches give steadier gradients, and fewer steps in an epoch.",
)
PRECISION_HINTS = {
    "float64": "15 digits, and the smallest gradients",
    "float32": "7 digits, as most networks are trained",
}
ALWAYS = {"learning_rate", "weight_decay", "l1", "clip_norm", "clip_value"}


def _replaced(experiment: Experiment, **fields: object) -> Experiment:
    return replace(experiment, training=replace(experiment.training, **fields))


class TrainingSection(Section):
    """How the network learns; numbers that the choices made have no use for are not there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Training", theme, parent)
        self.numbers: dict[str, NumberSlider] = {}
        self._build_usual()
        self.more = self.add_fold(MORE)
        self._build_more()
        self._shown = Experiment()
        self._samples = Samples("classification", self._shown.data.classes)

    def show_experiment(self, experiment: Experiment) -> None:
        training = experiment.training
        self.optimizer.show_choice(training.optimizer)
        self.schedule.show_choice(training.schedule)
        self.batch_size.show_value(training.batch_size)
        self.loss.show_choice(training.loss)
        self.precision.show_choice(experiment.precision)
        for name, row in self.numbers.items():
            row.show_value(shown_value(getattr(training, name)))
        self._shown = experiment
        samples = samples_of(experiment.data)
        if samples is not None:
            self._samples = samples
        self._show_what_fits()

    def show_samples(self, data: Data, samples: Samples) -> None:
        """Offer the losses that fit, if ``data`` are those of the experiment on show."""
        if data == self._shown.data and samples != self._samples:
            self._samples = samples
            self._show_what_fits()

    def _show_what_fits(self) -> None:
        self.loss.offer(self._samples.losses)
        used = used_numbers(self._shown.training, self._samples)
        for name, row in self.numbers.items():
            row.setVisible(name in used)
        self.more.refresh()

    def _build_usual(self) -> None:
        self.optimizer = self._add_choice("Optimizer", "optimizer", OPTIMIZER)
        for kind in OPTIMIZERS.values():
            hint = definition_html(kind.equation, kind.source, kind.remark)
            self.optimizer.add(kind.name, kind.label, hint)
        self._add_number("learning_rate")
        self._add_number("momentum")
        self.schedule = self._add_choice("Schedule", "schedule", SCHEDULE)
        for schedule in SCHEDULES.values():
            hint = definition_html(schedule.equation, schedule.source)
            self.schedule.add(schedule.name, schedule.label, hint)
        self._add_number("schedule_steps")
        self.batch_size = self.add_number(BATCH_SIZE, lambda e, v: _replaced(e, batch_size=v))
        self.loss = self._add_choice("Loss", "loss", LOSS)
        self.loss.add("auto", "Automatic", AUTO)
        for loss in LOSSES.values():
            self.loss.add(loss.name, loss.label, definition_html(loss.equation, loss.source))

    def _build_more(self) -> None:
        for name in ("beta1", "beta2", "epsilon", "weight_decay", "l1", "clip_norm", "clip_value"):
            self._add_number(name, self.more)
        self._add_number("label_smoothing", self.more)
        row = ChoiceRow("Precision", Experiment().precision, self._theme, hint=PRECISION)
        for precision in PRECISIONS:
            row.add(precision, precision, PRECISION_HINTS[precision])
        self.precision = self.add_choice(row, lambda e, key: replace(e, precision=key), fold=self.more)

    def _add_choice(self, label: str, field: str, hint: str) -> ChoiceRow:
        row = ChoiceRow(label, getattr(DEFAULT, field), self._theme, hint=hint)
        return self.add_choice(row, lambda experiment, key: _replaced(experiment, **{field: key}))

    def _add_number(self, name: str, fold: Fold | None = None) -> None:
        def edit(experiment: Experiment, value: float) -> Experiment:
            return _replaced(experiment, **{name: training_value(name, value)})

        self.numbers[name] = self.add_number(training_quantity(name), edit, fold=fold)


def used_numbers(training: Training, samples: Samples) -> set[str]:
    """The numbers of a training that have an effect on these samples."""
    loss = LOSSES[resolve_loss(training.loss, samples.task, samples.targets)]
    optimizer, schedule = OPTIMIZERS[training.optimizer], SCHEDULES[training.schedule]
    return ALWAYS.union(optimizer.numbers, schedule.numbers, loss.numbers)
