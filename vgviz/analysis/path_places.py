"""What a caller names when it asks for paths, checked against the network: weight, sample and number."""

from numbers import Integral
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.analysis.checked_index import checked_index
from vgviz.engine.batch import Targets
from vgviz.engine.given_arrays import checked_batch
from vgviz.engine.given_data import pair
from vgviz.engine.plan import Plan
from vgviz.engine.simulation import Simulation
from vgviz.experiment import ExperimentError

FloatArray = NDArray[np.floating[Any]]
MOST_WAYS = 2**24  # that are kept for a layer: half a gigabyte


class WeightPlace(NamedTuple):
    """One weight: from unit ``source`` of the layer below, or that input, to unit ``target`` of ``layer``."""

    layer: int
    source: int
    target: int


def checked_weight(plan: Plan, weight: tuple[int | str, int, int]) -> WeightPlace:
    """The weight that (layer, i, j) or (name, i, j) names; a negative index counts from the end.

    Raises
    ------
    ExperimentError
        If there is none.
    """
    if not isinstance(weight, tuple) or len(weight) != 3:
        raise ExperimentError(f"weight: got {weight!r}, takes (layer, i, j) or (name, i, j)")
    layer = _layer(plan, weight[0])
    source = checked_index("weight: i", weight[1], plan.widths[layer])
    return WeightPlace(layer, source, checked_index("weight: j", weight[2], plan.widths[layer + 1]))


def checked_sample(
    simulation: Simulation, sample: int | tuple[ArrayLike, ArrayLike]
) -> tuple[FloatArray, Targets]:
    """One sample as a batch in float64.

    Raises
    ------
    ExperimentError
        If there is no such sample, or it does not fit the network.
    """
    if isinstance(sample, Integral):
        data = simulation.dataset
        index = checked_index("sample", sample, len(data.x_train))
        x, y = data.x_train[index : index + 1], data.y_train[index : index + 1]
    else:
        given_x, given_y = pair("sample", sample)
        x, y = np.asarray(given_x)[np.newaxis], np.asarray(given_y)[np.newaxis]
    batch = checked_batch(simulation.plan, x, y)
    targets = batch.y if batch.y.ndim == 1 else batch.y.astype(np.float64)
    return batch.x.astype(np.float64), targets


def checked_count(plan: Plan, count: int) -> int:
    """A number of paths to list; the wider the network, the fewer there can be.

    Raises
    ------
    ExperimentError
        If it is none.
    """
    most = MOST_WAYS // max(plan.widths)
    if isinstance(count, bool) or not isinstance(count, Integral) or not 1 <= count <= most:
        raise ExperimentError(
            f"count: got {count!r}, takes a whole number from 1 to {most:,} in this network"
        )
    return int(count)


def _layer(plan: Plan, layer: int | str) -> int:
    if not isinstance(layer, str):
        return checked_index("weight: layer", layer, plan.depth)
    slot = plan.slots.get(layer)
    if slot is None or not layer.endswith(".weight"):
        raise ExperimentError(
            f"weight: got {layer!r}, takes layers.0.weight to layers.{plan.depth - 1}.weight"
        )
    return int(layer.split(".")[1])
