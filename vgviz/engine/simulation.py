"""Simulation: a network in training. It owns the parameters, the place in the data, and the backend."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import isfinite
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.engine import evaluation
from vgviz.engine.backends import Backend, Burst, checked_threads, make_backend
from vgviz.engine.batch import Batch, Targets
from vgviz.engine.datasets import Dataset
from vgviz.engine.given_arrays import checked_batch, checked_inputs, checked_parameters
from vgviz.engine.given_data import own_pair, pair
from vgviz.engine.histograms import Counting, Interest
from vgviz.engine.initialization import initial_parameters
from vgviz.engine.losses import predictions
from vgviz.engine.plan import Plan
from vgviz.engine.progress import Progress
from vgviz.engine.setup import GivenData, Setup, make_setup, same_data
from vgviz.engine.shelf import Shelf
from vgviz.engine.simulation_state import SimulationState
from vgviz.engine.state_room import StateRoom
from vgviz.engine.telemetry import Snapshot, StartParameters, make_snapshot
from vgviz.engine.training_state import TrainingState
from vgviz.engine.transplant import Origin, keeps_all, transplant
from vgviz.experiment import Experiment, ExperimentError

FloatArray = NDArray[np.floating[Any]]

# Samples of the probe: 256, in a network of more than 8,192 parameters fewer, so that colours can follow the
# training sixty times a second and take a twentieth of its time at most, up to some 60,000 parameters. With
# fewer than 32 a measurement takes hardly less time, and accuracy comes in steps that are too coarse.
MOST_PROBED, LEAST_PROBED, PROBE_WORK = 256, 32, 2**21
LONGEST_BURST = 10_000  # steps whose learning rates are worked out at once
MOST_WORK = (
    2**28
)  # of a burst in multiplications, some hundredths of a second: then threads may be divided anew


class Simulation:
    """A network in training, as its experiment says.

    Parameters
    ----------
    experiment : what is simulated.
    backend : "numba" (compiled) or "numpy" (the reference); both give the same results.
    data : own samples (x, y) in place of the experiment's source; x of shape (samples, features), y class
        labels of shape (samples,) or targets of shape (samples, outputs).
    threads : most threads that train, 1 or 2; the second one takes part where layers are wide and the process
        may use two processors. The numbers are the same.

    Raises
    ------
    ExperimentError
        If the data cannot be had or the experiment needs more memory than the machine has.

    Notes
    -----
    Several simulations may compute in several threads; one simulation, in one thread at a time.
    """

    def __init__(
        self,
        experiment: Experiment,
        backend: str = "numba",
        data: tuple[ArrayLike, ArrayLike] | None = None,
        threads: int = 2,
    ) -> None:
        self._given: GivenData = None if data is None else own_pair("data", data)
        self._shelf, self._interest, self._room = Shelf(), Interest(), StateRoom()
        self._backend: Backend = make_backend(backend, threads)
        self._start(make_setup(experiment, self._given))

    def _start(self, setup: Setup) -> None:
        """Step 0."""
        self._setup = setup
        parameters = initial_parameters(setup.experiment, setup.plan, setup.dataset.x_train)
        self._training = TrainingState.at_rest(parameters, setup.plan.first_running())
        self._training.fit_moments(setup.experiment.training)
        self._first = StartParameters(setup.plan, self._training.start)
        self._progress = Progress.at_start(setup)

    @property
    def experiment(self) -> Experiment:
        """What is simulated now."""
        return self._setup.experiment

    @property
    def dataset(self) -> Dataset:
        """The samples, split and standardized."""
        return self._setup.dataset

    @property
    def plan(self) -> Plan:
        """The network's layout."""
        return self._setup.plan

    @property
    def backend(self) -> str:
        """Name of the backend in use."""
        return self._backend.name

    @property
    def threads(self) -> int:
        """Most threads that train, 1 or 2; may be changed at any time."""
        return self._backend.threads

    @threads.setter
    def threads(self, most: int) -> None:
        self._backend.threads = checked_threads(most)

    @property
    def step(self) -> int:
        """Training steps done."""
        return self._training.step

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return self._progress.epoch

    @property
    def epoch_size(self) -> int:
        """Steps in an epoch."""
        return self._progress.batches.epoch_size

    @property
    def steps_left_in_epoch(self) -> int:
        """Steps to the end of the epoch under way; all of one where the next step begins it."""
        return self._progress.batches.steps_left

    @property
    def is_finite(self) -> bool:
        """Whether all parameters and the last loss are finite.

        The last loss is that of the last step, or of its batch where something was changed since.
        """
        if self._progress.is_finite is None:
            finite = self._training.has_finite_parameters and isfinite(self._loss_now())
            self._progress = replace(self._progress, is_finite=finite)
        return bool(self._progress.is_finite)

    def _loss_now(self) -> float:
        """Loss of the batch last trained, before step 1 of the first, with the parameters as they are."""
        return self._backend.loss_and_gradient(self.plan, self._training, self._batch)[0]

    @property
    def _batch(self) -> Batch:
        """The batch last trained, before step 1 the first."""
        return self._setup.train_part.chosen(self._progress.batches.batch)

    @property
    def batch(self) -> tuple[FloatArray, Targets]:
        """What a `snapshot` measures: the batch last trained, before step 1 the first."""
        batch = self._batch
        return batch.x, batch.y

    @property
    def probe(self) -> tuple[FloatArray, Targets]:
        """A fixed batch: the first training samples, whatever the batches are; fewer in large networks."""
        size = min(max(PROBE_WORK // self.plan.parameter_count, LEAST_PROBED), MOST_PROBED)
        return self.dataset.x_train[:size], self.dataset.y_train[:size]

    @property
    def parameters(self) -> dict[str, FloatArray]:
        """The parameters by name, as read-only copies.

        ``layers.0.weight`` has shape (fan_in, fan_out), ``layers.0.bias`` (fan_out,) as have ``slope``,
        ``norm_scale`` and ``norm_shift`` where they exist. The last index is the output layer.
        """
        return self._named(self._training.parameters.copy())

    @property
    def live_parameters(self) -> Mapping[str, FloatArray]:
        """The parameters by name, not copied: read-only views, which the next step changes."""
        view = self._training.parameters.view()
        view.flags.writeable = False
        return self.plan.named(view)

    @property
    def running_statistics(self) -> dict[str, FloatArray]:
        """Running means and variances of batch normalization by name, shape (fan_out,), read-only copies."""
        flat = self._training.running.copy()
        flat.flags.writeable = False
        parts: dict[str, FloatArray] = {}
        for index in range(self.plan.depth):
            own = self.plan.running_of(flat, index)
            if own is not None:
                parts |= {f"layers.{index}.running_mean": own[0], f"layers.{index}.running_variance": own[1]}
        return parts

    @property
    def start(self) -> StartParameters:
        """The parameters as each layer started from them, by name; read-only."""
        if not self._first.is_of(self._training.start):
            self._first = StartParameters(self.plan, self._training.start)
        return self._first

    def _named(self, flat: FloatArray) -> dict[str, FloatArray]:
        flat.flags.writeable = False
        return dict(self.plan.named(flat))

    def copy(self) -> "Simulation":
        """Another simulation at exactly this point, on the same samples; what one does is not the other's."""
        twin = self._twin()
        twin._training = self._training.copy()
        return twin

    __copy__ = copy

    def likeness(self) -> "Simulation":
        """Another simulation that gives the same snapshots but does not train on alike; see `follow`."""
        twin = self._twin()
        twin.follow(self)
        return twin

    def _twin(self) -> "Simulation":
        """Another simulation that computes with means of its own, but still on the same arrays."""
        twin = object.__new__(Simulation)
        twin.__dict__ |= self.__dict__
        twin._shelf, twin._interest, twin._room = Shelf(), Interest(), StateRoom()
        twin._backend = make_backend(self.backend, self.threads)
        return twin

    def follow(self, other: "Simulation") -> None:
        """Be what ``other`` is now, as far as a snapshot shows it, in the memory there is where that fits.

        Cheaper than a `copy`: the optimizer's memory is left out.
        """
        training = replace(other._training)
        for name in ("parameters", "change", "running"):
            mine, theirs = getattr(self._training, name), getattr(training, name)
            fits = mine is not theirs and (mine.shape, mine.dtype) == (theirs.shape, theirs.dtype)
            array = mine if fits else np.empty_like(theirs)
            array[...] = theirs
            setattr(training, name, array)
        training.forget_moments()
        self._setup, self._progress, self._given = other._setup, other._progress, other._given
        self._interest = other._interest
        self._training = training
        self.use_backend(other.backend)

    def use_backend(self, name: str) -> None:
        """Go on with another backend, from exactly the same state."""
        if name != self._backend.name:
            self._backend = make_backend(name, self.threads)

    def restart(self) -> None:
        """Back to step 0 of the same experiment, on the data already loaded."""
        self._start(self._setup)

    def load_parameters(self, mapping: Mapping[str, ArrayLike]) -> None:
        """Replace all parameters; the optimizer starts with nothing remembered of the former ones.

        Parameters
        ----------
        mapping : arrays with the names and shapes of `parameters`.

        Raises
        ------
        ExperimentError
            If a name is unknown or missing, or a shape does not fit; nothing is changed then.
        """
        training = self._training
        training.parameters[...] = checked_parameters(self.plan, mapping)
        training.begin_here()
        training.change[...] = 0.0
        training.forget_moments()
        training.fit_moments(self.experiment.training)
        self._progress = replace(self._progress, is_finite=None)

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
            self._progress = self._progress.in_an_epoch()
            here = min(left, self._longest_burst())
            if not self._train(here):
                return
            left -= here
            if self._progress.batches.is_finished and left < self.epoch_size:
                self._measure_test_part()

    def _longest_burst(self) -> int:
        batches = self._progress.batches
        work = self.plan.parameter_count * min(batches.batch_size, batches.samples)
        longest = min(LONGEST_BURST, max(1, MOST_WORK // (3 * work)))
        return longest if batches.is_full_batch else min(longest, batches.steps_left)

    def _steps_wanted(self, steps: int | None, epochs: int | None) -> int:
        given = [count for count in (steps, epochs) if count is not None]
        is_whole = all(isinstance(count, Integral) and not isinstance(count, bool) for count in given)
        if len(given) != 1 or not is_whole or given[0] < 0:
            raise ExperimentError(
                f"run: got steps={steps}, epochs={epochs}, takes one of them, a whole number of at least 0"
            )
        wanted = int(given[0])
        if steps is not None or wanted == 0:
            return wanted
        return self.steps_left_in_epoch + (wanted - 1) * self.epoch_size

    def _train(self, steps: int) -> bool:
        """Train within the epoch; whether all is still finite."""
        batches = self._progress.batches
        order = batches.order if batches.is_full_batch else batches.rest
        burst = Burst(self._setup.train_part, order, batches.batch_size, steps, self.experiment.training)
        trained = self._backend.train_steps(self.plan, self._training, burst)
        self._progress = self._progress.after(trained.steps, trained.finite)
        return trained.finite

    def _measure_test_part(self) -> None:
        if self._setup.test_part.size:
            self._progress = self._progress.tested(*self._loss_and_accuracy(self._setup.test_part))

    def _loss_and_accuracy(self, batch: Batch) -> tuple[float, float]:
        return evaluation.loss_and_accuracy(self._backend, self.plan, self._training, batch)

    def train_accuracy(self) -> float:
        """Share of training samples classified correctly; NaN in a regression."""
        return self._loss_and_accuracy(self._setup.train_part)[1]

    def predict(self, x: ArrayLike) -> FloatArray:
        """Class probabilities, shape (batch, classes), or values, shape (batch, outputs), in evaluation mode.

        Parameters
        ----------
        x : network inputs as they are, shape (batch, features).

        Raises
        ------
        ExperimentError
            If ``x`` is not that.
        """
        inputs = checked_inputs(self.plan, x)
        z = evaluation.outputs(self._backend, self.plan, self._training, inputs)
        with np.errstate(all="ignore"):
            return predictions(self.plan.loss, z)

    def activations(self, x: ArrayLike) -> tuple[FloatArray, ...]:
        """What every layer hands on in evaluation mode, shape (batch, fan_out), its skip included.

        The last entry is the output layer's z, of which `predict` makes probabilities. ``x``, and what is
        raised, as in `predict`.
        """
        return evaluation.activations(self._backend, self.plan, self._training, checked_inputs(self.plan, x))

    def loss_and_gradients(self, x: ArrayLike, y: ArrayLike) -> tuple[float, dict[str, FloatArray]]:
        """Loss of one batch in training mode and its gradients, named as `parameters`; changes nothing.

        Gradients exclude weight decay, L1 and clipping.

        Parameters
        ----------
        x : network inputs as they are, shape (batch, features).
        y : class labels, shape (batch,), or targets of a regression, shape (batch, outputs).

        Raises
        ------
        ExperimentError
            If ``x`` and ``y`` are not that, or batch normalization gets one sample only.
        """
        batch = checked_batch(self.plan, x, y)
        loss, gradient = self._backend.loss_and_gradient(self.plan, self._training, batch)
        return loss, self._named(gradient)

    def snapshot(self, batch: tuple[ArrayLike, ArrayLike] | None = None) -> Snapshot:
        """Measure the network as it is now; changes nothing.

        Parameters
        ----------
        batch : (x, y) to measure on, as `loss_and_gradients` takes them; by default the batch last trained,
            before step 1 the first one.

        Raises
        ------
        ExperimentError
            If ``batch`` is not that.
        """
        chosen = self._batch if batch is None else checked_batch(self.plan, *pair("batch", batch)).kept()
        gradient = self._shelf.take(self.plan.parameter_count, self.plan.dtype)
        # First, because it brings them into the cache for the measurement.
        parameters = self._shelf.copy_of(self._training.parameters)
        counting = self._interest.taken()
        measured = self._backend.measure(self.plan, self._training, chosen, gradient, counting=counting)
        # These stay as kernels take them when the snapshot freezes its own.
        countable = self.plan, parameters[:], chosen, gradient[:]
        return make_snapshot(
            self.plan,
            self.experiment,
            measured,
            self.dataset,
            parameters=parameters,
            start=self.start,
            count_values=Counting(
                self._interest, measured.counted, partial(self._backend.count_values, *countable)
            ),
            step=self.step,
            epoch=self.epoch,
            test_loss=self._progress.test_loss,
            test_accuracy=self._progress.test_accuracy,
        )

    def state(self) -> SimulationState:
        """All that decides what follows; independent of what this simulation does next."""
        progress = replace(self._progress, is_finite=self.is_finite)
        training = self._room.frozen_copy(self._training)
        return SimulationState(self.experiment, self.dataset.fingerprint, training, progress)

    def make_room_for_state(self) -> None:
        """Prepare a bit of what the next `state` takes, so that a large one is quickly there."""
        self._room.make_ready(self._training)

    @property
    def state_bytes(self) -> int:
        """Memory that a `state` takes."""
        return self._training.nbytes

    def memory_for(self, experiment: Experiment) -> int:
        """Bytes a simulation of ``experiment`` takes on these samples, about."""
        return self._setup.memory_for(experiment)

    def restore(self, state: SimulationState) -> None:
        """Go back to ``state``, its experiment included; what follows is bit-identical.

        Parameters
        ----------
        state : what `state` has returned, here or in another simulation on the same data.

        Raises
        ------
        ExperimentError
            If its data can no longer be had or are no longer the same; nothing is changed then.
        """
        if not isinstance(state, SimulationState):
            raise ExperimentError(f"state: got {type(state).__name__}, takes what state() has returned")
        setup = make_setup(state.experiment, self._given, self._setup)
        if setup.dataset.fingerprint != state.data_fingerprint:
            raise ExperimentError("state: the data it was trained on has changed, so it cannot be restored")
        training = state.training.copy(self._training)
        self._setup, self._training, self._progress = setup, training, state.progress

    def keeps_parameters(self, experiment: Experiment) -> bool:
        """Whether `reconfigure` would go on with the same data and every parameter, so nothing would be lost.

        Raises
        ------
        ExperimentError
            If there is not enough memory for it, or it does not fit the data.
        """
        if not same_data(self.experiment, experiment, given=self._given is not None):
            return False
        setup = make_setup(experiment, self._given, self._setup)
        return not setup.restarts(self._setup) and keeps_all(self.plan, setup.plan)

    def reconfigure(self, experiment: Experiment, origin: Origin | None = None) -> tuple[str, ...]:
        """Change the experiment in place and keep what still fits.

        Activation, steepness, blend, normalization, residual, loss, batch size and all numbers of the
        training act in place; another optimizer keeps the weights and starts with nothing remembered; data
        keeps the weights whose shapes fit; a width re-initialises the layers it touches; a depth adds or
        removes hidden layers before the output layer; init, seed and precision restart at step 0.

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
        setup = make_setup(experiment, self._given, self._setup)
        if setup.restarts(self._setup):
            self._start(setup)
            return tuple(setup.plan.slots)
        moved, renewed = transplant(self._setup, setup, self._training, origin)
        self._progress = self._progress.in_changed(self._setup, setup, self.step)
        self._setup, self._training = setup, moved
        return renewed
