"""What multiplies the gradient on its way back through the chosen layer."""

from PySide6.QtWidgets import QWidget

from vgviz.analysis.layer_words import layer_in_words
from vgviz.engine.telemetry import Snapshot
from vgviz.views.headed import Headed
from vgviz.views.inspector.figure_table import FigureTable
from vgviz.views.inspector.figures import way_back_rows
from vgviz.views.live_text import LiveText
from vgviz.views.theme import Theme, font


class WayBackSection(Headed):
    """The chain rule's factors through the chosen layer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Way back", theme, parent)
        self.title_line = LiveText()
        self.table = FigureTable(theme)
        for widget in (self.title_line, self.table):
            self.rows.addWidget(widget)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.title_line.set_look(font(theme.small))

    def show_factors(self, snapshot: Snapshot, layer: int) -> None:
        """Write what multiplies the gradient on its way back from the layer after."""
        after, here = (layer_in_words(index, snapshot.layers) for index in (layer + 1, layer))
        self.title_line.set_text(f"The gradient from {after} to {here}, times")
        self.table.show_rows(way_back_rows(snapshot, layer))
