"""The network of one sample as a graph: its paths are summed, counted and searched from the loss back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.batch import Targets
from vgviz.engine.losses import loss_delta
from vgviz.engine.plan import SKIP
from vgviz.engine.reference import forward
from vgviz.engine.simulation import Simulation

FloatArray = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]

SKIPPED = -1  # in place of the unit that follows: the same one, by the skip


class Arrival(NamedTuple):
    """The unit of the next layer that a way leads to."""

    unit: int
    by_skip: bool


@dataclass(frozen=True, slots=True, eq=False)
class WaysOn:
    """The strongest ways on from each unit of a layer, the strongest first; arrays are (units, ranks).

    Attributes
    ----------
    size : abs of the product of all that follows the unit's activation.
    following : unit of the layer after it, or SKIPPED.
    rank : which of the ways on from there.
    """

    size: FloatArray
    following: Indices
    rank: Indices


@dataclass(frozen=True, slots=True, eq=False)
class PathGraph:
    """One sample's network without normalization, in float64.

    Attributes
    ----------
    weights : of each layer, (fan_in, fan_out).
    derivatives : f'(z) of each layer, (fan_out,).
    skips : whether the layer's input is added to its activation.
    activations : what enters each layer, (fan_in,).
    loss_derivative : dL/dz of the outputs, (outputs,).
    """

    weights: tuple[FloatArray, ...]
    derivatives: tuple[FloatArray, ...]
    skips: tuple[bool, ...]
    activations: tuple[FloatArray, ...]
    loss_derivative: FloatArray

    @classmethod
    def of(cls, simulation: Simulation, x: FloatArray, y: Targets) -> "PathGraph":
        """The network as it is now, for a batch of one sample."""
        plan = simulation.plan
        parameters = {name: value.astype(np.float64) for name, value in simulation.live_parameters.items()}
        with np.errstate(all="ignore"):
            passes = forward(plan, parameters, x)
            loss_derivative = loss_delta(plan.loss, passes[-1].z, y)[0]
        return cls(
            tuple(parameters[f"layers.{index}.weight"] for index in range(plan.depth)),
            tuple(layer.derivative[0] for layer in passes),
            tuple(bool(skip) for skip in plan.layers[:, SKIP]),
            tuple(layer.x[0] for layer in passes),
            loss_derivative,
        )

    @property
    def last(self) -> int:
        """Index of the output layer."""
        return len(self.weights) - 1

    def absolute(self) -> "PathGraph":
        """The same graph with the absolute value of every factor."""
        return replace(
            self,
            weights=tuple(np.abs(weight) for weight in self.weights),
            derivatives=tuple(np.abs(derivative) for derivative in self.derivatives),
            loss_derivative=np.abs(self.loss_derivative),
        )

    def activation_into(self, layer: int, source: int) -> float:
        """What a weight of ``layer`` multiplies."""
        return float(self.activations[layer][source])

    def sum_over_ways(self, layer: int) -> FloatArray:
        """Sum of the products of all ways on from each unit of ``layer``: backpropagation."""
        total = self.loss_derivative
        with np.errstate(all="ignore"):
            for above in self._backwards(layer):
                through = self.weights[above] @ (self.derivatives[above] * total)
                total = through + total if self.skips[above] else through
        return total

    def count_ways(self, layer: int) -> int:
        """Number of ways on from each unit of ``layer``, whatever their products."""
        return prod(self.weights[above].shape[1] + self.skips[above] for above in self._backwards(layer))

    def strongest_ways(self, layer: int, count: int) -> list[WaysOn]:
        """The ``count`` strongest ways on from every unit of ``layer`` and of those above but the last."""
        found: list[WaysOn] = []
        sizes = np.abs(self.loss_derivative)[:, np.newaxis]
        for above in self._backwards(layer):
            gains = np.abs(self.weights[above] * self.derivatives[above])
            found.insert(0, _best(gains, sizes, count, skips=self.skips[above]))
            sizes = found[0].size
        return found

    def _backwards(self, layer: int) -> Iterator[int]:
        return iter(range(self.last, layer, -1))


def _best(gains: FloatArray, sizes: FloatArray, count: int, *, skips: bool) -> WaysOn:
    """The strongest ways on from each unit, given those from the layer above it.

    Parameters
    ----------
    gains : factor from each unit to each one above, shape (units, above).
    sizes : of the ways on from there, strongest first, shape (above, ranks).
    skips : whether each unit also adds to the one above it as it is.
    """
    rows = []
    for unit, row in enumerate(gains):
        following = np.arange(len(row))
        target = following
        if skips:
            row = np.append(row, 1.0)
            following, target = np.append(following, SKIPPED), np.append(following, unit)
        rows.append(_best_of_unit(row, following, sizes[target], count))
    return WaysOn(*(np.stack(part) for part in zip(*rows, strict=True)))


def _best_of_unit(
    gains: FloatArray, following: Indices, sizes: FloatArray, count: int
) -> tuple[FloatArray, Indices, Indices]:
    """The strongest ways on from one unit: their sizes, the unit that follows, and which way on from there.

    The units that follow are sorted by their best way. The best ways of n - 1 units and r - 1 of its own are
    at least as strong as the r-th way of the n-th unit: it counts only where n + r - 1 is at most ``count``.
    """
    with np.errstate(all="ignore"):
        near = _largest(gains * sizes[:, 0], count)
        ranks = [np.arange(min(sizes.shape[1], count + 1 - n)) for n in range(1, near.size + 1)]
        n, rank = np.repeat(near, [len(own) for own in ranks]), np.concatenate(ranks)
        products = gains[n] * sizes[n, rank]
    best = _largest(products, count)
    return products[best], following[n[best]], rank[best]


def _largest(values: FloatArray, count: int) -> Indices:
    """Places of the ``count`` largest values, the largest first."""
    return np.argsort(-values, kind="stable")[:count]
