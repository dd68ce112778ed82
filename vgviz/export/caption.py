"""An experiment and a moment of its run in words."""

from dataclasses import dataclass
from itertools import groupby

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Data, Experiment, Layer, Network, Training

SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Caption:
    """Two lines under a picture: the settings, and the moment."""

    settings: str
    moment: str

    @property
    def text(self) -> str:
        """Both lines."""
        return f"{self.settings}\n{self.moment}"


def caption(snapshot: Snapshot) -> Caption:
    """Settings, step and seed of a snapshot."""
    experiment = snapshot.experiment
    moment = [
        f"step {snapshot.step:,}",
        f"epoch {snapshot.epoch:,}",
        f"seed {experiment.seed}",
        f"loss {snapshot.loss:.4g}",
    ]
    return Caption(settings_text(experiment), SEPARATOR.join(moment))


def short_name(experiment: Experiment) -> str:
    """``8 × 10 sigmoid, two moons``: enough to tell two windows apart."""
    source = DATA_SOURCES[experiment.data.source].label
    return experiment.title or f"{network_text(experiment.network)}, {source[0].lower()}{source[1:]}"


def settings_text(experiment: Experiment) -> str:
    """Everything that shapes the run, in one line."""
    parts = (
        network_text(experiment.network),
        _init_text(experiment.network),
        _data_text(experiment.data),
        _training_text(experiment.training),
    )
    return SEPARATOR.join(parts)


def network_text(network: Network) -> str:
    """``8 × 10 sigmoid``; runs of different layers are joined by plus signs."""
    runs = [(layer, len(list(equal))) for layer, equal in groupby(network.hidden)]
    if len(runs) > 3:
        widths = {layer.width for layer in network.hidden}
        width = f"{min(widths)}–{max(widths)}" if len(widths) > 1 else f"{widths.pop()}"
        return f"{len(network.hidden)} layers of {width}, mixed"
    return " + ".join(_layers_text(layer, count) for layer, count in runs)


def _layers_text(layer: Layer, count: int) -> str:
    return f"{count} × {layer.width} {_activation_text(layer.activation)}"


def _activation_text(activation: Activation) -> str:
    name = _function_name(activation.name)
    if activation.blend_to and activation.blend:
        share = f"{100 * activation.blend:.0f} %"
        name = f"{name} blended {share} into {_function_name(activation.blend_to)}"
    if activation.parameter is not None:
        name += f" ({_parameter_name(activation)} {activation.parameter:g})"
    if activation.steepness != 1:
        name += f", steepness {activation.steepness:g}"
    return name


def _parameter_name(activation: Activation) -> str:
    own = ACTIVATIONS[activation.name].parameter
    other = ACTIVATIONS[activation.blend_to].parameter if activation.blend_to else None
    parameter = own or other
    return parameter.label if parameter else "parameter"


def _function_name(name: str) -> str:
    """Label inside a sentence: capitals stay only where the name has more of them (ReLU)."""
    return " ".join(
        word if word[1:] != word[1:].lower() else word.lower() for word in ACTIVATIONS[name].label.split()
    )


def _init_text(network: Network) -> str:
    gain = "recommended gain" if network.init.gain is None else f"gain {network.init.gain:g}"
    return f"{INITIALIZERS[network.init.scheme].label}, {gain}"


def _data_text(data: Data) -> str:
    source = DATA_SOURCES[data.source]
    if data.path:
        return data.path.replace("\\", "/").rsplit("/", 1)[-1]
    parts = [source.label]
    if "samples" in source.uses:
        parts.append(f"{data.samples:,} samples")
    if "noise" in source.uses:
        parts.append(f"noise {data.noise:g}")
    return ", ".join(parts)


def _training_text(training: Training) -> str:
    parts = [training.optimizer.upper(), f"learning rate {training.learning_rate:g}"]
    if training.momentum:
        parts.append(f"momentum {training.momentum:g}")
    parts.append(f"batch {training.batch_size}")
    if training.loss != "auto":
        parts.append(LOSSES[training.loss].label.lower())
    return ", ".join(parts)
