"""The axes of a map: round numbers and the names of the two features."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from vgviz.drawing.color_range import next_round
from vgviz.number_format import setting
from vgviz.views.decision.plane_frame import PlaneFrame
from vgviz.views.plots.ticks import Tick, apart
from vgviz.views.plots.zoom_box import BETWEEN_NUMBERS, LINE
from vgviz.views.theme import Theme, font

_TICKS = 5
_GAP = 5.0  # px between the map and its numbers


def paint_axes(
    painter: QPainter, frame: PlaneFrame, names: tuple[str, ...], height: float, theme: Theme
) -> None:
    """Paint below and left of the frame's box, in a widget of this height."""
    metrics, box = QFontMetricsF(font(theme.small)), frame.box
    painter.setFont(font(theme.small))
    painter.setPen(QColor(theme.muted))
    across = _ticks(frame.plane.left, frame.plane.right)
    widest = max((metrics.horizontalAdvance(text) for _x, text in across), default=0.0)
    for x, text in apart(across, (widest + BETWEEN_NUMBERS) / frame.unit):
        width = metrics.horizontalAdvance(text)
        place = box.left() + (x - frame.plane.left) * frame.unit - width / 2
        start = min(max(place, box.left()), box.right() - width)
        painter.drawText(QPointF(start, box.bottom() + metrics.ascent() + 2), text)
    upward = _ticks(frame.plane.bottom, frame.plane.top)
    for y, text in apart(upward, LINE * metrics.height() / frame.unit):
        place = box.top() + (frame.plane.top - y) * frame.unit + metrics.capHeight() / 2
        baseline = min(max(place, box.top() + metrics.capHeight()), box.bottom())
        painter.drawText(QPointF(box.left() - _GAP - metrics.horizontalAdvance(text), baseline), text)
    if len(names) == 2:
        _paint_names(painter, names, height, box, metrics)


def _paint_names(
    painter: QPainter, names: tuple[str, ...], height: float, box: QRectF, metrics: QFontMetricsF
) -> None:
    right = Qt.TextElideMode.ElideRight
    across = metrics.elidedText(names[0], right, box.width())
    upward = metrics.elidedText(names[1], right, box.height())
    middle = box.center().x() - metrics.horizontalAdvance(across) / 2
    painter.drawText(QPointF(middle, height - metrics.descent() - 1), across)
    painter.save()
    painter.translate(metrics.ascent() + 2, box.center().y() + metrics.horizontalAdvance(upward) / 2)
    painter.rotate(-90)
    painter.drawText(QPointF(0, 0), upward)
    painter.restore()


def round_numbers(low: float, high: float) -> list[float]:
    """About five round numbers between two."""
    step = next_round((high - low) / _TICKS)
    return [
        float(f"{index * step:.6g}") for index in range(math.ceil(low / step), math.floor(high / step) + 1)
    ]


def _ticks(low: float, high: float) -> list[Tick]:
    return [(place, setting(place)) for place in round_numbers(low, high)]
