"""The weights of a neuron, one by one."""

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
        self._show_incoming(snapshot, layer, unit)
        self._show_outgoing(snapshot, layer, unit)

    def _show_incoming(self, snapshot: Snapshot, layer: int, unit: int) -> None:
        has = layer >= 0
        self.incoming.setVisible(has)
        self.incoming_title.setVisible(has)
        if has:
            name = f"layers.{layer}.weight"
            self.incoming_title.setText(f"From {layer_in_words(layer - 1, snapshot.layers)}")
            self.incoming.show_weights(
                snapshot.parameters[name][:, unit],
                snapshot.gradients[name][:, unit],
                unit_names(snapshot, layer - 1),
            )

    def _show_outgoing(self, snapshot: Snapshot, layer: int, unit: int) -> None:
        has = layer < snapshot.layers - 1
        self.outgoing.setVisible(has)
        self.outgoing_title.setVisible(has)
        if has:
            name = f"layers.{layer + 1}.weight"
            self.outgoing_title.setText(f"To {layer_in_words(layer + 1, snapshot.layers)}")
            self.outgoing.show_weights(
                snapshot.parameters[name][unit],
                snapshot.gradients[name][unit],
                unit_names(snapshot, layer + 1),
            )

    def _on_incoming_chosen(self, source: int) -> None:
        place = self._place
        self.chosen.emit(Place(place.layer, place.unit, source, place.run))

    def _on_outgoing_chosen(self, unit: int) -> None:
        place = self._place
        self.chosen.emit(Place(place.layer + 1, unit, place.unit, place.run))
