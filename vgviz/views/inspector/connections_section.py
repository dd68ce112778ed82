"""The weights of a neuron, one by one."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from vgviz.analysis.layer_words import layer_in_words
from vgviz.engine.telemetry import Snapshot
from vgviz.views.headed import Headed
from vgviz.views.inspector.breadcrumb import unit_names
from vgviz.views.inspector.weight_bars import WeightBars
from vgviz.views.selection import Place
from vgviz.views.theme import Theme, font


class ConnectionsSection(Headed):
    """The largest weights into a neuron and out of it.

    Signals
    -------
    chosen : Place
        The edge that a person wants to look at.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Connections", theme, parent)
        self._place = Place(0, 0)
        self.incoming_title, self.outgoing_title = QLabel(), QLabel()
        self.incoming = WeightBars(theme, "Incoming weights")
        self.outgoing = WeightBars(theme, "Outgoing weights")
        for widget in (self.incoming_title, self.incoming, self.outgoing_title, self.outgoing):
            self.rows.addWidget(widget)
        self.incoming.chosen.connect(self._on_incoming_chosen)
        self.outgoing.chosen.connect(self._on_outgoing_chosen)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for bars in (self.incoming, self.outgoing):
            bars.set_theme(theme)
        for title in (self.incoming_title, self.outgoing_title):
            title.setFont(font(theme.small))

    def show_weights(self, snapshot: Snapshot, place: Place) -> None:
        """Draw the weights of the neuron at ``place``."""
        self._place = place
        layer, unit = place.layer, place.unit or 0
        for title, bars, word, other, weights, own in (
            (self.incoming_title, self.incoming, "From", layer - 1, layer, np.s_[:, unit]),
            (self.outgoing_title, self.outgoing, "To", layer + 1, layer + 1, np.s_[unit]),
        ):
            name = f"layers.{weights}.weight"
            for widget in (title, bars):
                widget.setVisible(name in snapshot.parameters)
            if name in snapshot.parameters:
                title.setText(f"{word} {layer_in_words(other, snapshot.layers)}")
                values, gradients = snapshot.parameters[name][own], snapshot.gradients[name][own]
                bars.show_weights(values, gradients, unit_names(snapshot, other))

    def _on_incoming_chosen(self, source: int) -> None:
        place = self._place
        self.chosen.emit(Place(place.layer, place.unit, source, place.run))

    def _on_outgoing_chosen(self, unit: int) -> None:
        place = self._place
        self.chosen.emit(Place(place.layer + 1, unit, place.unit, place.run))
