"""The compiled entry points, and the one signature under which each is compiled in a precision."""

from functools import cache
from typing import Any

import numba
import numpy as np

from vgviz.engine.batch import Batch
from vgviz.engine.descent import make_descent
from vgviz.engine.kernels.activations import activate
from vgviz.engine.kernels.evaluation import evaluate
from vgviz.engine.kernels.histograms import count_values
from vgviz.engine.kernels.telemetry import measure
from vgviz.engine.kernels.training import train_steps
from vgviz.engine.plan import make_plan
from vgviz.engine.training_state import TrainingState
from vgviz.engine.workspace import as_samples, as_vectors, make_workspace, read_only
from vgviz.experiment import Experiment, Training


@cache
def entry_points(precision: str) -> list[tuple[Any, tuple[Any, ...]]]:
    """Each entry point with the types of its arguments, taken from a small network's; shared ones first."""
    plan = make_plan(Experiment(precision=precision), features=2, task="classification", targets=2)
    work = make_workspace(plan, capacity=1)
    x, vector = np.zeros((1, 2), plan.dtype), np.zeros(plan.parameter_count, plan.dtype)
    table, answers = np.zeros((1, 1)), np.zeros((1, 1), plan.dtype)
    counts = np.zeros((1, 1, 1), dtype=np.int64)
    labels = np.zeros(1, dtype=np.int64)
    samples, order = as_samples(plan, Batch(x, labels)), read_only(labels)
    state = TrainingState.at_rest(vector, vector)
    vectors, descent = as_vectors(state), make_descent(Training(), state, 1)
    network, buffers = work.network, work.buffers
    arguments: dict[Any, tuple[Any, ...]] = {
        train_steps: (network, samples, buffers, vectors, order, 1, descent),
        measure: (network, samples, buffers, vectors, vector, order, table, table),
        count_values: (network, samples, buffers, vector, read_only(vector), order, counts, counts),
        evaluate: (network, read_only(x), buffers, vectors, 1, answers),
    }
    typeof: Any = numba.typeof
    shared = [(activate.activate, activate.signature(precision))]
    return shared + [(kernel, tuple(typeof(item) for item in items)) for kernel, items in arguments.items()]
