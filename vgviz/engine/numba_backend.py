"""The compiled backend: puts the questions of `Backend` to the kernels, and keeps their buffers."""

import contextlib
from collections.abc import Callable

import numpy as np

from vgviz.engine import kernel_cache
from vgviz.engine.backend import Burst, Trained
from vgviz.engine.batch import Batch
from vgviz.engine.descent import advance, make_descent
from vgviz.engine.histograms import HistogramCounts
from vgviz.engine.kernels.evaluation import evaluate
from vgviz.engine.kernels.helping import help_train
from vgviz.engine.kernels.histograms import count_values
from vgviz.engine.kernels.telemetry import measure
from vgviz.engine.kernels.training import train_steps
from vgviz.engine.plan import Plan
from vgviz.engine.second_thread import ALONE, SecondThread, Team, is_of_use
from vgviz.engine.telemetry import LAYER_FIELDS, UNIT_FIELDS, FloatArray, Measurement
from vgviz.engine.training_state import TrainingState
from vgviz.engine.workspace import (
    EVALUATED_AT_ONCE,
    Workspace,
    as_samples,
    as_vectors,
    in_order,
    make_workspace,
    read_only,
)


class NumbaBackend:
    """The compiled kernels of `vgviz.engine.kernels`."""

    name = "numba"

    def __init__(self, threads: int = 2) -> None:
        self.threads = threads
        self._second_thread: SecondThread | None = None
        self._workspace: Workspace | None = None
        self._spare: list[Workspace] = []  # for whoever counts, in whatever thread

    def __reduce__(self) -> tuple[type["NumbaBackend"], tuple[int]]:
        """A copy or a pickle makes buffers and a second thread of its own."""
        return NumbaBackend, (self.threads,)

    def train_steps(self, plan: Plan, state: TrainingState, burst: Burst) -> Trained:
        """See `Backend`."""
        work, vectors = self._workspace_for(plan, burst.largest_batch), as_vectors(state)
        samples, order = as_samples(plan, burst.samples), read_only(burst.order)
        descent = make_descent(burst.training, state, burst.steps)

        def help_out(team: Team) -> None:
            help_train(work.network, work.buffers._replace(team=team), vectors, descent)

        with self._help(plan, burst, help_out) as team:
            buffers = work.buffers._replace(team=team) if team.size else work.buffers
            done = train_steps(work.network, samples, buffers, vectors, order, burst.batch_size, descent)
        trained = Trained(*done)
        advance(burst.training, state, trained.steps)
        return trained

    def _help(
        self, plan: Plan, burst: Burst, helps: Callable[[Team], object]
    ) -> contextlib.AbstractContextManager[Team]:
        """The second thread's for one burst, where there is one and it is of use."""
        if self.threads == 1 or not is_of_use(plan, burst.largest_batch, burst.steps):
            return contextlib.nullcontext(ALONE)
        if self._second_thread is None:
            self._second_thread = SecondThread()
        return self._second_thread.helping(helps, (plan, burst.largest_batch), burst.steps)

    def measure(
        self, plan: Plan, state: TrainingState, batch: Batch, gradient: FloatArray, *, counting: bool = False
    ) -> Measurement:
        """See `Backend`."""
        work = self._workspace_for(plan, batch.size)
        layers = np.empty((len(LAYER_FIELDS), plan.depth))
        units = np.empty((len(UNIT_FIELDS), plan.unit_count))
        counted = HistogramCounts.to_be_filled(plan.depth if counting else 0)
        loss, hits = measure(
            work.network,
            as_samples(plan, batch),
            work.buffers,
            as_vectors(state),
            read_only(state.start),
            gradient,
            in_order(batch.size),
            layers,
            units,
            counted.counts,
            counted.places,
        )
        accuracy = hits / batch.size if plan.task == "classification" else float("nan")
        return Measurement(loss, accuracy, gradient, layers, units, counted if counting else None)

    def count_values(
        self, plan: Plan, parameters: FloatArray, batch: Batch, gradient: FloatArray
    ) -> HistogramCounts:
        """See `Backend`."""
        work, counted = self._spare_workspace(plan, batch.size), HistogramCounts.to_be_filled(plan.depth)
        count_values(
            work.network,
            as_samples(plan, batch),
            work.buffers,
            np.require(parameters, requirements="W"),  # kernels take what can be changed
            np.require(gradient, requirements="W"),
            in_order(batch.size),
            counted.counts,
            counted.places,
        )
        self._spare[:] = [work]
        return counted

    def _spare_workspace(self, plan: Plan, batch: int) -> Workspace:
        """A workspace that no other thread has."""
        spare = None
        with contextlib.suppress(IndexError):  # another thread has it
            spare = self._spare.pop()
        return _workspace_for(plan, batch, spare)

    def loss_and_gradient(
        self, plan: Plan, state: TrainingState, batch: Batch, gradient: FloatArray | None = None
    ) -> tuple[float, FloatArray]:
        """See `Backend`."""
        into = np.empty_like(state.parameters) if gradient is None else gradient
        measured = self.measure(plan, state, batch, into)
        return measured.loss, measured.gradient

    def outputs(self, plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
        """See `Backend`."""
        work = self._workspace_for(plan, min(len(x), EVALUATED_AT_ONCE))
        out = np.empty((len(x), plan.outputs), plan.dtype)
        vectors, chosen = as_vectors(state), in_order(len(x))
        evaluate(work.network, read_only(x), chosen, work.buffers, vectors, work.capacity, out)
        return out

    def activations(self, plan: Plan, state: TrainingState, x: FloatArray) -> list[FloatArray]:
        """See `Backend`."""
        layers = [np.empty((len(x), width), plan.dtype) for width in plan.widths[1:]]
        out = np.empty((min(len(x), EVALUATED_AT_ONCE), plan.outputs), plan.dtype)
        for start in range(0, len(x), EVALUATED_AT_ONCE):
            part = x[start : start + EVALUATED_AT_ONCE]
            work = self._workspace_for(plan, len(part))
            vectors, chosen = as_vectors(state), in_order(len(part))
            evaluate(work.network, read_only(part), chosen, work.buffers, vectors, len(part), out)
            for layer, values in enumerate(layers):
                values[start : start + len(part)] = work.handed_on(layer, len(part))
        return layers

    def _workspace_for(self, plan: Plan, batch: int) -> Workspace:
        self._workspace = _workspace_for(plan, batch, self._workspace)
        return self._workspace


def _workspace_for(plan: Plan, batch: int, former: Workspace | None) -> Workspace:
    """The ``former`` workspace where it is one for this, else one made from it."""
    if former is not None and former.plan is plan and former.capacity >= batch:
        return former
    if former is None or former.plan.dtype != plan.dtype:
        kernel_cache.load(plan.dtype.name)
    return make_workspace(plan, batch, former)
