"""What the user has chosen in the network: a layer, a neuron or an edge, and the ways to be drawn from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from vgviz.session.messages import Moved

INPUT = -1  # the input column's place before the first weight layer


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a network.

    Attributes
    ----------
    layer : weight layer, 0 for the first hidden one, the output layer last; -1 is the input column.
    unit : one of its neurons; None is the layer as a whole.
    source : with ``unit`` the edge that comes from this unit of the layer before; None is the neuron.
    run : which of the compared networks.
    """

    layer: int
    unit: int | None = None
    source: int | None = None
    run: int = 0

    @property
    def whole_layer(self) -> "Place":
        """The layer that it lies in."""
        return Place(self.layer, run=self.run)

    def fits(self, widths: Sequence[int]) -> bool:
        """Whether a network with these ``widths``, the input's first, has it."""
        if not INPUT <= self.layer < len(widths) - 1:
            return False
        unit_fits = self.unit is None or 0 <= self.unit < widths[self.layer + 1]
        if self.source is None:
            return unit_fits
        is_edge = self.unit is not None and self.layer > INPUT
        return is_edge and unit_fits and 0 <= self.source < widths[self.layer]

    def after(self, moved: Moved) -> "Place":
        """Where it is then; a layer that is gone leaves the one before it, a run the first."""
        origin = moved.origin
        if moved.run is None:
            return replace(self, run=origin.index(self.run) if self.run in origin else 0)
        if moved.run != self.run or self.layer == INPUT:
            return self
        if self.layer not in origin:
            return Place(max(self.layer - 1, 0), run=self.run)
        return replace(self, layer=origin.index(self.layer))


@dataclass(frozen=True, slots=True)
class Trail:
    """A way through a network that is drawn over its diagram.

    Attributes
    ----------
    units : (layer, unit) of each neuron passed, one of every layer from the first one on.
    strength : from 0 to 1, the strongest.
    is_negative : whether it is drawn as something negative.
    run : which of the compared networks.
    """

    units: tuple[tuple[int, int], ...]
    strength: float
    is_negative: bool = False
    run: int = 0


class Selection(QObject):
    """The chosen place; the diagram and the panels read it and change it.

    Signals
    -------
    changed : Place or None
        The new place, once for each change; None again where nothing is chosen in another run now.
    trails_changed
        There are other `trails` to be drawn.
    runs_moved : Moved
        The runs have other numbers now.
    """

    changed = Signal(object)
    trails_changed = Signal()
    runs_moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place: Place | None = None
        self._run = 0
        self._trails: tuple[Trail, ...] = ()
        self._to_follow: list[Moved] = []
        self._outputs: tuple[int, ...] = ()  # the output layer's number in each run
        self._is_output = False

    @property
    def trails(self) -> tuple[Trail, ...]:
        """Ways to be drawn, the strongest first."""
        return self._trails

    def draw(self, trails: tuple[Trail, ...]) -> None:
        """Draw ``trails`` in place of others."""
        if trails != self._trails:
            self._trails = trails
            self.trails_changed.emit()

    @property
    def place(self) -> Place | None:
        """What is chosen; None is nothing."""
        return self._place

    def run_of(self, runs: int) -> int:
        """Which of so many ``runs`` the choice lies in; where nothing is chosen the one turned to."""
        run = self._run if self._place is None else self._place.run
        return run if run < runs else 0

    def turn_to(self, run: int) -> None:
        """Look at this run as long as nothing is chosen in any."""
        if run != self._run:
            self._run = run
            if self._place is None:
                self.changed.emit(None)

    def choose(self, place: Place | None, *, is_new: bool = False) -> None:
        """Choose ``place``; a new layer may have the number that the output layer still has."""
        self._to_follow.clear()
        self._is_output = False
        if place is not None and not is_new:
            self._is_output = self._outputs[place.run : place.run + 1] == (place.layer,)
        self._take(place)

    def follow(self, moved: Moved) -> None:
        """Stay on the same layer of the same run, as soon as `fit` is told of so many of them."""
        self._to_follow.append(moved)
        if moved.run is None:
            self.runs_moved.emit(moved)

    def fit(self, networks: Sequence[Sequence[int]]) -> None:
        """Keep to what is there: ``networks`` holds the widths of each run.

        An edge or a neuron that is gone leaves its layer chosen, a layer that is gone leaves nothing. The
        output layer stays chosen however many there are before it.
        """
        self._outputs = tuple(len(widths) - 2 for widths in networks)
        place = self._followed(networks)
        if place is None:
            return
        if place.run >= len(networks):
            place = replace(place, run=0)
        widths = networks[place.run] if networks else ()
        if self._is_output:
            place = replace(place, layer=len(widths) - 2)
        ways_out = (place, replace(place, source=None), place.whole_layer)
        self._take(next((way for way in ways_out if way.fits(widths)), None))

    def _take(self, place: Place | None) -> None:
        if place != self._place:
            self._place = place
            self.changed.emit(place)

    def _followed(self, networks: Sequence[Sequence[int]]) -> Place | None:
        """Where the chosen place is now; still where it was while ``networks`` are those before the move."""
        place, moves = self._place, self._to_follow
        if not moves:
            return place
        if not _are_after(moves[-1], networks):
            return place
        for moved in moves:
            place = place and place.after(moved)
        moves.clear()
        return place


def _are_after(moved: Moved, networks: Sequence[Sequence[int]]) -> bool:
    """Whether the ``networks`` with these widths can be those that have ``moved``."""
    if moved.run is None:
        return len(networks) == len(moved.origin)
    return moved.run >= len(networks) or len(networks[moved.run]) == len(moved.origin) + 1
