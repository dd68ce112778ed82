"""Simulation: a network in training. It owns the parameters, the place in the data, and the backend."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.engine.backends import Backend, Descent, make_backend
from vgviz.engine.batch_order import BatchOrder
from vgviz.engine.datasets import Dataset, dataset_from_arrays, load_dataset
from vgviz.engine.given_arrays import checked_batch, checked_inputs, checked_parameters
from vgviz.engine.initialization import initial_parameters
from vgviz.engine.losses import Targets, accuracy, loss_value, predictions
from vgviz.engine.memory import refuse_data_if_too_large, refuse_if_too_large
from vgviz.engine.plan import Plan, make_plan
from vgviz.engine.shelf import Shelf
from vgviz.engine.telemetry import Snapshot, make_snapshot
from vgviz.engine.transplant import Origin, transplant
from vgviz.experiment import Data, Experiment, ExperimentError

FloatArray = NDArray[np.floating[Any]]

NOT_MEASURED = float("nan")
PROBE_SIZE = 256
# Samples that go through the network at once where nothing but the outputs is wanted.
CHUNK = 4096


@dataclass(frozen=True, slots=True)
class SimulationState:
    """All of a run that changes while it trains; what follows a restored state is bit-identical."""

    experiment: Experiment
    parameters: FloatArray
    velocity: FloatArray
    batches: BatchOrder
    step: int
    epoch: int
    last_learning_rate: float
    is_finite: bool
    test_loss: float
    test_accuracy: float


class Simulation:
    """A network in training, as its experiment says.

    Parameters
    ----------
    experiment : what is simulated.
    backend : "numba" (compiled) or "numpy" (the reference); both give the same results.
    data : own samples (x, y) in place of the experiment's source; x of shape (samples, features), y class
        labels of shape (samples,) or targets of shape (samples, outputs).

    Raises
    ------
    ExperimentError
        If the data cannot be had or the experiment needs more memory than the machine has.
    """

    def __init__(
        self,
        experiment: Experiment,
        backend: str = "numba",
        data: tuple[ArrayLike, ArrayLike] | None = None,
    ) -> None:
        self._given_data = deepcopy(data)  # what the caller does to the arrays later is none of our doing
        self._shelf = Shelf()
        self._backend: Backend = make_backend(backend)
        self._dataset = self._load(experiment)
        self._plan = self._make_plan(experiment, self._dataset)
        self._start(experiment)

    def _start(self, experiment: Experiment) -> None:
        """Step 0."""
        self._experiment = experiment
        self._parameters: FloatArray = initial_parameters(experiment, self._plan)
        self._velocity = np.zeros_like(self._parameters)
        self._batches = self._first_batches()
        self._step = 0
        self._epoch = 0
        self._last_learning_rate = experiment.training.learning_rate
        self._test_loss = NOT_MEASURED
        self._test_accuracy = NOT_MEASURED
        self._finite = bool(np.isfinite(self._parameters).all())

    def _load(self, experiment: Experiment) -> Dataset:
        if self._given_data is not None:
            return dataset_from_arrays(*self._given_data, experiment.data, experiment.seed)
        refuse_data_if_too_large(experiment.data)
        return load_dataset(experiment.data, experiment.seed)

    @staticmethod
    def _make_plan(experiment: Experiment, dataset: Dataset) -> Plan:
        shape = dataset.features, dataset.task, dataset.targets
        refuse_if_too_large(experiment, len(dataset.x_train), *shape)
        return make_plan(experiment, *shape)

    def _first_batches(self) -> BatchOrder:
        training = self._experiment.training
        return BatchOrder.first(self._experiment.seed, len(self._dataset.x_train), training.batch_size)

    @property
    def experiment(self) -> Experiment:
        """What is simulated now."""
        return self._experiment

    @property
    def dataset(self) -> Dataset:
        """The samples, split and standardized."""
        return self._dataset

    @property
    def plan(self) -> Plan:
        """The network's layout."""
        return self._plan

    @property
    def backend(self) -> str:
        """Name of the backend in use."""
        return self._backend.name

    @property
    def step(self) -> int:
        """Training steps done."""
        return self._step

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return self._epoch

    @property
    def epoch_size(self) -> int:
        """Steps in an epoch."""
        return self._batches.epoch_size

    @property
    def steps_left_in_epoch(self) -> int:
        """Steps to the end of the epoch under way; all of one where the next step begins it."""
        return self._batches.steps_left

    @property
    def is_finite(self) -> bool:
        """Whether all parameters and the last loss are finite."""
        return self._finite

    @property
    def probe(self) -> tuple[FloatArray, Targets]:
        """A fixed batch: the first training samples, whatever the batches are."""
        return self._dataset.x_train[:PROBE_SIZE], self._dataset.y_train[:PROBE_SIZE]

    @property
    def parameters(self) -> dict[str, FloatArray]:
        """The parameters by name, as read-only copies."""
        return self._named_copy(self._parameters)

    def _named_copy(self, flat: FloatArray) -> dict[str, FloatArray]:
        return dict(self._plan.named(_frozen_copy(flat)))

    def use_backend(self, name: str) -> None:
        """Go on with another backend, from exactly the same state."""
        if name != self._backend.name:
            self._backend = make_backend(name)

    def restart(self) -> None:
        """Back to step 0 of the same experiment, on the data already loaded."""
        self._start(self._experiment)

    def load_parameters(self, mapping: Mapping[str, ArrayLike]) -> None:
        """Replace all parameters.

        Raises
        ------
        ExperimentError
            If a name is unknown or missing, or a shape does not fit; nothing is changed then.
        """
        self._parameters = checked_parameters(self._plan, mapping)
        self._finite = bool(np.isfinite(self._parameters).all())

    def run(self, steps: int | None = None, epochs: int | None = None) -> None:
        """Train for ``steps`` steps, or to the end of ``epochs`` epochs (the one under way counts).

        Stops at once when the loss or a parameter is no longer finite. The test part is measured at the last
        end of an epoch that is passed.

        Raises
        ------
        ExperimentError
            If not exactly one of the two is given, or it is negative.
        """
        left = self._steps_wanted(steps, epochs)
        while left > 0:
            if self._batches.position == self._batches.samples and not self._batches.is_full_batch:
                self._batches = self._batches.next_epoch()
            here = left if self._batches.is_full_batch else min(left, self._batches.steps_left)
            if not self._train(here):
                return
            left -= here
            if self._batches.position == self._batches.samples and left < self.epoch_size:
                self._measure_test_part()

    def _steps_wanted(self, steps: int | None, epochs: int | None) -> int:
        given = [count for count in (steps, epochs) if count is not None]
        if len(given) != 1 or not isinstance(given[0], Integral) or given[0] < 0:
            raise ExperimentError(
                f"run: got steps={steps}, epochs={epochs}, takes one of them, a whole number of at least 0"
            )
        wanted = int(given[0])
        if steps is not None or wanted == 0:
            return wanted
        return self._batches.steps_left + (wanted - 1) * self.epoch_size

    def _train(self, steps: int) -> bool:
        """Train within the epoch; whether all is still finite."""
        training, batches = self._experiment.training, self._batches
        repeats = batches.is_full_batch
        trained = self._backend.train_steps(
            self._plan,
            self._parameters,
            self._velocity,
            self._dataset.x_train,
            self._dataset.y_train,
            batches.order if repeats else batches.order[batches.position :],
            batches.batch_size,
            steps,
            Descent(training.learning_rate, training.momentum),
        )
        self._step += trained.steps
        self._batches = batches.advanced(trained.steps)
        ends = self._batches.position == self._batches.samples
        self._epoch += trained.steps if repeats else int(ends and trained.steps > 0)
        self._last_learning_rate = training.learning_rate
        self._finite = trained.finite
        return trained.finite

    def _measure_test_part(self) -> None:
        x, y = self._dataset.x_test, self._dataset.y_test
        if len(x):
            self._test_loss, self._test_accuracy = self._loss_and_accuracy(x, y)

    def _loss_and_accuracy(self, x: FloatArray, y: Targets) -> tuple[float, float]:
        outputs = self._outputs(x)
        with np.errstate(all="ignore"):
            return loss_value(self._plan.loss, outputs, y), accuracy(self._plan.loss, outputs, y)

    def _outputs(self, x: FloatArray) -> FloatArray:
        parts = [
            self._backend.outputs(self._plan, self._parameters, x[start : start + CHUNK])
            for start in range(0, len(x), CHUNK)
        ]
        return np.concatenate(parts)

    def train_accuracy(self) -> float:
        """Share of training samples classified correctly; NaN in a regression."""
        return self._loss_and_accuracy(self._dataset.x_train, self._dataset.y_train)[1]

    def predict(self, x: ArrayLike) -> FloatArray:
        """Class probabilities, shape (batch, classes), or values, shape (batch, outputs)."""
        outputs = self._outputs(checked_inputs(self._plan, x))
        with np.errstate(all="ignore"):
            return predictions(self._plan.loss, outputs)

    def loss_and_gradients(self, x: ArrayLike, y: ArrayLike) -> tuple[float, dict[str, FloatArray]]:
        """Loss of one batch and its gradients under the names of `parameters`; changes nothing."""
        batch = checked_batch(self._plan, x, y)
        loss, gradient = self._backend.loss_and_gradient(self._plan, self._parameters, *batch)
        return loss, self._named_copy(gradient)

    def snapshot(self, batch: tuple[ArrayLike, ArrayLike] | None = None) -> Snapshot:
        """Measure the network as it is now; changes nothing.

        Parameters
        ----------
        batch : (x, y) to measure on; by default the batch last trained, before step 1 the first one.
        """
        if batch is None:
            chosen = self._batches.batch
            x, y = self._dataset.x_train[chosen], self._dataset.y_train[chosen]
        else:
            x, y = checked_batch(self._plan, *batch)
        measured = self._backend.measure(
            self._plan,
            self._parameters,
            self._velocity,
            self._last_learning_rate,
            x,
            y,
            self._shelf.take(self._plan.parameter_count),
        )
        return make_snapshot(
            self._plan,
            self._experiment,
            measured,
            self.dataset,
            parameters=self._shelf.copy_of(self._parameters),
            step=self._step,
            epoch=self._epoch,
            test_loss=self._test_loss,
            test_accuracy=self._test_accuracy,
        )

    def state(self) -> SimulationState:
        """All that decides what follows; independent of what this simulation does next."""
        return SimulationState(
            self._experiment,
            _frozen_copy(self._parameters),
            _frozen_copy(self._velocity),
            self._batches,
            self._step,
            self._epoch,
            self._last_learning_rate,
            self._finite,
            self._test_loss,
            self._test_accuracy,
        )

    def restore(self, state: SimulationState) -> None:
        """Go back to ``state``, its experiment included; what follows is bit-identical.

        Raises
        ------
        ExperimentError
            If its data can no longer be had or no longer has the same shape; nothing is changed then.
        """
        experiment = state.experiment
        dataset = self._dataset if self._same_data(experiment) else self._load(experiment)
        plan = self._make_plan(experiment, dataset)
        if plan.parameter_count != state.parameters.size or len(dataset.x_train) != state.batches.samples:
            raise ExperimentError("state: the data it was trained on has changed, so it cannot be restored")
        self._experiment, self._dataset, self._plan = experiment, dataset, plan
        self._parameters, self._velocity = state.parameters.copy(), state.velocity.copy()
        self._batches = state.batches
        self._step, self._epoch = state.step, state.epoch
        self._last_learning_rate, self._finite = state.last_learning_rate, state.is_finite
        self._test_loss, self._test_accuracy = state.test_loss, state.test_accuracy

    def _same_data(self, experiment: Experiment) -> bool:
        return _data_key(experiment) == _data_key(self._experiment)

    def reconfigure(self, experiment: Experiment, origin: Origin | None = None) -> tuple[str, ...]:
        """Change the experiment in place and keep what still fits.

        Activation, steepness, blend, loss, learning rate, momentum and batch size act in place; data keeps
        the weights whose shapes fit; a width re-initialises the layers it touches; a depth adds or removes
        hidden layers before the output layer; init, seed and precision restart at step 0.

        Parameters
        ----------
        origin : for each new layer the index of the old one it continues, or None for a new one.

        Returns
        -------
        Names of the parameters that were re-initialised.

        Raises
        ------
        ExperimentError
            If the data cannot be had or there is not enough memory; nothing is changed then.
        """
        dataset = self._dataset if self._same_data(experiment) else self._load(experiment)
        plan = self._make_plan(experiment, dataset)
        if _start_key(experiment) != _start_key(self._experiment):
            self._dataset, self._plan = dataset, plan
            self._start(experiment)
            return tuple(plan.slots)
        moved = transplant(experiment, self._plan, plan, self._parameters, self._velocity, origin)
        changed_data = dataset is not self._dataset
        if changed_data or plan.loss != self._plan.loss:
            self._test_loss = self._test_accuracy = NOT_MEASURED
        self._experiment, self._dataset, self._plan = experiment, dataset, plan
        self._parameters, self._velocity = moved.parameters, moved.velocity
        self._go_on_with(changed_data)
        return moved.renewed

    def _go_on_with(self, changed_data: bool) -> None:
        """Fit the batches and the figures to the changed experiment."""
        if changed_data or self._step == 0:
            self._batches = self._first_batches()
        else:
            self._batches = self._batches.with_batch_size(self._experiment.training.batch_size)
        if self._step == 0:
            self._last_learning_rate = self._experiment.training.learning_rate
        self._finite = bool(np.isfinite(self._parameters).all())


def _data_key(experiment: Experiment) -> tuple[Data, int]:
    return experiment.data, experiment.seed


def _start_key(experiment: Experiment) -> tuple[object, ...]:
    return experiment.network.init, experiment.seed, experiment.precision


def _frozen_copy(flat: FloatArray) -> FloatArray:
    copy = flat.copy()
    copy.flags.writeable = False
    return copy
