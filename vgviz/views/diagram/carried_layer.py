"""A layer on its way to another place: its ghost under the hand, and a mark where it would be put."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from vgviz.drawing.layout import NetworkLayout
from vgviz.number_format import count
from vgviz.views.diagram.lanes import lane_frame
from vgviz.views.diagram.scene import Scene
from vgviz.views.theme import SPACING, Theme, font

_OVERHANG = 6.0  # px that the mark is longer than a layer, at both ends
_MARK, _HALO = 3.0, 2.0  # px
_KNOB = 4.0  # px, radius at the ends of the mark
_VEIL = 0.65  # of the ground over the place that the layer comes from
_SOLID = 0.92  # of the ghost
_CLEAR = 3.0  # px between the ghost and its outline
_ROUNDING = 8.0
_TAG_REACH = 120.0  # px from the middle of the tag: none is wider
_TAG_PADDING = 5.0


@dataclass(frozen=True, slots=True)
class CarriedLayer:
    """Hidden layer number ``layer`` with its ``middle`` (px) under the hand.

    It would be number ``place``; ``ghost`` is what it looked like when it was lifted.
    """

    layer: int
    place: int
    middle: float
    ghost: QPixmap


def paint_carried(painter: QPainter, scene: Scene, carried: CarriedLayer, theme: Theme) -> None:
    """Paint it over the network."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    veil = QColor(theme.background)
    veil.setAlphaF(_VEIL)
    painter.fillRect(lane_frame(scene.layout, carried.layer + 1), veil)
    if carried.place != carried.layer:
        _paint_mark(painter, scene.layout, carried, theme)
    frame = _frame(scene.layout, carried)
    painter.setOpacity(_SOLID)
    painter.drawPixmap(frame.topLeft(), carried.ghost)
    painter.setOpacity(1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 1.5))
    painter.drawRoundedRect(frame.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR), _ROUNDING, _ROUNDING)
    _paint_tag(painter, scene, carried, theme)
    painter.restore()


def carried_rects(scene: Scene, carried: CarriedLayer) -> list[QRectF]:
    """All that `paint_carried` may touch."""
    frame, margin = _frame(scene.layout, carried), _CLEAR + 1.0
    foot = scene.layout.box.bottom
    tag = QRectF(carried.middle - _TAG_REACH, foot, 2 * _TAG_REACH, scene.height - foot)
    rects = [
        lane_frame(scene.layout, carried.layer + 1),
        frame.adjusted(-margin, -margin, margin, margin),
        tag,
    ]
    if carried.place != carried.layer:
        top, bottom = _mark_ends(scene.layout, carried)
        reach = _KNOB + _HALO
        rects.append(QRectF(top, bottom).adjusted(-reach, -reach, reach, reach))
    return rects


def _frame(layout: NetworkLayout, carried: CarriedLayer) -> QRectF:
    own = lane_frame(layout, carried.layer + 1)
    return own.translated(carried.middle - own.center().x(), 0.0)


def _mark_ends(layout: NetworkLayout, carried: CarriedLayer) -> tuple[QPointF, QPointF]:
    """Between the two columns that the layer would come to lie between."""
    before = carried.place + (carried.place > carried.layer)
    x = layout.columns[before].x + layout.pitch / 2
    frame = lane_frame(layout, before)
    return QPointF(x, frame.top() - _OVERHANG), QPointF(x, frame.bottom() + _OVERHANG)


def _paint_mark(painter: QPainter, layout: NetworkLayout, carried: CarriedLayer, theme: Theme) -> None:
    ends = _mark_ends(layout, carried)
    for color, wider in ((QColor(theme.background), _HALO), (QColor(theme.accent), 0.0)):
        painter.setPen(QPen(color, _MARK + 2 * wider))
        painter.drawLine(*ends)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for end in ends:
            painter.drawEllipse(end, _KNOB + wider, _KNOB + wider)


def _paint_tag(painter: QPainter, scene: Scene, carried: CarriedLayer, theme: Theme) -> None:
    """Say in the row of labels which layer it is and which it would be."""
    words = f"Layer {count(carried.layer + 1)}"
    if carried.place != carried.layer:
        words += f" → {count(carried.place + 1)}"
    metrics = QFontMetricsF(font(theme.small, bold=True))
    width = metrics.horizontalAdvance(words) + 2 * SPACING
    left = min(max(carried.middle - width / 2, 1.0), scene.width - width - 1.0)
    box = QRectF(left, scene.labels_top - _TAG_PADDING, width, metrics.height() + _TAG_PADDING)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(box, _TAG_PADDING, _TAG_PADDING)
    painter.setPen(QColor(theme.on_accent))
    painter.setFont(font(theme.small, bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
