"""A network in a few words."""

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.experiment import Activation, Network

_MOST_WIDTHS = 5


def network_title(network: Network) -> str:
    """Depth, width and activation: ``8 × 10 sigmoid``."""
    activations = {layer.activation for layer in network.hidden}
    kind = activation_text(next(iter(activations))) if len(activations) == 1 else "mixed activations"
    return f"{_shape(tuple(layer.width for layer in network.hidden))} {kind}"


def activation_text(activation: Activation) -> str:
    """An activation as it is configured: ``sigmoid → ReLU 40 %, steepness 2``."""
    text = _label(activation.name)
    if activation.blend_to is not None and activation.blend > 0:
        text += f" → {_label(activation.blend_to)} {100 * activation.blend:.0f} %"
    text += _parameter_text(activation)
    return text if activation.steepness == 1 else f"{text}, steepness {activation.steepness:.3g}"


def _parameter_text(activation: Activation) -> str:
    """The parameter where it is not the catalogue's: it belongs to the first function that takes one."""
    for name in (activation.name, activation.blend_to):
        parameter = ACTIVATIONS[name].parameter if name is not None else None
        if parameter is not None:
            value = parameter.default if activation.parameter is None else activation.parameter
            return "" if value == parameter.default else f", {parameter.label} {value:.3g}"
    return ""


def _label(name: str) -> str:
    """The catalogue's label as it stands within a line: sigmoid, leaky ReLU, but PReLU."""
    label = ACTIVATIONS[name].label
    return label[0].lower() + label[1:] if label[1:2].islower() and label != "ReLU" else label


def _shape(widths: tuple[int, ...]) -> str:
    if len(set(widths)) == 1:
        return f"{len(widths)} × {widths[0]}"
    if len(widths) <= _MOST_WIDTHS:
        return "–".join(map(str, widths))
    return f"{len(widths)} × {min(widths)} to {max(widths)}"
