"""A network in a few words."""

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.experiment import Activation, Experiment, Init, Network
from vgviz.export.lowered import lowered
from vgviz.number_format import setting

SEPARATOR = " · "
_MOST_WIDTHS = 5


def experiment_title(experiment: Experiment) -> str:
    """The network and what else is unusual: ``8 × 10 sigmoid · batch norm · He normal · Adam``."""
    parts, usual = [network_title(experiment.network)], Experiment()
    if experiment.network.init.scheme != Init().scheme:
        parts.append(INITIALIZERS[experiment.network.init.scheme].label)
    if experiment.training.optimizer != usual.training.optimizer:
        parts.append(OPTIMIZERS[experiment.training.optimizer].label)
    if experiment.precision != usual.precision:
        parts.append(experiment.precision)
    return SEPARATOR.join(parts)


def network_title(network: Network) -> str:
    """Depth, width, activation and what the layers have besides: ``8 × 10 sigmoid · batch norm``."""
    activations = {layer.activation for layer in network.hidden}
    kind = activation_text(next(iter(activations))) if len(activations) == 1 else "mixed activations"
    parts = [f"{_shape(tuple(layer.width for layer in network.hidden))} {kind}"]
    normalizations = {layer.normalization for layer in network.hidden}
    if normalizations != {"none"}:
        parts.append(normalization_text(*normalizations) if len(normalizations) == 1 else "mixed norms")
    residual = {layer.residual for layer in network.hidden}
    if True in residual:
        parts.append("residual" if len(residual) == 1 else "partly residual")
    return SEPARATOR.join(parts)


def normalization_text(name: str) -> str:
    """``batch norm``, ``RMS norm``."""
    return f"{lowered(NORMALIZATIONS[name].label)} norm"


def activation_text(activation: Activation) -> str:
    """An activation as it is configured: ``sigmoid → ReLU 40 %, steepness 2``."""
    text = _label(activation.name)
    if activation.blend_to is not None and activation.blend > 0:
        text += f" → {_label(activation.blend_to)} {100 * activation.blend:.0f} %"
    text += _parameter_text(activation)
    return text if activation.steepness == 1 else f"{text}, steepness {setting(activation.steepness, 3)}"


def _parameter_text(activation: Activation) -> str:
    """The parameter where it is not the catalogue's: it belongs to the first function that takes one."""
    for name in (activation.name, activation.blend_to):
        parameter = ACTIVATIONS[name].parameter if name is not None else None
        if parameter is not None:
            value = parameter.default if activation.parameter is None else activation.parameter
            return "" if value == parameter.default else f", {parameter.label} {setting(value, 3)}"
    return ""


def _label(name: str) -> str:
    return lowered(ACTIVATIONS[name].label)


def _shape(widths: tuple[int, ...]) -> str:
    if len(set(widths)) == 1:
        return f"{len(widths)} × {widths[0]}"
    if len(widths) <= _MOST_WIDTHS:
        return "–".join(map(str, widths))
    return f"{len(widths)} × {min(widths)} to {max(widths)}"
