"""Setup: an experiment with its samples loaded and its network laid out."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.engine.batch import Batch, Targets
from vgviz.engine.batch_order import BatchOrder
from vgviz.engine.datasets import Dataset, dataset_from_arrays, essence, load_dataset
from vgviz.engine.memory import bytes_needed, refuse_data_if_too_large, refuse_if_too_large
from vgviz.engine.plan import Plan, make_plan
from vgviz.experiment import Experiment, ExperimentError

GivenData = tuple[ArrayLike, ArrayLike] | None

# Samples of the probe: 256, in a network of more than 8,192 parameters fewer, so that colours can follow the
# training sixty times a second and take a twentieth of its time at most, up to some 60,000 parameters. With
# fewer than 32 a measurement takes hardly less time, and accuracy comes in steps that are too coarse.
MOST_PROBED, LEAST_PROBED, PROBE_WORK = 256, 32, 2**21


@dataclass(frozen=True, eq=False)
class Setup:
    """What stays the same while an experiment trains."""

    experiment: Experiment
    dataset: Dataset
    plan: Plan

    @cached_property
    def train_part(self) -> Batch:
        """All training samples."""
        return self._batch(self.dataset.x_train, self.dataset.y_train)

    @cached_property
    def test_part(self) -> Batch:
        """All test samples; there may be none."""
        return self._batch(self.dataset.x_test, self.dataset.y_test)

    def _batch(self, x: NDArray[np.float64], y: Targets) -> Batch:
        """Samples in the network's precision; labels stay whole numbers."""
        with np.errstate(over="ignore"):
            numbers = y if y.ndim == 1 else y.astype(self.plan.dtype, copy=False)
            return Batch(x.astype(self.plan.dtype, copy=False), numbers)

    @property
    def probe(self) -> tuple[NDArray[np.float64], Targets]:
        """A fixed batch to measure on, the first training samples; fewer in large networks."""
        size = min(max(PROBE_WORK // self.plan.parameter_count, LEAST_PROBED), MOST_PROBED)
        return self.dataset.x_train[:size], self.dataset.y_train[:size]

    def first_batches(self) -> BatchOrder:
        """The beginning of the first epoch."""
        batch_size = self.experiment.training.batch_size
        return BatchOrder.first(self.experiment.seed, self.train_part.size, batch_size, self.drops_single)

    @property
    def drops_single(self) -> bool:
        """Whether a last batch of a single sample is left out: batch normalization needs two."""
        return self.plan.running_units > 0

    def memory_for(self, experiment: Experiment) -> int:
        """Bytes a simulation of ``experiment`` takes on these samples, about."""
        data = self.dataset
        return bytes_needed(experiment, len(data.x_train), data.features, data.task, data.targets)

    def tests_alike(self, other: "Setup") -> bool:
        """Whether figures of the test part mean the same here and there."""
        return self.dataset is other.dataset and self.plan.loss == other.plan.loss

    def restarts(self, former: "Setup") -> bool:
        """Whether the way from ``former`` to here leads over step 0."""
        return _start_key(self.experiment) != _start_key(former.experiment)


def make_setup(experiment: Experiment, given: GivenData, former: Setup | None = None) -> Setup:
    """Load the samples, unless ``former`` has them, and lay the network out.

    Parameters
    ----------
    given : own samples (x, y) in place of the experiment's source, the same as those of ``former``.

    Raises
    ------
    ExperimentError
        If the data cannot be had, there is not enough memory, or batch normalization has one sample only.
    """
    if not isinstance(experiment, Experiment):
        raise ExperimentError(f"experiment: got {type(experiment).__name__}, takes an Experiment record")
    if former is not None and former.experiment == experiment:
        return former
    if former is not None and same_data(former.experiment, experiment, given=given is not None):
        dataset = former.dataset
    else:
        dataset = _load(experiment, given)
    shape = dataset.features, dataset.task, dataset.targets
    in_use = 0 if former is None else former.memory_for(former.experiment)
    refuse_if_too_large(experiment, len(dataset.x_train), *shape, in_use=in_use)
    plan = make_plan(experiment, *shape)
    if plan.running_units:
        _refuse_single_samples(experiment.training.batch_size, len(dataset.x_train))
    return Setup(experiment, dataset, plan)


def _refuse_single_samples(batch_size: int, samples: int) -> None:
    if 1 in (batch_size, samples):
        got = "training.batch_size: got 1" if batch_size == 1 else "data.samples: got 1 for training"
        raise ExperimentError(f"{got}, takes at least 2 with batch normalization, which needs their variance")


def _load(experiment: Experiment, given: GivenData) -> Dataset:
    if given is not None:
        return dataset_from_arrays(*given, experiment.data, experiment.seed)
    refuse_data_if_too_large(experiment.data)
    return load_dataset(experiment.data, experiment.seed)


def same_data(first: Experiment, second: Experiment, *, given: bool = False) -> bool:
    """Whether two experiments train on the same samples; ``given``: on the user's own arrays."""
    return first.seed == second.seed and essence(first.data, given=given) == essence(second.data, given=given)


def _start_key(experiment: Experiment) -> tuple[object, ...]:
    return experiment.network.init, experiment.seed, experiment.precision
