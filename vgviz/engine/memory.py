"""How much memory an experiment needs, and the refusal of one that is too large for the machine."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.losses import Task, output_units, resolve_loss
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.engine.shelf import spare_arrays
from vgviz.experiment import Data, Experiment, ExperimentError, Training

# Copies of parameters and gradient in snapshots: on their way, in the diagram, and in panels written later.
SNAPSHOT_VECTORS = 4 * 2
# Parameters and their last change in the two moments that are measured beside the training.
LIKENESS_VECTORS = 2 * 2
# A network on which a panel tries something out: its parameters, their change and their gradient.
TRIAL_VECTORS = 3
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
    spare = spare_arrays(parameters * _bytes_of(experiment.precision))
    vectors = (_vectors(experiment.training) + spare) * parameters
    return _bytes_of(experiment.precision) * (vectors + buffers) + _bytes_of("float64") * data


def _vectors(training: Training) -> int:
    """Numbers for each parameter: itself, its last change, what the optimizer remembers, and copies."""
    state = 2 + OPTIMIZERS[training.optimizer].moments(training.momentum)
    # The state in use, one to go back to, and what they started from.
    return 2 * state + 1 + SNAPSHOT_VECTORS + LIKENESS_VECTORS + TRIAL_VECTORS


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


def free_memory() -> int:
    """Bytes of it that this process has or can have before others must be swapped out."""
    free = int(psutil.virtual_memory().available) + int(psutil.Process().memory_info().rss)
    return min(machine_memory(), free)


def refuse_if_too_large(
    experiment: Experiment, samples: int, features: int, task: Task, targets: int, *, in_use: int = 0
) -> None:
    """Refuse an experiment that the machine cannot hold.

    Parameters
    ----------
    in_use : bytes of what it takes the place of; what needs no more is never refused.

    Raises
    ------
    ExperimentError
        With the estimate, what the machine has, and what to make smaller.
    """
    needed = bytes_needed(experiment, samples, features, task, targets)
    if needed > in_use and (shortage := _shortage(needed)):
        hidden = experiment.network.hidden
        raise ExperimentError(
            f"network: {len(hidden)} hidden layers of up to {max(layer.width for layer in hidden)} units and "
            f"batches of {min(experiment.training.batch_size, samples)} need "
            f"{shortage}; make depth, width or batch size smaller"
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
    if shortage := _shortage(_bytes_of("float64") * DATA_COPIES * data.samples * (features + 1)):
        raise ExperimentError(
            f"data.samples: {data.samples} samples of {features} features need {shortage}; make samples or "
            "features smaller"
        )


def refuse_comparison_if_too_large(needed: Sequence[int], *, in_use: int = 0) -> None:
    """Refuse networks that need so many bytes each, if the machine cannot hold them side by side.

    Parameters
    ----------
    in_use : bytes of those whose place they take; what needs no more is never refused.

    Raises
    ------
    ExperimentError
        With the estimate, what the machine has, and what to do.
    """
    if len(needed) > 1 and sum(needed) > in_use and (shortage := _shortage(sum(needed))):
        raise ExperimentError(
            f"comparison: {len(needed)} networks of this size side by side need {shortage}; make them "
            "smaller or compare fewer"
        )


def _shortage(needed: int) -> str:
    """What ``needed`` bytes lack, in words; "" where they are there."""
    if needed <= USABLE_SHARE * free_memory():
        return ""
    machine, free = machine_memory(), free_memory()
    has = _gigabytes(machine) if needed > USABLE_SHARE * machine else f"{_gigabytes(free)} free"
    return f"about {_gigabytes(needed)} of memory, this machine has {has}"


def _gigabytes(count: int) -> str:
    gigabytes = count / 1e9
    return f"{gigabytes:,.0f} GB" if gigabytes >= 100 else f"{gigabytes:.3g} GB"
