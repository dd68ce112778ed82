"""Where everything of a network's picture lies: pure geometry, in logical pixels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

LARGEST_PITCH = 260.0  # between columns: a shallow network is not torn apart
LARGEST_SPACING = 84.0  # between neurons of a column
LARGEST_RADIUS = 19.0
ROOMY_WIDTH, ROOMY_HEIGHT = 1800.0, 900.0  # beyond which the three above grow along
SMALLEST_CIRCLE = 2.5  # radius under which neurons become a strip
NARROWEST_GAPPED_PITCH = 9.0  # under it columns touch, and there is no room for edges
LANE_PADDING = 7.0
FEW_INPUTS = 8  # that are always drawn one by one
CROWDED_INPUT = 1.6  # times as close together as other neurons, inputs become a strip
_CIRCLE_LANE, _STRIP_LANE = 0.62, 0.4  # of the pitch: the rest is for the edges
_RADIUS_SHARE = 0.4  # of the spacing


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Bottom edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Column:
    """One layer's neurons: unit i at height ``first + i * spacing``; circles, or a strip where too many."""

    x: float
    units: int
    first: float
    spacing: float
    circles: bool

    def heights(self) -> NDArray[np.float64]:
        """Vertical centres of the units, shape (units,)."""
        return np.asarray(self.first + self.spacing * np.arange(self.units), dtype=np.float64)

    def centers(self) -> NDArray[np.float64]:
        """Centres of the units, shape (2, units), rows x and y."""
        return np.stack([np.full(self.units, self.x), self.heights()])

    @property
    def top(self) -> float:
        """Upper end of the first unit's share."""
        return self.first - self.spacing / 2

    @property
    def bottom(self) -> float:
        """Lower end of the last unit's share."""
        return self.top + self.spacing * self.units


@dataclass(frozen=True)
class NetworkLayout:
    """Columns of neurons, input first, output last, each in a lane of its own.

    Attributes
    ----------
    box : what the lanes fill from top to bottom.
    columns : one for the input and one for each layer.
    pitch : from one column's centre to the next.
    lane_width : width of every lane.
    radius : of every neuron that is drawn as a circle.
    gapped : whether there is room between the lanes; if not they touch.
    """

    box: Box
    columns: tuple[Column, ...]
    pitch: float
    lane_width: float
    radius: float
    gapped: bool

    @cached_property
    def tightest(self) -> float:
        """The smallest distance between neurons of a column."""
        return min(column.spacing for column in self.columns)

    def lane(self, column: int) -> Box:
        """The rectangle behind a column."""
        left = self.columns[column].x - self.lane_width / 2
        return Box(left, self.box.top, self.lane_width, self.box.height)

    def column_at(self, x: float, reach: float = 0.0) -> int | None:
        """The column whose lane holds ``x``, or the nearest one if its middle is within ``reach``."""
        column = math.floor((x - self.columns[0].x) / self.pitch + 0.5)
        reach = max(reach, self.lane_width / 2)
        if 0 <= column < len(self.columns) and abs(x - self.columns[column].x) <= reach:
            return column
        return None

    def unit_at(self, column: int, y: float) -> int | None:
        """The unit of ``column`` whose share of the height holds ``y``."""
        place = self.columns[column]
        unit = math.floor((y - place.top) / place.spacing)
        return unit if 0 <= unit < place.units else None


def arrange(widths: Sequence[int], box: Box) -> NetworkLayout:
    """Lay out columns of ``widths`` units in ``box``, centred."""
    pitch = min(box.width / len(widths), LARGEST_PITCH * _roominess(box))
    left = box.left + (box.width - pitch * (len(widths) - 1)) / 2
    middle = box.top + box.height / 2
    spacings = [_spacing(units, box) for units in widths]
    columns = tuple(
        Column(left + pitch * index, units, middle - spacing * (units - 1) / 2, spacing, circles=False)
        for index, (units, spacing) in enumerate(zip(widths, spacings, strict=True))
    )
    return spread(columns, box, pitch, largest_radius(box))


def largest_radius(box: Box) -> float:
    """Of a neuron where the whole network lies in ``box``."""
    return LARGEST_RADIUS * _roominess(box)


def _roominess(box: Box) -> float:
    """By how much neurons and their distances may grow with a very large screen."""
    return max(1.0, min(box.width / ROOMY_WIDTH, box.height / ROOMY_HEIGHT))


def spread(columns: tuple[Column, ...], box: Box, pitch: float, largest_radius: float) -> NetworkLayout:
    """Columns ``pitch`` apart, of which ``box`` may show a part, with lanes, and circles where they fit.

    Those given have no circles.
    """
    gapped = pitch >= NARROWEST_GAPPED_PITCH
    spacings = [
        column.spacing for column in _deciding(columns) if -pitch < column.x - box.left < box.width + pitch
    ] or [columns[0].spacing]
    crowded = min(spacings) < SMALLEST_CIRCLE / _RADIUS_SHARE
    widest_lane = pitch * ((_STRIP_LANE if crowded else _CIRCLE_LANE) if gapped else 1.0)
    radius = _radius(spacings, widest_lane, largest_radius)
    lane_width = min(2 * radius + 2 * LANE_PADDING, widest_lane) if gapped else pitch
    has_circles = gapped and radius >= SMALLEST_CIRCLE
    placed = tuple(
        Column(column.x, column.units, column.first, column.spacing, circles=True)
        if has_circles and radius <= 0.46 * column.spacing
        else column
        for column in columns
    )
    return NetworkLayout(box, placed, pitch, lane_width, radius, gapped)


def _deciding(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns that decide how large neurons are: not the input's where it would make all others small."""
    inputs, tightest = columns[0], min(column.spacing for column in columns[1:])
    crowded = inputs.units > FEW_INPUTS and inputs.spacing * CROWDED_INPUT < tightest
    return columns[1:] if crowded else columns


def _spacing(units: int, box: Box) -> float:
    room = max(box.height - 2 * LANE_PADDING, 1.0)  # four diagrams in a low window may have none
    return min(room / units, LARGEST_SPACING * _roominess(box))


def _radius(spacings: Sequence[float], widest_lane: float, largest: float) -> float:
    """One radius for all circles: what the tightest column that can hold circles allows."""
    radii = [_RADIUS_SHARE * spacing for spacing in spacings]
    fitting = [radius for radius in radii if radius >= SMALLEST_CIRCLE]
    return min([largest, (widest_lane - LANE_PADDING) / 2, *fitting])


def thinned(
    count: int, pitch: float, label_width: float, moved: tuple[float, float] = (0.0, 0.0)
) -> tuple[int, ...]:
    """Which of ``count`` labels ``pitch`` apart fit without touching: both ends and round ordinals between.

    Labels count from 1: with a stride of 5 the first, the 5th, the 10th, ... and the last are kept; with a
    stride of 2 every second from the first. The first and the last stand so far ``moved`` towards the middle.
    """
    last = count - 1
    if last * pitch < label_width + sum(moved):
        return (last,)
    from_first, from_last = ((label_width + way) / pitch for way in moved)
    stride = round_stride(math.ceil(from_first))
    if stride > 2:  # the first round ordinal is the stride itself, which is to have room beside the first
        stride = round_stride(math.ceil(from_first + 1))
    between = range(2 if stride == 2 else stride - 1, last, stride)
    return (0, *(index for index in between if from_first <= index <= last - from_last), last)


def round_stride(least: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 25, 50, 100, ... that is not under ``least``."""
    scale = 1
    while True:
        for step in (scale, 2 * scale, 5 * scale // 2, 5 * scale):
            if step >= least:
                return step
        scale *= 10
