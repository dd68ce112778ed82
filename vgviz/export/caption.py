"""An experiment and a moment of its run in words."""

from dataclasses import dataclass

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Network, Training
from vgviz.export.network_title import network_title

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
    return experiment.title or f"{network_title(experiment.network)}, {source[0].lower()}{source[1:]}"


def settings_text(experiment: Experiment) -> str:
    """Everything that shapes the run, in one line."""
    parts = (
        network_title(experiment.network),
        _init_text(experiment.network),
        _data_text(experiment.data),
        _training_text(experiment.training),
    )
    return SEPARATOR.join(parts)


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
