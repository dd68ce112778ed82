"""What part of a network is looked at, and how large: pure geometry.

Zooming brings columns and neurons further apart, each until it has its largest size. A network of many thin
layers is therefore stretched in width first, one of wide layers in height.
"""

import math
from dataclasses import dataclass, replace

from vgviz.drawing.layout import Box, Column, NetworkLayout, largest_radius, spread

DEEPEST_PITCH = 420.0  # px between columns, at the deepest zoom
DEEPEST_SPACING = 168.0  # px between neurons of the tightest column
DEEPEST_RADIUS = 64.0


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at.

    Attributes
    ----------
    zoom : 0 is the whole network, 1 the deepest.
    x, y : what is in the middle, as shares of the whole picture's box.
    """

    zoom: float = 0.0
    x: float = 0.5
    y: float = 0.5

    @property
    def is_whole(self) -> bool:
        """Whether everything is in view."""
        return self.zoom <= 0.0


WHOLE = View()


def largest_factors(layout: NetworkLayout) -> tuple[float, float]:
    """By how much ``layout`` (of the whole network) can be stretched at most, in width and height."""
    return max(1.0, DEEPEST_PITCH / layout.pitch), max(1.0, DEEPEST_SPACING / layout.tightest)


def factors(layout: NetworkLayout, zoom: float) -> tuple[float, float]:
    """By how much a zoom stretches ``layout`` in width and height."""
    widest, highest = largest_factors(layout)
    return widest**zoom, highest**zoom


def clamped(layout: NetworkLayout, view: View) -> View:
    """The nearest view that shows nothing beside the network."""
    zoom = min(max(view.zoom, 0.0), 1.0)
    half_width, half_height = (0.5 / factor for factor in factors(layout, zoom))
    x = min(max(view.x, half_width), 1.0 - half_width)
    return View(zoom, x, min(max(view.y, half_height), 1.0 - half_height))


def zoomed(layout: NetworkLayout, view: View, by: float, at: tuple[float, float]) -> View:
    """Magnify ``by`` times along the axis that grows most; what lies ``at`` a place (px) stays there."""
    room = math.log(max(largest_factors(layout)))
    zoom = min(max(view.zoom + (math.log(by) / room if room else 0.0), 0.0), 1.0)
    (here_x, here_y), (there_x, there_y) = factors(layout, view.zoom), factors(layout, zoom)
    box = layout.box
    right = (at[0] - box.left - box.width / 2) / box.width
    down = (at[1] - box.top - box.height / 2) / box.height
    x = view.x + right * (1.0 / here_x - 1.0 / there_x)
    return clamped(layout, View(zoom, x, view.y + down * (1.0 / here_y - 1.0 / there_y)))


def panned(layout: NetworkLayout, view: View, right: float, down: float) -> View:
    """Move the picture by so many px."""
    across, along = factors(layout, view.zoom)
    x = view.x - right / (across * layout.box.width)
    return clamped(layout, replace(view, x=x, y=view.y - down / (along * layout.box.height)))


def looking_at(layout: NetworkLayout, x: float, y: float, zoom: float) -> View:
    """A place of ``layout`` (px) in the middle."""
    box = layout.box
    return clamped(layout, View(zoom, (x - box.left) / box.width, (y - box.top) / box.height))


def between(layout: NetworkLayout, start: View, end: View, share: float) -> View:
    """On the way from ``start`` (0) to ``end`` (1), so that a place that lies alike in both does not move."""
    zoom = start.zoom + share * (end.zoom - start.zoom)
    ways = zip(*(factors(layout, each) for each in (start.zoom, zoom, end.zoom)), strict=True)
    along = [
        (1 / here - 1 / first) / (1 / last - 1 / first) if first != last else share
        for first, here, last in ways
    ]
    x = start.x + along[0] * (end.x - start.x)
    return View(zoom, x, start.y + along[1] * (end.y - start.y))


def part_in_view(layout: NetworkLayout, view: View) -> Box:
    """What is in view, as shares of the whole picture."""
    width, height = (1.0 / factor for factor in factors(layout, view.zoom))
    return Box(view.x - width / 2, view.y - height / 2, width, height)


def magnified(layout: NetworkLayout, view: View, box: Box) -> NetworkLayout:
    """``layout`` as ``view`` shows it; ``box`` is the room for it, of which the whole takes a part."""
    if view.is_whole:
        return layout
    across, along = factors(layout, view.zoom)
    whole = layout.box
    left, top = whole.left + view.x * whole.width, whole.top + view.y * whole.height
    middle_x, middle_y = whole.left + whole.width / 2, whole.top + whole.height / 2
    columns = tuple(
        Column(
            middle_x + (column.x - left) * across,
            column.units,
            middle_y + (column.first - top) * along,
            column.spacing * along,
            circles=False,
        )
        for column in layout.columns
    )
    first = largest_radius(whole)
    largest = first * max(1.0, DEEPEST_RADIUS / first) ** view.zoom
    return spread(columns, box, layout.pitch * across, largest)
