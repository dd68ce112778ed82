"""What lies over the picture: the chosen place in clear outline, and the one under the mouse more quietly."""

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from vgviz.views.diagram.picking import edge_line, layer_box, neuron_box
from vgviz.views.diagram.scene import Scene
from vgviz.views.selection import INPUT, Place
from vgviz.views.theme import Theme

_CHOSEN, _HOVERED = 2.0, 1.2  # px
_HALO = 1.5  # px of background at both sides, which sets the outline off from any colour
_CLEAR = 3.0  # px between a disc and its ring
_ROUNDING = 8.0


def paint_chosen(painter: QPainter, scene: Scene, place: Place, theme: Theme) -> None:
    """Outline the chosen place."""
    _paint(painter, scene, place, QColor(theme.text), _CHOSEN, theme)


def paint_hovered(painter: QPainter, scene: Scene, place: Place, theme: Theme) -> None:
    """Outline what a click would choose."""
    _paint(painter, scene, place, QColor(theme.text), _HOVERED, theme)


def overlay_rect(scene: Scene, place: Place | None) -> QRect:
    """What is to be painted again when ``place`` is outlined or no longer is."""
    if place is None or not place.fits([column.units for column in scene.layout.columns]):
        return QRect()
    column, layout = place.layer - INPUT, scene.layout
    rect = layer_box(layout, column)
    if place.unit is not None:
        rect = neuron_box(layout, column, place.unit)
    if place.unit is not None and place.source is not None:
        line = edge_line(scene, place)
        rect = rect.united(neuron_box(layout, column - 1, place.source))
        rect = rect.united(QRectF(line.p1(), line.p2()).normalized())
    margin = _CLEAR + _CHOSEN + 2 * _HALO + 1
    return rect.adjusted(-margin, -margin, margin, margin).toAlignedRect()


def _paint(painter: QPainter, scene: Scene, place: Place, color: QColor, width: float, theme: Theme) -> None:
    layout = scene.layout
    column = place.layer - INPUT
    if not place.fits([each.units for each in layout.columns]):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ground = QColor(theme.background)
    for pen in (QPen(ground, width + 2 * _HALO), QPen(color, width)):
        painter.setPen(pen)
        if place.unit is None:
            _outline(painter, layer_box(layout, column), _CLEAR / 2)
            continue
        if place.source is not None:
            _draw_edge(painter, scene, place)
            _ring(painter, scene, column - 1, place.source)
        _ring(painter, scene, column, place.unit)
    painter.restore()


def _ring(painter: QPainter, scene: Scene, column: int, unit: int) -> None:
    box = neuron_box(scene.layout, column, unit)
    if scene.layout.columns[column].circles:
        painter.drawEllipse(box.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR))
    else:
        _outline(painter, box, 1.0)


def _outline(painter: QPainter, box: QRectF, clear: float) -> None:
    rounding = min(_ROUNDING, box.height() / 3)
    painter.drawRoundedRect(box.adjusted(-clear, -clear, clear, clear), rounding, rounding)


def _draw_edge(painter: QPainter, scene: Scene, place: Place) -> None:
    """The edge from ring to ring."""
    line = edge_line(scene, place)
    reach = scene.layout.radius + _CLEAR
    start, end = (
        reach if scene.layout.columns[column].circles else 0.0 for column in (place.layer, place.layer + 1)
    )
    if line.length() <= start + end:
        return
    painter.drawLine(QLineF(line.pointAt(start / line.length()), line.pointAt(1 - end / line.length())))
