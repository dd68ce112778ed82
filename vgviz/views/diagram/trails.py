"""Ways through the network, drawn over its picture."""

from itertools import pairwise
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from vgviz.drawing.layout import NetworkLayout
from vgviz.views.diagram.scene import Scene
from vgviz.views.images import clear_image
from vgviz.views.picture_scale import device_scale
from vgviz.views.selection import INPUT, Trail
from vgviz.views.theme import Theme

FAINTEST = 0.35  # opacity
THINNEST, THICKEST = 1.2, 3.2  # px
HALO = 1.5  # px of background at both sides of the strongest

Lines = list[QLineF]


class TrailPainter:
    """Paints trails, and keeps them as a picture for as long as they stay the same."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._image = QImage()

    def paint(self, painter: QPainter, scene: Scene, trails: tuple[Trail, ...], theme: Theme) -> None:
        """Paint ``trails``, the strongest first and so on top; those of another network are left out."""
        scale = device_scale(painter)
        lines = [(trail, line) for trail in trails if (line := _lines(scene.layout, trail))]
        if not lines:
            self._key, self._image = (), QImage()
            return
        key = (scene, trails, theme, scale)
        if key != self._key:
            self._key, self._image = key, _image(lines, scene, theme, scale)
        painter.drawImage(QPointF(0, 0), self._image)


def _image(lines: list[tuple[Trail, Lines]], scene: Scene, theme: Theme, scale: float) -> QImage:
    image = clear_image(QSize(ceil(scene.width * scale), ceil(scene.height * scale)), scale)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    strongest = lines[0][0]
    for trail, line in reversed(lines):
        pen = _pen(trail, theme)
        if trail is strongest:
            painter.setPen(QPen(QColor(theme.background), pen.widthF() + 2 * HALO))
            painter.drawLines(line)
        painter.setPen(pen)
        painter.drawLines(line)  # a polyline with round joins takes ten times as long
    painter.end()
    return image


def _lines(layout: NetworkLayout, trail: Trail) -> Lines:
    """From neuron to neuron; nothing where the network has not all of them."""
    places = [(layer - INPUT, unit) for layer, unit in trail.units]
    if any(column >= len(layout.columns) or unit >= layout.columns[column].units for column, unit in places):
        return []
    columns = [(layout.columns[column], unit) for column, unit in places]
    points = [QPointF(column.x, column.first + unit * column.spacing) for column, unit in columns]
    return [QLineF(start, end) for start, end in pairwise(points)]


def _pen(trail: Trail, theme: Theme) -> QPen:
    color = QColor(theme.second_curve if trail.is_negative else theme.curve)
    color.setAlphaF(FAINTEST + (1.0 - FAINTEST) * trail.strength)
    pen = QPen(color, THINNEST + (THICKEST - THINNEST) * trail.strength)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if trail.is_negative else Qt.PenCapStyle.SquareCap)
    if trail.is_negative:
        pen.setDashPattern([4.0, 2.0])
    return pen
