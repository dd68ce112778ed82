"""Level of detail: how many edges of each gap are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vgviz.drawing.layout import NetworkLayout

ALL_EDGES_BUDGET = 10_000  # in view: more is slower than a frame and no more legible
STRONGEST = (512, 256, 128, 64, 32)  # of one gap
LINES_PER_PIXEL = 6.0  # of a gap's width: with more, one sees a surface and no lines
MOST_WEIGHTS = 5_000_000  # beyond it even finding the strongest takes longer than a frame


@dataclass(frozen=True, slots=True)
class Detail:
    """What is drawn of a network.

    Attributes
    ----------
    edges : how many of each gap's edges, the strongest first.
    weights : how many each gap has.
    units : whether neurons are drawn; if not, layers only.
    gapped : whether there is room for edges at all.
    """

    edges: tuple[int, ...]
    weights: tuple[int, ...]
    units: bool
    gapped: bool

    @property
    def complete(self) -> bool:
        """Whether every edge is drawn."""
        return self.edges == self.weights


def level_of_detail(widths: Sequence[int], layout: NetworkLayout) -> Detail:
    """All edges where they are few, else the strongest of each gap, else none."""
    weights = tuple(left * right for left, right in pairwise(widths))
    total = sum(weights)
    units = total <= MOST_WEIGHTS
    if not units or not layout.gapped:
        return Detail((0,) * len(weights), weights, units, layout.gapped)
    if total <= ALL_EDGES_BUDGET:
        return Detail(weights, weights, units, True)
    legible = LINES_PER_PIXEL * (layout.pitch - layout.lane_width)
    strongest = next((count for count in STRONGEST if count <= legible), STRONGEST[-1])
    return Detail(tuple(min(count, strongest) for count in weights), weights, units, True)
