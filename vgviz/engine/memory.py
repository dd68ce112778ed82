"""How much memory an experiment needs, and the refusal of one that is too large for the machine."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.losses import Task, output_units, resolve_loss
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.experiment import Data, Experiment, ExperimentError, Training

# Two copies of parameters and gradient in snapshots on their way to the screen.
SNAPSHOT_VECTORS = 2 * 2
# Activations, deltas and what comes back through the weights.
BUFFERS = 3
# The samples as drawn and as split, while both exist.
DATA_COPIES = 2
USABLE_SHARE = 0.85
_CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def bytes_needed(experiment: Experiment, samples: int, features: int, task: Task, targets: int) -> int:
    """Bytes a simulation of ``experiment`` takes on data of this shape."""
    outputs = output_units(resolve_loss(experiment.training.loss, task, targets), task, targets)
    hidden = experiment.network.hidden
    widths = [features, *(layer.width for layer in hidden), outputs]
    normalized = sum(layer.width for layer in hidden if layer.normalization != "none")
    # Bias and slope of every unit; scale, shift and two running statistics of a normalized one.
    parameters = sum((above + 2) * below for above, below in pairwise(widths)) + 4 * normalized
    batch = min(experiment.training.batch_size, samples)
    buffers = batch * (BUFFERS * (sum(widths) + len(widths)) + normalized)
    data = DATA_COPIES * samples * (features + 1)
    vectors = _vectors(experiment.training) * parameters
    return _bytes_of(experiment.precision) * (vectors + buffers) + _bytes_of("float64") * data


def _vectors(training: Training) -> int:
    """Numbers for each parameter: itself, its last change, what the optimizer remembers, and copies."""
    state = 2 + OPTIMIZERS[training.optimizer].moments(training.momentum)
    return 2 * state + 1 + SNAPSHOT_VECTORS  # the state in use, one to go back to, and what they started from


def _bytes_of(precision: str) -> int:
    """Bytes of one number."""
    return int(np.dtype(precision).itemsize)


def machine_memory() -> int:
    """Bytes of memory this machine, or the container around this process, has."""
    total = int(psutil.virtual_memory().total)
    for path in _CGROUP_LIMITS:
        try:
            total = min(total, int(path.read_text()))
        except (OSError, ValueError):
            continue
    return total


def refuse_if_too_large(
    experiment: Experiment, samples: int, features: int, task: Task, targets: int
) -> None:
    """Refuse an experiment that the machine cannot hold.

    Raises
    ------
    ExperimentError
        With the estimate, what the machine has, and what to make smaller.
    """
    needed, machine = bytes_needed(experiment, samples, features, task, targets), machine_memory()
    if needed > USABLE_SHARE * machine:
        hidden = experiment.network.hidden
        raise ExperimentError(
            f"network: {len(hidden)} hidden layers of up to {max(layer.width for layer in hidden)} units and "
            f"batches of {min(experiment.training.batch_size, samples)} need about {_gigabytes(needed)} "
            f"of memory, this machine has {_gigabytes(machine)}; make depth, width or batch size smaller"
        )


def refuse_data_if_too_large(data: Data) -> None:
    """Refuse samples that the machine cannot hold, before any is drawn.

    Raises
    ------
    ExperimentError
        With the estimate, what the machine has, and what to make smaller.
    """
    uses = DATA_SOURCES[data.source].uses
    if "samples" not in uses:
        return
    features = data.features if "features" in uses else 2
    needed, machine = _bytes_of("float64") * DATA_COPIES * data.samples * (features + 1), machine_memory()
    if needed > USABLE_SHARE * machine:
        raise ExperimentError(
            f"data.samples: {data.samples} samples of {features} features need about {_gigabytes(needed)} of "
            f"memory, this machine has {_gigabytes(machine)}; make samples or features smaller"
        )


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.3g} GB"
