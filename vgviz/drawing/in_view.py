"""Which neurons and edges of a layout are in view."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.layout import Box, Column, NetworkLayout


@dataclass(frozen=True, slots=True)
class EdgesInView:
    """Those of a gap's edges that have a neuron in view at either end.

    Edges that only pass through are left out: one sees neither where they come from nor where they lead.

    Attributes
    ----------
    sources, targets : the neurons in view, from one up to another, in the columns left and right.
    fan_in, fan_out : how many neurons the columns have.
    """

    sources: tuple[int, int]
    targets: tuple[int, int]
    fan_in: int
    fan_out: int

    @property
    def count(self) -> int:
        """How many edges these are."""
        hidden_sources = self.fan_in - (self.sources[1] - self.sources[0])
        hidden_targets = self.fan_out - (self.targets[1] - self.targets[0])
        return self.fan_in * self.fan_out - hidden_sources * hidden_targets

    @property
    def is_whole(self) -> bool:
        """Whether these are all of the gap's."""
        return self.count == self.fan_in * self.fan_out

    def indices(self) -> NDArray[np.int64]:
        """Their flat indices, ascending."""
        if self.is_whole:
            return np.arange(self.count)
        seen = np.zeros((self.fan_in, self.fan_out), dtype=bool)
        seen[slice(*self.sources)] = True
        seen[:, slice(*self.targets)] = True
        return np.flatnonzero(seen)


def edges_in_view(layout: NetworkLayout, gap: int) -> EdgesInView:
    """The edges between two columns that are in view."""
    left, right = layout.columns[gap : gap + 2]
    if right.x < layout.box.left or left.x > layout.box.right:
        return EdgesInView((0, 0), (0, 0), left.units, right.units)
    seen = units_in_view(left, layout.box), units_in_view(right, layout.box)
    return EdgesInView(*seen, left.units, right.units)


def units_in_view(column: Column, box: Box) -> tuple[int, int]:
    """The first unit whose share of the height meets the box, and the one after the last."""
    first = math.floor((box.top - column.top) / column.spacing)
    stop = math.ceil((box.bottom - column.top) / column.spacing)
    first = min(max(first, 0), column.units)
    return first, min(max(stop, first), column.units)
