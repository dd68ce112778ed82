"""Layers that come, go and change places, and which of the old ones each new one continues."""

from dataclasses import dataclass

from msgspec.structs import replace

from vgviz.engine.transplant import Origin
from vgviz.experiment import Network


@dataclass(frozen=True, slots=True)
class Rearranged:
    """The network with its layers at their new places; ``origin`` as `Simulation.reconfigure` takes it."""

    network: Network
    origin: Origin


def with_layer_added(network: Network, place: int, like: int) -> Rearranged:
    """Put a new layer before the one at ``place``, with the settings of the one at ``like``."""
    hidden = network.hidden
    places = list(range(len(hidden)))
    return Rearranged(
        replace(network, hidden=(*hidden[:place], hidden[like], *hidden[place:])),
        (*places[:place], None, *places[place:]),
    )


def without_layer(network: Network, layer: int) -> Rearranged:
    """Take a layer out; the last one stays."""
    places = [place for place in range(len(network.hidden)) if place != layer] or [layer]
    return _in_order(network, places)


def with_layer_moved(network: Network, layer: int, place: int) -> Rearranged:
    """Take ``layer`` to where it is number ``place``, counted from 0."""
    places = [other for other in range(len(network.hidden)) if other != layer]
    places.insert(place, layer)
    return _in_order(network, places)


def _in_order(network: Network, places: list[int]) -> Rearranged:
    return Rearranged(
        replace(network, hidden=tuple(network.hidden[place] for place in places)), tuple(places)
    )
