"""A loss that fits what is learned."""

from dataclasses import dataclass

from msgspec.structs import replace

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.losses import Task, fitting_losses
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment


@dataclass(frozen=True, slots=True)
class Samples:
    """What samples are of: classes or numbers, and how many of them."""

    task: Task
    targets: int

    @property
    def losses(self) -> tuple[str, ...]:
        """Losses that fit, the automatic one among them."""
        return ("auto", *fitting_losses(self.task, self.targets))


def samples_of(data: Data) -> Samples | None:
    """What the catalogue and the record say; None for files, which only say it themselves."""
    entry = DATA_SOURCES[data.source]
    if entry.task is None:
        return None
    return Samples(entry.task, 1 if entry.task == "regression" else entry.classes or data.classes)


def samples_in(snapshot: Snapshot) -> Samples:
    """What the samples behind a snapshot are."""
    if snapshot.class_names:
        return Samples("classification", len(snapshot.class_names))
    return Samples("regression", len(snapshot.target_names))


def with_data(experiment: Experiment, data: Data, samples: Samples | None) -> Experiment:
    """``experiment`` on other data; a loss that does not fit them becomes the automatic one."""
    training = experiment.training
    if samples is not None and training.loss not in samples.losses:
        training = replace(training, loss="auto")
    return replace(experiment, data=data, training=training)
