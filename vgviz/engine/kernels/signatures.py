"""What is compiled, in this order, and the one signature that each has in a precision."""

from functools import cache
from typing import Any

import numba
import numpy as np

from vgviz.engine.batch import Batch
from vgviz.engine.descent import make_descent
from vgviz.engine.kernels.activations.activate import activate
from vgviz.engine.kernels.evaluation import evaluate
from vgviz.engine.kernels.helping import help_train
from vgviz.engine.kernels.histograms import count_decades, count_linear, count_values
from vgviz.engine.kernels.losses import mean_loss, output_delta
from vgviz.engine.kernels.normalization import normalize_backward, normalize_forward
from vgviz.engine.kernels.norms import norm, scaled_by_the_largest
from vgviz.engine.kernels.optimizers import update_part
from vgviz.engine.kernels.passes import forward, gather
from vgviz.engine.kernels.products import combine_rows, weight_gradient
from vgviz.engine.kernels.telemetry import measure
from vgviz.engine.kernels.training import train_steps
from vgviz.engine.plan import make_plan
from vgviz.engine.training_state import TrainingState
from vgviz.engine.workspace import as_samples, as_vectors, make_workspace, read_only
from vgviz.experiment import Experiment, Training


@cache
def entry_points(precision: str) -> list[tuple[Any, tuple[Any, ...]]]:
    """What is compiled with the types of its arguments, taken from a small network's.

    Shared parts come before what calls them. What takes longest stands at both ends, from where two processes
    work towards each other.
    """
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
        activate.kernel: (1, vector, vector, vector, 0.1, 0.1),
        gather.kernel: (samples, order, network, buffers),
        combine_rows.kernel: (vector, 1, 1, vector, 1, 1, 1, 1, vector, 1, 1),
        weight_gradient.kernel: (vector, 1, 1, 1, vector, 1, vector, 1, 1, vector),
        normalize_forward.kernel: (network, 1, vector, vector, buffers, 1, 1, True),
        forward.kernel: (network, vector, vector, buffers, 1, 1, True),
        output_delta.kernel: (network, buffers, vector, vector, 1, 1),
        mean_loss.kernel: (network, buffers, vector, 1, 1),
        normalize_backward.kernel: (network, 1, vector, vector, buffers, 1, 1),
        scaled_by_the_largest.kernel: (vector, 1, 1),
        norm.kernel: (vector,),
        update_part.kernel: (descent, 1, vectors, 1, 1),
        count_linear.kernel: (vector, 1, 1, labels, labels),
        count_decades.kernel: (vector, labels, labels),
        help_train: (network, buffers, vectors, descent),
        evaluate: (network, read_only(x), order, buffers, vectors, 1, answers),
        count_values: (network, samples, buffers, vector, vector, order, counts, counts),
        measure: (
            network,
            samples,
            buffers,
            vectors,
            read_only(vector),
            vector,
            order,
            table,
            table,
            counts,
            counts,
        ),
        train_steps: (network, samples, buffers, vectors, order, 1, descent),
    }
    typeof: Any = numba.typeof
    return [(kernel, tuple(typeof(item) for item in items)) for kernel, items in arguments.items()]
