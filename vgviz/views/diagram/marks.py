"""What layers have besides weights: a tag above a normalized one, a bridge where a skip leads."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from vgviz.drawing.layout import NetworkLayout
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Layer
from vgviz.views.theme import Theme, font

HEIGHT = 18.0  # px above the lanes
TAGS = {"batch": "BN", "layer": "LN", "rms": "RMS"}
_FOOT = 2.0  # px between a bridge's ends and the lanes
_RISE = 12.0
_DASH = 0.34  # of a lane's width, for a tag that has no room
_HEAD = 3.0
_LEAST_WITH_HEAD = 14.0  # px
_CLEAR = 2.0  # px between a tag and the bridges at both sides


@dataclass(frozen=True, slots=True)
class LayerMark:
    """What is marked of one hidden layer; ``skip`` says whether its input is added to its output."""

    normalization: str
    skip: bool


def layer_marks(snapshot: Snapshot) -> tuple[LayerMark, ...]:
    """One mark a hidden layer; none at all where no layer has anything to mark."""
    return _marks(snapshot.experiment.network.hidden, snapshot.widths)


@lru_cache(maxsize=8)
def _marks(hidden: tuple[Layer, ...], widths: tuple[int, ...]) -> tuple[LayerMark, ...]:
    marks = tuple(
        LayerMark(layer.normalization, layer.residual and before == layer.width)
        for layer, before in zip(hidden, widths, strict=False)
    )
    return marks if any(mark.skip or mark.normalization in TAGS for mark in marks) else ()


def paint_marks(painter: QPainter, layout: NetworkLayout, marks: tuple[LayerMark, ...], theme: Theme) -> None:
    """Paint them above the lanes, as far as these are wide enough."""
    if not layout.gapped:
        return
    for column, mark in enumerate(marks, start=1):
        if not layout.box.left <= layout.columns[column].x <= layout.box.right:
            continue
        if mark.normalization in TAGS:
            narrowed = mark.skip or (column < len(marks) and marks[column].skip)
            _paint_tag(painter, layout, column, TAGS[mark.normalization], narrowed, theme)
        if mark.skip:
            _paint_bridge(painter, layout, column, theme)


def _paint_tag(
    painter: QPainter, layout: NetworkLayout, column: int, word: str, narrowed: bool, theme: Theme
) -> None:
    lane, metrics = layout.lane(column), QFontMetricsF(font(theme.small))
    room = lane.width - 2 * (_HEAD + _CLEAR) if narrowed else layout.pitch - 4
    painter.setFont(font(theme.small))
    if metrics.horizontalAdvance(word) <= room:
        painter.setPen(QColor(theme.text))
        box = QRectF(lane.left - layout.pitch / 2, lane.top - HEIGHT, lane.width + layout.pitch, HEIGHT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        return
    width = lane.width * _DASH
    middle = lane.left + lane.width / 2
    painter.fillRect(QRectF(middle - width / 2, lane.top - 2 * _FOOT - 1, width, _FOOT), QColor(theme.text))


def _paint_bridge(painter: QPainter, layout: NetworkLayout, column: int, theme: Theme) -> None:
    """From the layer before, over the weights, to where the input is added."""
    start, end = layout.lane(column - 1).right, layout.lane(column).left
    bottom = layout.box.top - _FOOT
    rise = min(_RISE, (end - start) / 2)
    path = QPainterPath(QPointF(start, bottom))
    path.cubicTo(
        QPointF(start, bottom - rise), QPointF(start, bottom - rise), QPointF(start + rise, bottom - rise)
    )
    path.lineTo(QPointF(end - rise, bottom - rise))
    path.cubicTo(QPointF(end, bottom - rise), QPointF(end, bottom - rise), QPointF(end, bottom))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.muted), 1.4))
    painter.drawPath(path)
    if end - start < _LEAST_WITH_HEAD:
        return
    tip = (QPointF(end - _HEAD, bottom - _HEAD), QPointF(end, bottom), QPointF(end + _HEAD, bottom - _HEAD))
    painter.drawPolyline(tip)
