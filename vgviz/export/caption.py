"""An experiment and a moment of its run in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.catalogue.training_numbers import TRAINING_NUMBERS
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Network, Training
from vgviz.export.difference import difference
from vgviz.export.lowered import lowered
from vgviz.export.network_title import SEPARATOR, experiment_title, network_title
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.number_format import count, number, setting


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands under a picture: the settings, a line for each network, and the moment."""

    settings: str
    moment: str

    @property
    def text(self) -> str:
        """All lines."""
        return f"{self.settings}\n{self.moment}"


def caption(snapshot: Snapshot, *others: Snapshot) -> Caption:
    """Settings, step and seed of a snapshot; of ``others`` what differs from it."""
    experiment, snapshots = snapshot.experiment, (snapshot, *others)
    settings = [settings_text(experiment)]
    if others:
        settings += [difference(other.experiment, experiment) for other in others]
        settings = [f"{letter}: {text}" for letter, text in zip(RUN_LETTERS, settings, strict=False)]
    moment = [
        f"step {_each([count(each.step) for each in snapshots])}",
        f"epoch {_each([count(each.epoch) for each in snapshots])}",
        f"seed {_each([str(each.experiment.seed) for each in snapshots])}",
        f"loss {_each([number(each.loss, 4) for each in snapshots], alike=False)}",
    ]
    return Caption("\n".join(settings), SEPARATOR.join(moment))


def _each(texts: Sequence[str], *, alike: bool = True) -> str:
    """What stands for every run, with their letters; once where all are ``alike`` and may be told as one."""
    if len(texts) == 1 or (alike and len(set(texts)) == 1):
        return texts[0]
    return ", ".join(f"{letter} {text}" for letter, text in zip(RUN_LETTERS, texts, strict=False))


def short_name(experiment: Experiment) -> str:
    """``8 × 10 sigmoid, two moons``: enough to tell two windows apart."""
    source = DATA_SOURCES[experiment.data.source].label
    return experiment.title or f"{experiment_title(experiment)}, {lowered(source)}"


def comparison_name(experiments: Sequence[Experiment]) -> str:
    """``8 × 10 sigmoid | 8 × 10 ReLU, two moons`` for those that are compared; one as `short_name` has it."""
    if len(experiments) == 1:
        return short_name(experiments[0])
    others = [experiment_title(experiment) for experiment in experiments[:-1]]
    return " | ".join([*others, short_name(experiments[-1])])


def settings_text(experiment: Experiment) -> str:
    """Everything that shapes the run, in one line."""
    parts = (
        network_title(experiment.network),
        _init_text(experiment.network),
        _data_text(experiment.data),
        _training_text(experiment.training),
        *_precision_text(experiment),
    )
    return SEPARATOR.join(parts)


def _init_text(network: Network) -> str:
    gain = "recommended gain" if network.init.gain is None else f"gain {setting(network.init.gain)}"
    bias = f", bias spread {setting(network.init.bias_std)}" if network.init.bias_std else ""
    return f"{INITIALIZERS[network.init.scheme].label}, {gain}{bias}"


def _precision_text(experiment: Experiment) -> tuple[str, ...]:
    return () if experiment.precision == Experiment().precision else (experiment.precision,)


def _data_text(data: Data) -> str:
    source = DATA_SOURCES[data.source]
    if data.path:
        return data.path.replace("\\", "/").rsplit("/", 1)[-1]
    parts = [source.label]
    if "samples" in source.uses:
        parts.append(f"{data.samples:,} samples")
    if "noise" in source.uses:
        parts.append(f"noise {setting(data.noise)}")
    return ", ".join(parts)


def _training_text(training: Training) -> str:
    parts = [OPTIMIZERS[training.optimizer].label, f"learning rate {setting(training.learning_rate)}"]
    parts += _numbers_text(training, OPTIMIZERS[training.optimizer].numbers)
    if training.schedule != "constant":
        label = lowered(SCHEDULES[training.schedule].label)
        parts.append(f"{label} schedule over {training.schedule_steps:,} steps")
    parts.append(f"batch {training.batch_size}")
    parts += _numbers_text(training, ("weight_decay", "l1", "clip_norm", "clip_value"))
    if training.loss != "auto":
        parts.append(lowered(LOSSES[training.loss].label))
    parts += _numbers_text(training, ("label_smoothing",))
    return ", ".join(parts)


def _numbers_text(training: Training, names: Iterable[str]) -> list[str]:
    """The numbers that are not the default."""
    usual = Training()
    return [
        f"{lowered(TRAINING_NUMBERS[name].label)} {setting(getattr(training, name))}"
        for name in names
        if getattr(training, name) != getattr(usual, name)
    ]
