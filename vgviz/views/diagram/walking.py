"""Where an arrow key leads from a place in the network."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt

from vgviz.views.selection import INPUT, Place

Key = Qt.Key


def place_after(key: int, place: Place | None, widths: Sequence[int], run: int = 0) -> Place | None:
    """The place that ``key`` leads to.

    Left and right change the layer, up and down the neuron, of an edge the neuron that it comes from. Enter
    goes further in, from a layer to a neuron to an edge, Escape back out.
    """
    if key == Key.Key_Escape:
        return _outward(place)
    if place is None:
        return Place(0, run=run)
    if key in (Key.Key_Left, Key.Key_Right):
        return _sideways(place, 1 if key == Key.Key_Right else -1, widths)
    if key in (Key.Key_Up, Key.Key_Down):
        return _along(place, 1 if key == Key.Key_Down else -1, widths)
    return _inward(place, widths)


def _sideways(place: Place, by: int, widths: Sequence[int]) -> Place:
    """The same height in the next layer; edges stay edges as far as there are any."""
    least = INPUT if place.source is None else 0
    layer = min(max(place.layer + by, least), len(widths) - 2)
    unit = (
        None if place.unit is None else _same_height(place.unit, widths[place.layer + 1], widths[layer + 1])
    )
    source = place.source
    if source is not None:
        source = _same_height(source, widths[place.layer], widths[layer])
    return replace(place, layer=layer, unit=unit, source=source)


def _same_height(unit: int, units: int, others: int) -> int:
    return min(int((unit + 0.5) * others / units), others - 1)


def _along(place: Place, by: int, widths: Sequence[int]) -> Place:
    if place.unit is None:
        return replace(place, unit=0 if by > 0 else widths[place.layer + 1] - 1)
    if place.source is not None:
        return replace(place, source=min(max(place.source + by, 0), widths[place.layer] - 1))
    return replace(place, unit=min(max(place.unit + by, 0), widths[place.layer + 1] - 1))


def _inward(place: Place, widths: Sequence[int]) -> Place:
    if place.unit is None:
        return replace(place, unit=(widths[place.layer + 1] - 1) // 2)
    if place.source is None and place.layer > INPUT:
        return replace(place, source=_same_height(place.unit, widths[place.layer + 1], widths[place.layer]))
    return place


def _outward(place: Place | None) -> Place | None:
    if place is None or place.unit is None:
        return None
    return replace(place, source=None) if place.source is not None else place.whole_layer
