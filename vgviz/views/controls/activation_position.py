"""Where an activation stands on the track, and which activation a place on the track means."""

import math
from collections.abc import Mapping

from vgviz.catalogue.activations import ACTIVATIONS, TRACK, Parameter
from vgviz.experiment import Activation

SNAP = 0.08  # of the way between two stops
_STOP_OF = {entry.name: stop for stop, entry in enumerate(TRACK)}


def track_position(activation: Activation) -> float | None:
    """Place between 0 and ``len(TRACK) - 1``; None for what the track cannot show."""
    first = _STOP_OF.get(activation.name)
    if activation.blend == 0 or activation.blend_to is None:
        return first
    second = _STOP_OF.get(activation.blend_to)
    if first is None or second is None or abs(second - first) > 1:
        return None
    return first + (second - first) * activation.blend


def activation_at(position: float, steepness: float, parameters: Mapping[str, float]) -> Activation:
    """Activation at a place on the track.

    Parameters
    ----------
    position : float
        From 0 to ``len(TRACK) - 1``; between two whole numbers the two stops are blended.
    steepness : float
        Kept as it is.
    parameters : mapping
        Parameters that differ from the catalogue's defaults, by activation name.
    """
    position = min(len(TRACK) - 1.0, max(0.0, position))
    stop = min(len(TRACK) - 1, math.floor(position))
    blend = round(position - stop, 6)
    name = TRACK[stop].name
    blend_to = TRACK[stop + 1].name if blend > 0 else None
    owner = parameter_owner(Activation(name, blend_to=blend_to))
    return Activation(name, parameters.get(owner or ""), steepness, blend_to, blend)


def parameter_owner(activation: Activation) -> str | None:
    """Name of the function that the record's parameter belongs to; None where neither takes one."""
    for name in (activation.name, activation.blend_to or activation.name):
        if ACTIVATIONS[name].parameter is not None:
            return name
    return None


def owned_parameter(activation: Activation) -> Parameter | None:
    """Description of the record's parameter."""
    owner = parameter_owner(activation)
    return ACTIVATIONS[owner].parameter if owner else None


def snapped(position: float) -> float:
    """The nearest stop if it is near, else the place itself."""
    stop = round(position)
    return float(stop) if abs(position - stop) <= SNAP else position


def shares(activation: Activation) -> dict[str, float]:
    """Share of each function in the blend, in the record's order; they add up to 1."""
    if activation.blend == 0 or activation.blend_to is None or activation.blend_to == activation.name:
        return {activation.name: 1.0}
    return {activation.name: 1.0 - activation.blend, activation.blend_to: activation.blend}
