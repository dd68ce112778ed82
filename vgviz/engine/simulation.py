"""Simulation: a network in training, as callers see it. It owns the run and the backend that computes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.engine import evaluation
from vgviz.engine.backend import Backend
from vgviz.engine.backend_choice import checked_threads, make_backend
from vgviz.engine.batch import Targets
from vgviz.engine.datasets import Dataset
from vgviz.engine.given_arrays import checked_batch, checked_inputs, checked_parameters
from vgviz.engine.given_data import own_pair, pair
from vgviz.engine.histograms import Counting, Interest
from vgviz.engine.losses import predictions
from vgviz.engine.plan import Plan
from vgviz.engine.setup import GivenData, Setup, make_setup, same_data
from vgviz.engine.shelf import Shelf
from vgviz.engine.simulation_state import SimulationState
from vgviz.engine.telemetry import Snapshot, StartParameters, make_snapshot
from vgviz.engine.training_run import TrainingRun
from vgviz.engine.transplant import Origin, keeps_all
from vgviz.experiment import Experiment, ExperimentError

FloatArray = NDArray[np.floating[Any]]


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
        self._shelf, self._interest = Shelf(), Interest()
        self._backend: Backend = make_backend(backend, threads)
        self._run = TrainingRun.at_start(make_setup(experiment, self._given))
        self._first = StartParameters(self.plan, self._run.training.start)
        self._considered: Setup | None = None

    @property
    def experiment(self) -> Experiment:
        """What is simulated now."""
        return self._run.setup.experiment

    @property
    def dataset(self) -> Dataset:
        """The samples, split and standardized."""
        return self._run.setup.dataset

    @property
    def plan(self) -> Plan:
        """The network's layout."""
        return self._run.setup.plan

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
        return self._run.training.step

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return self._run.progress.epoch

    @property
    def epoch_size(self) -> int:
        """Steps in an epoch."""
        return self._run.progress.batches.epoch_size

    @property
    def steps_left_in_epoch(self) -> int:
        """Steps to the end of the epoch under way; all of one where the next step begins it."""
        return self._run.progress.batches.steps_left

    @property
    def is_finite(self) -> bool:
        """Whether all parameters and the last loss are finite.

        The last loss is that of the last step, or of its batch where something was changed since.
        """
        return self._run.is_finite(self._backend, self._shelf)

    @property
    def batch(self) -> tuple[FloatArray, Targets]:
        """What a `snapshot` measures: the batch last trained, before step 1 the first."""
        batch = self._run.batch
        return batch.x, batch.y

    @property
    def probe(self) -> tuple[FloatArray, Targets]:
        """A fixed batch: the first training samples, whatever the batches are; fewer in large networks."""
        return self._run.setup.probe

    @property
    def parameters(self) -> dict[str, FloatArray]:
        """The parameters by name, as read-only copies.

        ``layers.0.weight`` has shape (fan_in, fan_out), ``layers.0.bias`` (fan_out,) as have ``slope``,
        ``norm_scale`` and ``norm_shift`` where they exist. The last index is the output layer.
        """
        return self._named(self._run.training.parameters.copy())

    @property
    def live_parameters(self) -> Mapping[str, FloatArray]:
        """The parameters by name, not copied: read-only views, which the next step changes."""
        view = self._run.training.parameters.view()
        view.flags.writeable = False
        return self.plan.named(view)

    @property
    def running_statistics(self) -> dict[str, FloatArray]:
        """Running means and variances of batch normalization by name, shape (fan_out,), read-only copies."""
        flat = self._run.training.running.copy()
        flat.flags.writeable = False
        return self.plan.named_running(flat)

    @property
    def start(self) -> StartParameters:
        """The parameters as each layer started from them, by name; read-only."""
        if not self._first.is_of(self._run.training.start):
            self._first = StartParameters(self.plan, self._run.training.start)
        return self._first

    def _named(self, flat: FloatArray) -> dict[str, FloatArray]:
        flat.flags.writeable = False
        return dict(self.plan.named(flat))

    def copy(self) -> "Simulation":
        """Another simulation at exactly this point, on the same samples; what one does is not the other's."""
        self.finish_test()
        twin = self._twin()
        twin._run.training = self._run.training.twin()
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
        twin._run = replace(self._run)
        twin._shelf, twin._interest = Shelf(), Interest()
        twin._considered = None
        twin._backend = make_backend(self.backend, self.threads)
        return twin

    def follow(self, other: "Simulation") -> None:
        """Be what ``other`` is now, as far as a snapshot shows it: the optimizer's memory is left out."""
        self._shelf = other._shelf  # or each would keep arrays for the same few snapshots
        self._given, self._interest, self._considered = other._given, other._interest, None
        self._run.follow(other._run)
        self.use_backend(other.backend)

    def use_backend(self, name: str) -> None:
        """Go on with another backend, from exactly the same state."""
        if name != self._backend.name:
            self._backend = make_backend(name, self.threads)

    def restart(self) -> None:
        """Back to step 0 of the same experiment, on the data already loaded."""
        self._run = TrainingRun.at_start(self._run.setup)

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
        parameters = checked_parameters(self.plan, mapping)
        self.finish_test()
        self.own_arrays()
        self._run.load(parameters)

    def run(self, steps: int | None = None, epochs: int | None = None) -> None:
        """Train for ``steps`` steps, or to the end of ``epochs`` epochs (the one under way counts).

        Stops at once when the loss or a parameter is no longer finite. The test part is measured at the last
        end of an epoch that is passed.

        Raises
        ------
        ExperimentError
            If not exactly one of the two is given, or it is negative.
        """
        self.train(self._run.steps_wanted(steps, epochs))
        self.finish_test()

    def train(self, steps: int) -> None:
        """As `run`, except that a large test part is left to `continue_test`: it takes longer than a step.

        Until then snapshots show the figures of the epoch before.
        """
        if steps:
            self.own_arrays()
        self._run.train(self._backend, steps)

    @property
    def is_testing(self) -> bool:
        """Whether the test part is still to be measured, as the network was at an epoch's end."""
        return self._run.test is not None

    def continue_test(self) -> None:
        """Measure a bit of it."""
        self._run.continue_test(self._backend)

    def finish_test(self) -> None:
        """Measure all of it."""
        self._run.finish_test(self._backend)

    def train_accuracy(self) -> float:
        """Share of training samples classified correctly; NaN in a regression."""
        return self._run.loss_and_accuracy(self._backend, self._run.setup.train_part)[1]

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
        z = evaluation.outputs(self._backend, self.plan, self._run.training, inputs)
        with np.errstate(all="ignore"):
            return predictions(self.plan.loss, z)

    def activations(self, x: ArrayLike) -> tuple[FloatArray, ...]:
        """What every layer hands on in evaluation mode, shape (batch, fan_out), its skip included.

        The last entry is the output layer's z, of which `predict` makes probabilities. ``x``, and what is
        raised, as in `predict`.
        """
        inputs = checked_inputs(self.plan, x)
        return evaluation.activations(self._backend, self.plan, self._run.training, inputs)

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
        loss, gradient = self._backend.loss_and_gradient(self.plan, self._run.training, batch)
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
        chosen = self._run.batch if batch is None else checked_batch(self.plan, *pair("batch", batch)).kept()
        gradient = self._shelf.take(self.plan.parameter_count, self.plan.dtype)
        self._run.training.lend("parameters")
        counting = self._interest.taken()
        measured = self._backend.measure(self.plan, self._run.training, chosen, gradient, counting=counting)
        # These stay as kernels take them when the snapshot freezes its own.
        parameters = self._run.training.parameters[:]
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
            test_loss=self._run.progress.test_loss,
            test_accuracy=self._run.progress.test_accuracy,
            tested_step=self._run.progress.tested_step,
        )

    def state(self) -> SimulationState:
        """All that decides what follows; independent of what this simulation does next."""
        self.finish_test()
        self._run.is_finite(self._backend, self._shelf)  # found out before it is kept
        training = self._run.training.twin()
        return SimulationState(self.experiment, self.dataset.fingerprint, training, self._run.progress)

    def own_arrays(self) -> None:
        """Copy now what the next step would have to: what copies, states and snapshots have, too."""
        self._run.training.own_arrays(self._shelf)

    @property
    def has_room(self) -> bool:
        """Whether the memory that the next copies take is ready, or not worth preparing."""
        return self._shelf.is_ready(self.plan.parameter_count, self.plan.dtype)

    def make_room(self) -> None:
        """Prepare some of it, which another thread may do."""
        self._shelf.make_ready(self.plan.parameter_count, self.plan.dtype)

    @property
    def state_bytes(self) -> int:
        """Memory that a `state` takes."""
        return self._run.training.nbytes

    def memory_for(self, experiment: Experiment) -> int:
        """Bytes a simulation of ``experiment`` takes on these samples, about."""
        return self._run.setup.memory_for(experiment)

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
        setup = make_setup(state.experiment, self._given, self._run.setup)
        if setup.dataset.fingerprint != state.data_fingerprint:
            raise ExperimentError("state: the data it was trained on has changed, so it cannot be restored")
        self._run = TrainingRun(setup, state.training.twin(), state.progress)
        self._considered = None

    def keeps_parameters(self, experiment: Experiment) -> bool:
        """Whether `reconfigure` would go on with the same data and every parameter, so nothing would be lost.

        Raises
        ------
        ExperimentError
            If there is not enough memory for it, or it does not fit the data.
        """
        if not same_data(self.experiment, experiment, given=self._given is not None):
            return False
        setup = self._setup_for(experiment)
        return not setup.restarts(self._run.setup) and keeps_all(self.plan, setup.plan)

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
        setup = self._setup_for(experiment)
        self._run, renewed = self._run.changed(setup, origin, self._shelf)
        self._considered = None
        return renewed

    def _setup_for(self, experiment: Experiment) -> Setup:
        """What ``experiment`` would be set up as here; of the one last asked for it is still there."""
        if self._considered is None or self._considered.experiment is not experiment:
            self._considered = make_setup(experiment, self._given, self._run.setup)
        return self._considered
