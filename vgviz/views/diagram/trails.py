"""Ways through the network, drawn over its picture."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from vgviz.drawing.layout import NetworkLayout
from vgviz.views.selection import INPUT, Trail
from vgviz.views.theme import Theme

FAINTEST = 0.35  # opacity
THINNEST, THICKEST = 1.2, 3.2  # px
HALO = 1.5  # px of background at both sides of the strongest


def paint_trails(painter: QPainter, layout: NetworkLayout, trails: Iterable[Trail], theme: Theme) -> None:
    """Paint ``trails``, the strongest last and so on top; those of another network are left out."""
    lines = [(trail, line) for trail in trails if (line := _line(layout, trail)) is not None]
    if not lines:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for trail, line in reversed(lines):
        pen = _pen(trail, theme)
        if trail is lines[0][0]:
            halo = QPen(pen)
            halo.setStyle(Qt.PenStyle.SolidLine)
            halo.setColor(QColor(theme.background))
            halo.setWidthF(pen.widthF() + 2 * HALO)
            painter.setPen(halo)
            painter.drawPolyline(line)
        painter.setPen(pen)
        painter.drawPolyline(line)
    painter.restore()


def _line(layout: NetworkLayout, trail: Trail) -> QPolygonF | None:
    columns = [(layer - INPUT, unit) for layer, unit in trail.units]
    if any(column >= len(layout.columns) or unit >= layout.columns[column].units for column, unit in columns):
        return None
    places = [(layout.columns[column], unit) for column, unit in columns]
    return QPolygonF([QPointF(column.x, column.first + unit * column.spacing) for column, unit in places])


def _pen(trail: Trail, theme: Theme) -> QPen:
    color = QColor(theme.second_curve if trail.is_negative else theme.curve)
    color.setAlphaF(FAINTEST + (1.0 - FAINTEST) * trail.strength)
    pen = QPen(color, THINNEST + (THICKEST - THINNEST) * trail.strength)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if trail.is_negative else Qt.PenCapStyle.RoundCap)
    if trail.is_negative:
        pen.setDashPattern([4.0, 2.0])
    return pen
