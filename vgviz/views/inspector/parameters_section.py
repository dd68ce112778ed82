"""The parameters of the chosen place in numbers."""

from PySide6.QtWidgets import QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.views.headed import Headed
from vgviz.views.inspector.figure_table import FigureTable
from vgviz.views.inspector.figures import (
    CHANGE_COLUMNS,
    SPREAD_COLUMNS,
    activity_rows,
    edge_rows,
    layer_rows,
    neuron_rows,
)
from vgviz.views.inspector.question import Inspected
from vgviz.views.selection import Place
from vgviz.views.theme import SPACING, Theme


class ParametersSection(Headed):
    """Now, at the start, change and gradient: norms of a layer, numbers of a neuron or an edge."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Parameters", theme, parent)
        self.changes = FigureTable(theme, CHANGE_COLUMNS)
        self.spreads = FigureTable(theme, SPREAD_COLUMNS)
        self.activity = FigureTable(theme)
        for table in (self.changes, self.spreads, self.activity):
            self.rows.addWidget(table)
            self.rows.addSpacing(SPACING // 2)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for table in (self.changes, self.spreads, self.activity):
            table.set_theme(theme)

    def show_numbers(self, snapshot: Snapshot, place: Place, inspected: Inspected | None) -> None:
        """Write the numbers of ``place``."""
        self.spreads.setVisible(place.unit is None)
        self.activity.setVisible(place.unit is not None)
        if place.unit is None:
            figures = {} if inspected is None else inspected.parameters
            norms, spreads = layer_rows(snapshot, place.layer, figures)
            self.changes.show_rows(norms)
            self.spreads.show_rows(spreads)
            return
        self.activity.show_rows(activity_rows(snapshot, place.layer, place.unit))
        is_edge = place.source is not None
        self.changes.show_rows(
            edge_rows(snapshot, place) if is_edge else neuron_rows(snapshot, place.layer, place.unit)
        )
