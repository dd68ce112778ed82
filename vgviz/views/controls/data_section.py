"""What the network learns from."""

from functools import partial
from html import escape
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.experiment import Data, Experiment
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.data_preview import data_preview
from vgviz.views.controls.number_slider import LABEL_WIDTH, NumberSlider, Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import LinearScale, LogScale
from vgviz.views.controls.space_key import keep_space
from vgviz.views.controls.way_back import SIZE as WAY_BACK
from vgviz.views.icons import icon
from vgviz.views.theme import SPACING, Theme

DEFAULT = Data()
DRAWN = tuple(entry.name for entry in DATA_SOURCES.values() if "path" not in entry.uses)
FILE_NAME_WIDTH = 124  # px
FILE = "file"  # the list's key of the table that was opened last

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
        "How many there are, a quarter of them kept back as a test.",
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
        "Numbers that describe one sample: the network's inputs.",
    ),
}


class DataSection(Section):
    """Source, noise and size; controls that the source has no use for are not there.

    Signals
    -------
    open_file_requested
        A person wants to open a table.
    """

    open_file_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Data", theme, parent)
        self._file: Data | None = None
        self.source = ChoiceRow("Source", DEFAULT.source, theme)
        for source in DRAWN:
            entry = DATA_SOURCES[source]
            self.source.add(source, entry.label, entry.description.capitalize() + ".")
        self.source.chosen.connect(self._on_source_chosen)
        self.rows.addWidget(self.source)
        self.numbers: dict[str, NumberSlider] = {
            field: self.add_number(quantity, partial(_with_number, field))
            for field, quantity in QUANTITIES.items()
        }
        self.open_button = QPushButton(" Open CSV…")
        self.open_button.setToolTip("<p>Train on a table of your own. A file can be dropped too.</p>")
        self.open_button.clicked.connect(self.open_file_requested)
        keep_space(self.open_button)
        self._add_open_button()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.open_button.setIcon(icon("folder-open", theme))
        for source in DRAWN:
            self.source.picture(source, data_preview(source, theme))
        self._show_file_icon()

    def show_experiment(self, experiment: Experiment) -> None:
        data = experiment.data
        uses = DATA_SOURCES[data.source].uses
        if "path" in uses:
            self._offer_file(data)
            self.source.show_choice(FILE)
        else:
            self.source.show_choice(data.source)
        for field, row in self.numbers.items():
            row.setVisible(field in uses)
            row.show_value(getattr(data, field))

    def _offer_file(self, data: Data) -> None:
        if data != self._file:
            self._file = data
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
        file = self._file
        self.edited.emit(lambda experiment: _with_source(experiment, key, file))


def _with_source(experiment: Experiment, key: str, file: Data | None) -> Experiment:
    if key == FILE and file is not None:
        return replace(experiment, data=file)
    data = replace(experiment.data, source=key, path=None, target=None, header=None)
    return replace(experiment, data=data)


def _with_number(field: str, experiment: Experiment, value: float) -> Experiment:
    number = int(value) if QUANTITIES[field].takes.whole else value
    return replace(experiment, data=replace(experiment.data, **{field: number}))
