"""Level of detail: how many edges of each gap are drawn."""

from dataclasses import dataclass, field

from vgviz.drawing.in_view import EdgesInView, edges_in_view
from vgviz.drawing.layout import NetworkLayout

ALL_EDGES_BUDGET = 10_000  # in view: more is slower than a frame and no more legible
STRONGEST = (512, 256, 128, 64, 32)  # of one gap
LINES_PER_PIXEL = 6.0  # of a gap's width: with more, one sees a surface and no lines
MATRIX_FROM = 100_000  # edges in view of one gap, of which the strongest few say too little
NARROWEST_MATRIX = 16.0  # px of a gap
MOST_WEIGHTS = 5_000_000  # in view; beyond it even finding the strongest takes longer than a frame
SPARED = (1, 4, 16)  # while pictures take too long a part of the lines is left, then none
FEWEST = 8  # lines of one gap that are left
NOT_WORTH_SPARING = 256  # lines in all, which take half a millisecond


@dataclass(frozen=True, slots=True)
class Detail:
    """What is drawn of a network.

    Attributes
    ----------
    edges : how many of each gap's edges, the strongest first.
    in_view : which of each gap's edges can be seen; ``weights`` is how many.
    matrices : which gaps are drawn as a matrix, every weight in its place, instead of lines.
    units : whether neurons are drawn; if not, layers only.
    gapped : whether there is room for edges at all.
    ease : by how many levels less is drawn than there could be, because pictures took too long.
    """

    edges: tuple[int, ...]
    in_view: tuple[EdgesInView, ...] = field(repr=False)
    weights: tuple[int, ...]
    matrices: tuple[bool, ...]
    units: bool
    gapped: bool
    ease: int = 0

    @property
    def complete(self) -> bool:
        """Whether every edge in view is drawn as a line."""
        return self.edges == self.weights

    @property
    def is_part(self) -> bool:
        """Whether some edges are out of view."""
        return not all(gap.is_whole for gap in self.in_view)


def sides(layout: NetworkLayout, gap: int) -> tuple[float, float]:
    """Between which x a gap's edges run: they meet circles in their centre and strips at their border."""
    left, right = layout.columns[gap : gap + 2]
    return (
        left.x + (0.0 if left.circles else layout.lane_width / 2),
        right.x - (0.0 if right.circles else layout.lane_width / 2),
    )


def level_of_detail(layout: NetworkLayout, ease: int = 0) -> Detail:
    """All edges in view where they are few, else each gap's strongest, a matrix of very many, or none.

    ``ease`` takes away in steps, where they are enough to matter: all but the strongest, all but fewer
    of these, all edges.
    """
    gaps = range(len(layout.columns) - 1)
    in_view = tuple(edges_in_view(layout, gap) for gap in gaps)
    weights = tuple(gap.count for gap in in_view)
    none, total = (False,) * len(gaps), sum(weights)
    units = total <= MOST_WEIGHTS
    ease = ease if total > NOT_WORTH_SPARING else 0
    if not units or not layout.gapped or ease >= len(SPARED):
        return Detail((0,) * len(gaps), in_view, weights, none, units, layout.gapped, ease)
    if total <= ALL_EDGES_BUDGET:
        return Detail(_eased(weights, ease), in_view, weights, none, units, True, ease)
    room = layout.pitch - layout.lane_width
    matrices = tuple(count >= MATRIX_FROM and room >= NARROWEST_MATRIX for count in weights)
    strongest = next((count for count in STRONGEST if count <= LINES_PER_PIXEL * room), STRONGEST[-1])
    edges = tuple(
        0 if is_matrix else min(count, strongest) for count, is_matrix in zip(weights, matrices, strict=True)
    )
    return Detail(_eased(edges, ease), in_view, weights, matrices, units, True, ease)


def _eased(edges: tuple[int, ...], ease: int) -> tuple[int, ...]:
    """What is left of each gap's lines when some are to be spared."""
    if not ease:
        return edges
    gaps = sum(count > 0 for count in edges)
    most = max(sum(edges) // SPARED[ease] // max(gaps, 1), FEWEST)
    return tuple(min(count, most) for count in edges)
