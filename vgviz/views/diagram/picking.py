"""Which part of the network lies at a place of the picture, and where a part lies."""

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from vgviz.drawing.edges import Choice
from vgviz.drawing.layout import NetworkLayout
from vgviz.views.diagram.lanes import strip_box
from vgviz.views.diagram.scene import Scene
from vgviz.views.selection import INPUT, Place

EDGE_REACH = 4.0  # px from an edge's middle line
_LABEL_REACH = 32.0  # px from the middle of the words under a layer
_LEAST_ROW = 4.0  # px: a thinner row of a strip is marked as if it were as thick


def place_at(scene: Scene, choice: Choice, x: float, y: float, run: int) -> Place | None:
    """The neuron, the layer around or above it, or the drawn edge at (x, y).

    ``choice`` says which edges are drawn.
    """
    layout, box = scene.layout, scene.layout.box
    if not (box.left <= x <= box.right and box.top <= y <= scene.color_bar.top()):
        return None
    column = column_at(scene, x, y)
    if column is None:
        return edge_at(scene, choice, x, y, run) if y <= box.bottom else None
    layer = Place(column + INPUT, run=run)
    unit = layout.unit_at(column, y) if scene.detail.units and y <= box.bottom else None
    if unit is None or not _is_on_neuron(layout, column, unit, x, y):
        return layer
    return replace(layer, unit=unit)


def column_at(scene: Scene, x: float, y: float) -> int | None:
    """The column in whose lane (x, y) lies, or in whose words under it."""
    return scene.layout.column_at(x, _LABEL_REACH if is_on_labels(scene, y) else 0.0)


def is_on_labels(scene: Scene, y: float) -> bool:
    """Whether the words under the layers are at this height."""
    return scene.layout.box.bottom < y <= scene.color_bar.top()


def edge_at(scene: Scene, choice: Choice, x: float, y: float, run: int = 0) -> Place | None:
    """The drawn edge nearest to (x, y), if it is near enough."""
    layout = scene.layout
    gap = math.floor((x - layout.columns[0].x) / layout.pitch)
    for matrix in scene.matrices:
        cell = matrix.edge_at(x, y)
        if cell is not None:
            return Place(matrix.gap, cell[1], cell[0], run)
    if not 0 <= gap < len(choice) or not choice[gap].size:
        return None
    left, right = layout.columns[gap : gap + 2]
    source, target = np.divmod(choice[gap], right.units)
    x0, x1 = scene.places.sides(gap)
    start = left.heights()[source]
    slope = (right.heights()[target] - start) / (x1 - x0)
    distance = np.abs(start + slope * (x - x0) - y) / np.sqrt(1.0 + slope * slope)
    nearest = int(np.argmin(distance))
    if distance[nearest] > EDGE_REACH:
        return None
    return Place(gap, int(target[nearest]), int(source[nearest]), run)


def neuron_box(layout: NetworkLayout, column: int, unit: int) -> QRectF:
    """What a neuron takes: the square around its disc, or its row of the strip."""
    place = layout.columns[column]
    y = place.first + unit * place.spacing
    if place.circles:
        return QRectF(place.x - layout.radius, y - layout.radius, 2 * layout.radius, 2 * layout.radius)
    strip, height = strip_box(layout, column), max(place.spacing, _LEAST_ROW)
    return QRectF(strip.left, y - height / 2, strip.width, height)


def layer_box(layout: NetworkLayout, column: int) -> QRectF:
    """A layer's band."""
    lane = layout.lane(column)
    return QRectF(lane.left, lane.top, lane.width, lane.height)


def edge_line(scene: Scene, place: Place) -> QLineF:
    """Where an edge runs."""
    assert place.source is not None, "not an edge"
    assert place.unit is not None, "not an edge"
    left, right = scene.layout.columns[place.layer : place.layer + 2]
    x0, x1 = scene.places.sides(place.layer)
    start = QPointF(x0, left.first + place.source * left.spacing)
    return QLineF(start, QPointF(x1, right.first + place.unit * right.spacing))


def _is_on_neuron(layout: NetworkLayout, column: int, unit: int, x: float, y: float) -> bool:
    place, reach = layout.columns[column], layout.radius + EDGE_REACH
    return not place.circles or (x - place.x) ** 2 + (y - place.first - unit * place.spacing) ** 2 <= reach**2
