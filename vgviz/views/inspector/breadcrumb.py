"""Where the chosen place lies: layer, neuron, edge, each a way up."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from vgviz.analysis.layer_words import layer_name
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import run_prefix
from vgviz.views.diagram.names import names_of
from vgviz.views.selection import INPUT, Place
from vgviz.views.theme import Theme, font

NOTHING = "Click a layer, a neuron or a connection in the picture, or choose a layer here."
BETWEEN = " › "
Crumb = tuple[str, Place]
_LINKS = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard


class Breadcrumb(QLabel):
    """``Layer 3 › neuron 7 › from neuron 2``; what is not the last part is a link.

    Signals
    -------
    chosen : Place
        A person wants to go up.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._crumbs: list[Crumb] = []
        self._words = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.linkActivated.connect(self._on_link_activated)
        self.show_place(None)

    @property
    def words(self) -> str:
        """What is on show, as plain text."""
        return self._words

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self._write()

    def show_place(self, place: Place | None, snapshot: Snapshot | None = None, runs: int = 1) -> None:
        """Name ``place`` in the network of ``snapshot``, which is one of so many."""
        crumbs = [] if place is None or snapshot is None else _crumbs(place, snapshot, runs)
        if crumbs != self._crumbs or not self._words:
            self._crumbs = crumbs
            self._write()

    def _write(self) -> None:
        style = f'style="color: {self._theme.accent}; text-decoration: none;"'
        texts = [escape(text) for text, _ in self._crumbs]  # the data's own names among them
        links = [f'<a href="{index}" {style}>{text}</a>' for index, text in enumerate(texts[:-1])]
        self._words = BETWEEN.join(text for text, _ in self._crumbs) or NOTHING
        self.setFont(font(self._theme.body, bold=bool(self._crumbs)))
        self.setText(BETWEEN.join([*links, *texts[-1:]]) or NOTHING)
        self.setAccessibleName(self._words)
        self.setTextInteractionFlags(_LINKS if links else Qt.TextInteractionFlag.NoTextInteraction)

    def _on_link_activated(self, link: str) -> None:
        self.chosen.emit(self._crumbs[int(link)][1])


def _crumbs(place: Place, snapshot: Snapshot, runs: int) -> list[Crumb]:
    layer = layer_name(place.layer, snapshot.layers).capitalize()
    crumbs = [(f"{run_prefix(place.run, runs)}{layer}", place.whole_layer)]
    if place.unit is not None:
        unit = Place(place.layer, place.unit, run=place.run)
        crumbs.append((unit_name(snapshot, place.layer, place.unit), unit))
    if place.source is not None:
        crumbs.append((f"from {unit_name(snapshot, place.layer - 1, place.source)}", place))
    return crumbs


def unit_name(snapshot: Snapshot, layer: int, unit: int) -> str:
    """``neuron 7``, or a feature's or output's own name."""
    own = unit_names(snapshot, layer)
    if layer == INPUT:
        return f"feature {own[unit] if own else unit + 1}"
    return f"neuron {unit + 1}" + (f" ({own[unit]})" if own else "")


def unit_names(snapshot: Snapshot, layer: int) -> tuple[str, ...]:
    """Names that the data give a layer's units; empty where they give none."""
    names = names_of(snapshot)
    return {INPUT: names.inputs, snapshot.layers - 1: names.outputs}.get(layer, ())
