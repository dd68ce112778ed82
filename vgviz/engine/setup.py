"""Setup: an experiment with its samples loaded and its network laid out."""

from dataclasses import dataclass
from functools import cached_property

from numpy.typing import ArrayLike

from vgviz.engine.batch import Batch
from vgviz.engine.batch_order import BatchOrder
from vgviz.engine.datasets import Dataset, dataset_from_arrays, load_dataset
from vgviz.engine.memory import refuse_data_if_too_large, refuse_if_too_large
from vgviz.engine.plan import Plan, make_plan
from vgviz.experiment import Data, Experiment

GivenData = tuple[ArrayLike, ArrayLike] | None


@dataclass(frozen=True, eq=False)
class Setup:
    """What stays the same while an experiment trains."""

    experiment: Experiment
    dataset: Dataset
    plan: Plan

    @cached_property
    def train_part(self) -> Batch:
        """All training samples."""
        return Batch(self.dataset.x_train, self.dataset.y_train)

    @cached_property
    def test_part(self) -> Batch:
        """All test samples; there may be none."""
        return Batch(self.dataset.x_test, self.dataset.y_test)

    def first_batches(self) -> BatchOrder:
        """The beginning of the first epoch."""
        return BatchOrder.first(
            self.experiment.seed, self.train_part.size, self.experiment.training.batch_size
        )

    def restarts(self, former: "Setup") -> bool:
        """Whether the way from ``former`` to here leads over step 0."""
        return _start_key(self.experiment) != _start_key(former.experiment)


def make_setup(experiment: Experiment, given: GivenData, former: Setup | None = None) -> Setup:
    """Load the samples, unless ``former`` has them, and lay the network out.

    Parameters
    ----------
    given : own samples (x, y) in place of the experiment's source.

    Raises
    ------
    ExperimentError
        If the data cannot be had or there is not enough memory.
    """
    if former is not None and _data_key(former.experiment) == _data_key(experiment):
        dataset = former.dataset
    else:
        dataset = _load(experiment, given)
    shape = dataset.features, dataset.task, dataset.targets
    refuse_if_too_large(experiment, len(dataset.x_train), *shape)
    return Setup(experiment, dataset, make_plan(experiment, *shape))


def _load(experiment: Experiment, given: GivenData) -> Dataset:
    if given is not None:
        return dataset_from_arrays(*given, experiment.data, experiment.seed)
    refuse_data_if_too_large(experiment.data)
    return load_dataset(experiment.data, experiment.seed)


def _data_key(experiment: Experiment) -> tuple[Data, int]:
    return experiment.data, experiment.seed


def _start_key(experiment: Experiment) -> tuple[object, ...]:
    return experiment.network.init, experiment.seed, experiment.precision
