"""What the network learns from."""

from functools import partial
from html import escape
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vgviz.catalogue.data_sources import DATA_SOURCES, DataSource
from vgviz.experiment import Data, Experiment
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.data_preview import data_preview
from vgviz.views.controls.fitting_loss import Samples, samples_of, with_data
from vgviz.views.controls.number_slider import LABEL_WIDTH, NumberSlider, Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import LinearScale, LogScale
from vgviz.views.controls.space_key import keep_space
from vgviz.views.controls.switch_row import SwitchRow
from vgviz.views.controls.way_back import SIZE as WAY_BACK
from vgviz.views.icons import icon
from vgviz.views.theme import SPACING, Theme

DEFAULT = Data()
OFFERED = tuple(entry for entry in DATA_SOURCES.values() if not entry.is_file)
FILE_NAME_WIDTH = 124  # px
MOST_SHOWN = 20  # sources that the open list shows without scrolling
FILE = "file"  # the list's key of the file that was opened last

QUANTITIES = {
    "noise": Quantity(
        "Noise",
        LinearScale(0, 1, 0.01),
        Range(0, 100),
        DEFAULT.noise,
        "How far samples stray. Where classes overlap, the loss and its gradient never reach 0.",
    ),
    "samples": Quantity(
        "Samples",
        LogScale(10, 10_000, whole=True),
        Range(2, 10_000_000, whole=True),
        DEFAULT.samples,
        "How many there are, those kept back for testing included.",
    ),
    "classes": Quantity(
        "Classes",
        LinearScale(2, 10),
        Range(2, 1000, whole=True),
        DEFAULT.classes,
        "How many the network has to tell apart.",
    ),
    "features": Quantity(
        "Features",
        LogScale(1, 100, whole=True),
        Range(1, 10_000, whole=True),
        DEFAULT.features,
        "Numbers that describe one sample: the network’s inputs.",
    ),
}
TEST_SHARE = Quantity(
    "Test share",
    LinearScale(0, 0.9, 0.05),
    Range(0, 0.9),
    DEFAULT.test_fraction,
    "Share of the samples that are kept back from training, to measure how well it carries over.",
)
STANDARDIZE = (
    "Shifts and scales each input to mean 0 and standard deviation 1. Inputs of very different sizes make "
    "first-layer gradients of very different sizes."
)


class DataSection(Section):
    """Source, noise and size; controls that the source has no use for are not there.

    Signals
    -------
    open_file_requested
        A person wants to open a file.
    """

    open_file_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Data", theme, parent)
        self._file: Data | None = None
        self._file_samples: Samples | None = None
        self.source = ChoiceRow("Source", DEFAULT.source, theme)
        for group in ("classification", "regression", "measured"):
            if self.source.list.count():
                self.source.separate()
            for entry in OFFERED:
                if _group(entry) == group:
                    self.source.add(entry.name, entry.label, _hint(entry))
        self.source.list.setMaxVisibleItems(MOST_SHOWN)
        self.source.chosen.connect(self._on_source_chosen)
        self.rows.addWidget(self.source)
        self.numbers: dict[str, NumberSlider] = {
            field: self.add_number(quantity, partial(_with_number, field))
            for field, quantity in QUANTITIES.items()
        }
        self.open_button = QPushButton(" Open file…")
        self.open_button.setToolTip(
            "<p>Train on data of your own: a CSV or Parquet table, or NumPy arrays x and y in an NPZ file. "
            "A file can be dropped too.</p>"
        )
        self.open_button.clicked.connect(self.open_file_requested)
        keep_space(self.open_button)
        self._add_open_button()
        self.more = self.add_fold("Test share, standardization")
        self.test_share = self.add_number(TEST_SHARE, partial(_with_field, "test_fraction"), fold=self.more)
        standardize = SwitchRow("Standardize", STANDARDIZE, theme, default=DEFAULT.standardize)
        self.standardize = self.add_switch(standardize, partial(_with_field, "standardize"), fold=self.more)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.open_button.setIcon(icon("folder-open", theme))
        for entry in OFFERED:
            self.source.picture(entry.name, data_preview(entry.name, theme))
        self._show_file_icon()

    def show_experiment(self, experiment: Experiment) -> None:
        data = experiment.data
        entry = DATA_SOURCES[data.source]
        if entry.is_file:
            self._offer_file(data)
        self.source.show_choice(FILE if entry.is_file else data.source)
        for field, row in self.numbers.items():
            row.setVisible(field in entry.uses)
            row.show_value(getattr(data, field))
        self.test_share.show_value(data.test_fraction)
        self.standardize.show_state(data.standardize)
        self.more.refresh()

    def show_samples(self, data: Data, samples: Samples) -> None:
        """Take note of what the samples of ``data`` have turned out to be."""
        if data == self._file:
            self._file_samples = samples

    def _offer_file(self, data: Data) -> None:
        if self._file is None:
            self.source.separate()
        if data != self._file:
            self._file, self._file_samples = data, None
            path = Path(data.path or "")
            self.source.remove(FILE)
            name = self.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, FILE_NAME_WIDTH)
            self.source.add(FILE, name, escape(str(path)))
            self._show_file_icon()

    def _show_file_icon(self) -> None:
        if self._file is not None:
            self.source.picture(FILE, icon("sheet", self._theme))

    def _add_open_button(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(LABEL_WIDTH + SPACING // 2, 0, WAY_BACK + SPACING // 2, 0)
        line.addWidget(self.open_button)
        self.rows.addLayout(line)

    def _on_source_chosen(self, key: str) -> None:
        file, samples = self._file, self._file_samples
        if key == FILE and file is not None:
            self.edited.emit(lambda experiment: with_data(experiment, file, samples))
        else:
            self.edited.emit(lambda experiment: _with_source(experiment, key))


def _group(entry: DataSource) -> str | None:
    return "measured" if entry.is_measured else entry.task


def _hint(entry: DataSource) -> str:
    description = f"{entry.description[:1].upper()}{entry.description[1:]}."
    return f"{description}</p><p>{entry.source}" if entry.source else description


def _with_source(experiment: Experiment, source: str) -> Experiment:
    data = replace(experiment.data, source=source, path=None, target=None, header=None, task="auto")
    return with_data(experiment, data, samples_of(data))


def _with_number(field: str, experiment: Experiment, value: float) -> Experiment:
    data = replace(experiment.data, **{field: value})
    return with_data(experiment, data, samples_of(data))


def _with_field(field: str, experiment: Experiment, value: object) -> Experiment:
    return replace(experiment, data=replace(experiment.data, **{field: value}))
