"""The gradient of one weight as what it is: a sum over all paths from the weight to the loss."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.analysis.path_graph import SKIPPED, Arrival, PathGraph, WaysOn
from vgviz.analysis.path_places import WeightPlace, checked_count, checked_sample, checked_weight
from vgviz.engine.simulation import Simulation
from vgviz.experiment import ExperimentError

FloatArray = NDArray[np.floating[Any]]
Kind = Literal["activation", "derivative", "weight", "skip", "loss"]


@dataclass(frozen=True, slots=True)
class PathFactor:
    """One factor of a path's product.

    Attributes
    ----------
    kind : "activation", what the weight multiplies; "derivative", f'(z) of a unit; "weight", on the way to a
        unit; "skip", 1 around a layer; "loss", the derivative of the loss by an output.
    layer, unit : the unit that the factor belongs to, counted from 0; of a weight or a skip the one it leads
        to, of the activation the one it comes from, whose layer is -1 where that is an input.
    """

    kind: Kind
    layer: int
    unit: int
    value: float


@dataclass(frozen=True, slots=True)
class Path:
    """One way from a weight to the loss.

    Attributes
    ----------
    units : (layer, unit) of every unit passed, counted from 0, from the weight's target to the output; where
        a skip leads around a layer, the unit of that layer to whose activation it adds.
    factors : in the order of the way, as many as there are; their product is ``product``.
    share : abs(product) over the sum of abs(product) of all paths; 0 where all products are 0.
    """

    units: tuple[tuple[int, int], ...]
    factors: tuple[PathFactor, ...]
    product: float
    share: float


@dataclass(frozen=True, slots=True)
class Paths:
    """The strongest paths of a weight; iterate over it, or take its length or one of them, for the paths.

    Attributes
    ----------
    weight : (layer, source, target), counted from 0.
    paths : the strongest first.
    total : the sum of the products of all paths, which is the sample's gradient dL/dw.
    absolute_total : the sum of their absolute values.
    count : how many paths there are in all.
    """

    weight: tuple[int, int, int]
    paths: tuple[Path, ...]
    total: float
    absolute_total: float
    count: int

    @property
    def share(self) -> float:
        """What the paths listed carry together: the sum of their shares."""
        return sum(path.share for path in self.paths)

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> Path:
        return self.paths[index]


def strongest_paths(
    simulation: Simulation,
    weight: tuple[int | str, int, int],
    sample: int | tuple[ArrayLike, ArrayLike],
    count: int,
) -> Paths:
    """Write dL/dw of one weight, for one sample, as a sum over paths and find the strongest.

    A path leads from the unit that the weight feeds through one unit of every later layer to an output. Its
    product is the activation that the weight multiplies, times f'(z) of every unit and every weight on the
    way, times the derivative of the loss by the output. A skip is a way around a layer with the factor 1. The
    search is exact: the best ``count`` ways on from every unit follow from those of the layer after it, so
    that the billions of paths of a deep network need not be looked at. All is computed in float64.

    Parameters
    ----------
    weight : (layer, i, j), counted from 0: from input or unit i of the layer below to unit j of weight layer
        ``layer``, as in ``parameters["layers.0.weight"][i, j]``. The parameter's name may stand for the
        layer.
    sample : index of a training sample, counted from 0; or a sample of one's own (x, y): the network's
        inputs, shape (features,), and a class label, or targets of shape (outputs,).
    count : how many paths to list; all where there are not as many. Paths with a product of 0 come last.

    Raises
    ------
    ExperimentError
        If a layer is normalized, where a unit's z depends on other units or samples and the gradient is no
        sum over paths; or if there is no such weight or sample.

    Examples
    --------
    >>> from vgviz import Experiment, Simulation
    >>> from vgviz.analysis import strongest_paths
    >>> simulation = Simulation(Experiment(), backend="numpy")
    >>> paths = strongest_paths(simulation, ("layers.0.weight", 0, 3), sample=7, count=5)
    >>> paths.count  # ways through the seven layers of ten units that follow
    10000000
    >>> x, y = simulation.dataset.x_train[7:8], simulation.dataset.y_train[7:8]
    >>> gradient = simulation.loss_and_gradients(x, y)[1]["layers.0.weight"][0, 3]
    >>> bool(abs(paths.total / gradient - 1) < 1e-9)
    True
    """
    _refuse_normalization(simulation)
    place = checked_weight(simulation.plan, weight)
    x, y = checked_sample(simulation, sample)
    graph = PathGraph.of(simulation, x, y)
    ways = graph.strongest_ways(place.layer, checked_count(simulation.plan, count))
    start = graph.activation_into(place.layer, place.source) * graph.derivatives[place.layer][place.target]
    total = float(start * graph.sum_over_ways(place.layer)[place.target])
    absolute = float(abs(start) * graph.absolute().sum_over_ways(place.layer)[place.target])
    found = [_path(graph, place, list(way), absolute) for way in _unrolled(ways, place.target)]
    found.sort(key=lambda path: -abs(path.product))
    number = graph.count_ways(place.layer)
    return Paths((place.layer, place.source, place.target), tuple(found), total, absolute, number)


def _refuse_normalization(simulation: Simulation) -> None:
    for index, layer in enumerate(simulation.experiment.network.hidden):
        if layer.normalization != "none":
            raise ExperimentError(
                f"network.hidden[{index}].normalization: got {layer.normalization!r}, takes 'none': "
                "with normalization the gradient is no sum over paths"
            )


def _unrolled(ways: list[WaysOn], target: int) -> Iterator[Iterator[Arrival]]:
    """Every listed way on from the target unit, as the units it arrives at."""
    if not ways:
        yield iter(())
        return
    for rank in range(ways[0].size.shape[1]):
        yield _follow(ways, target, rank)


def _follow(ways: list[WaysOn], unit: int, rank: int) -> Iterator[Arrival]:
    for step in ways:
        following = int(step.following[unit, rank])
        unit, rank = unit if following == SKIPPED else following, int(step.rank[unit, rank])
        yield Arrival(unit, following == SKIPPED)


def _path(graph: PathGraph, place: WeightPlace, way: list[Arrival], absolute: float) -> Path:
    factors = tuple(_factors(graph, place, way))
    product = prod((factor.value for factor in factors), start=1.0)
    units = (place.target, *(arrival.unit for arrival in way))
    return Path(
        tuple((place.layer + step, unit) for step, unit in enumerate(units)),
        factors,
        product,
        abs(product) / absolute if absolute else 0.0,
    )


def _factors(graph: PathGraph, place: WeightPlace, way: list[Arrival]) -> Iterator[PathFactor]:
    layer, source, target = place.layer, place.source, place.target
    yield PathFactor("activation", layer - 1, source, graph.activation_into(layer, source))
    yield from _derivative(graph, layer, target)
    for step, (before, arrival) in enumerate(pairwise((Arrival(target, False), *way)), layer + 1):
        if arrival.by_skip:
            yield PathFactor("skip", step, arrival.unit, 1.0)
        else:
            weight = float(graph.weights[step][before.unit, arrival.unit])
            yield PathFactor("weight", step, arrival.unit, weight)
            yield from _derivative(graph, step, arrival.unit)
    unit = way[-1].unit if way else target
    yield PathFactor("loss", graph.last, unit, float(graph.loss_derivative[unit]))


def _derivative(graph: PathGraph, layer: int, unit: int) -> Iterator[PathFactor]:
    """f'(z); the output layer is linear and has none."""
    if layer != graph.last:
        yield PathFactor("derivative", layer, unit, float(graph.derivatives[layer][unit]))
