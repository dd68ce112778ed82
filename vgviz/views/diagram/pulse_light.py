"""The light of a pulse, painted over the network."""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QRadialGradient

from vgviz.drawing.backprop_light import layer_light, unit_light
from vgviz.drawing.color_maps import is_dark
from vgviz.drawing.color_modes import to_next
from vgviz.drawing.layout import NetworkLayout
from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import TIMES, magnitude
from vgviz.views.diagram.pulse import AFTERGLOW, Pulse
from vgviz.views.diagram.scene import Scene
from vgviz.views.picture_scale import device_scale
from vgviz.views.theme import Theme, font

ON_DARK, ON_LIGHT = "#fff2c2", "#d97900"
FAINTEST = 0.05  # opacity of a light that has all but gone: one sees where it is
_LEVELS = 12  # of opacity, among which lines are sorted
_COMET = 0.3  # of the gap, its length
_LANE_OPACITY, _CORNER = 0.3, 3.0
_REACH = 0.62  # columns from the light at which a layer is no longer lit
_HALO = 1.9  # radii that a halo reaches, where neighbours leave the room
_PADDING = 7.0
_CARD_CLEAR = 2.0  # px between the card and the lanes


def paint_pulse(painter: QPainter, scene: Scene, pulse: Pulse, theme: Theme) -> None:
    """Paint lit layers, neurons and edges within the part of the network in view, and words beside it."""
    layout, snapshot = scene.layout, pulse.snapshot
    if snapshot is None or snapshot.widths != tuple(column.units for column in layout.columns):
        return
    box = layout.box
    painter.save()
    painter.setClipRect(QRectF(box.left, box.top, box.width, box.height), Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = QColor(ON_DARK if is_dark(theme.background) else ON_LIGHT)
    for column in range(1, len(layout.columns)):
        nearness = _nearness(pulse, column)
        if nearness > 0:
            _paint_layer(painter, layout, snapshot, column, nearness, color)
    column = math.floor(pulse.position)
    if layout.gapped and not pulse.stands and 1 <= column < len(layout.columns) - 1:
        _paint_comets(painter, layout, pulse, column, color)
    painter.restore()
    if pulse.stands:
        _paint_words(painter, scene, snapshot, round(pulse.position), theme)


def words_line(scene: Scene, theme: Theme) -> QRectF:
    """The line of the card with words: above the lanes, or below them where it would cover the title."""
    box, height = scene.layout.box, QFontMetricsF(font(theme.small, bold=True)).height() + _PADDING
    top = box.top - _CARD_CLEAR - height
    if top < scene.title.bottom():
        top = box.bottom + _CARD_CLEAR
    return QRectF(box.left, top, box.width, height)


def standing_words(snapshot: Snapshot, column: int) -> tuple[str, ...]:
    """What a lit layer's gradient is, and how large beside the next layer's; each more shortly."""
    layer = column - 1
    name = "output" if column == snapshot.layers else f"layer {column}"
    words = f"{name}: RMS δ {magnitude(float(snapshot.delta_rms[layer]))}"
    ratio = to_next(snapshot.delta_rms)[layer]
    if not ratio.startswith(TIMES):
        return (words,)
    return f"{words}, {ratio} of next layer", f"{words}, {ratio}", words


def _nearness(pulse: Pulse, column: int) -> float:
    """How much of its light a layer has now, from 0 to 1."""
    if pulse.stands:
        return 1.0 if round(pulse.position) == column else 0.0
    distance = abs(pulse.position - column)
    reach = AFTERGLOW if column == 1 and pulse.position < 1 else _REACH
    return math.cos(distance / reach * math.pi / 2) ** 2 if distance < reach else 0.0


def _paint_layer(
    painter: QPainter,
    layout: NetworkLayout,
    snapshot: Snapshot,
    column: int,
    nearness: float,
    color: QColor,
) -> None:
    lane, place = layout.lane(column), layout.columns[column]
    if lane.right < layout.box.left or lane.left > layout.box.right:
        return
    light = nearness * max(float(layer_light(snapshot)[column - 1]), FAINTEST)
    # Within the lane's rounded corners: a rectangle is filled ten times as fast as a path.
    inside = QRectF(lane.left + 1, lane.top + _CORNER, lane.width - 2, lane.height - 2 * _CORNER)
    painter.fillRect(inside, _faded(color, _LANE_OPACITY * light))
    if not place.circles:
        return
    scale = device_scale(painter)
    halo = _halo(layout.radius, min(_HALO * layout.radius, 0.75 * place.spacing), color.name(), scale)
    side = halo.width() / scale
    lights = unit_light(snapshot, column - 1).tolist()
    for y, light in zip(place.heights().tolist(), lights, strict=True):
        if light > 0 and layout.box.top - side < y < layout.box.bottom + side:
            painter.setOpacity(nearness * light)
            painter.drawImage(QPointF(place.x - side / 2, y - side / 2), halo)
    painter.setOpacity(1.0)


@lru_cache(maxsize=8)
def _halo(radius: float, reach: float, color: str, scale: float) -> QImage:
    """A ring of light around a neuron of ``radius``, gone at ``reach``."""
    reach = max(reach, radius + 2.0)
    side = math.ceil(2 * reach * scale)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    gradient = QRadialGradient(QPointF(side / 2, side / 2), reach * scale)
    edge = radius / reach
    for place, opacity in ((0.0, 0.0), (0.86 * edge, 0.0), (0.97 * edge, 1.0), (edge, 0.85), (1.0, 0.0)):
        gradient.setColorAt(place, _faded(QColor(color), opacity))
    painter = QPainter(image)
    painter.fillRect(image.rect(), gradient)
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def _paint_comets(painter: QPainter, layout: NetworkLayout, pulse: Pulse, column: int, color: QColor) -> None:
    """Short lines on their way from the next column to this one."""
    ways = pulse.ways(column)
    share = 1.0 - (pulse.position - column)  # of the way back
    left, right = layout.columns[column], layout.columns[column + 1]
    start_y = right.first + right.spacing * ways.targets
    end_y = left.first + left.spacing * ways.sources
    head, tail = min(share + _COMET / 2, 1.0), max(share - _COMET / 2, 0.0)
    light = ways.starts + (ways.ends - ways.starts) * share
    levels = np.ceil(np.clip(light, 0.0, 1.0) * _LEVELS).astype(np.int64)
    x = [right.x + (left.x - right.x) * part for part in (tail, head)]
    y = [start_y + (end_y - start_y) * part for part in (tail, head)]
    thin = 1.0 / device_scale(painter)
    for level in np.unique(levels[levels > 0]).tolist():
        chosen = levels == level
        ends = zip(y[0][chosen].tolist(), y[1][chosen].tolist(), strict=True)
        lines = [QLineF(x[0], one, x[1], other) for one, other in ends]
        painter.setPen(QPen(_faded(color, level / _LEVELS), thin))
        for offset in (
            -thin / 2,
            thin / 2,
        ):  # two hairlines, which Qt draws many times as fast as one of 2 px
            painter.drawLines([line.translated(0.0, offset) for line in lines])


def _paint_words(painter: QPainter, scene: Scene, snapshot: Snapshot, column: int, theme: Theme) -> None:
    """A card above or below a layer that stands lit."""
    forms, face = standing_words(snapshot, column), font(theme.small, bold=True)
    metrics, line = QFontMetricsF(face), words_line(scene, theme)
    room = line.width() - 2 * _PADDING
    words = next((form for form in forms if metrics.horizontalAdvance(form) <= room), forms[-1])
    width, x = metrics.horizontalAdvance(words) + 2 * _PADDING, scene.layout.columns[column].x
    left = min(max(x - width / 2, line.left()), max(line.right() - width, line.left()))
    card = QRectF(left, line.top(), width, line.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.border), 1.0))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(card, 4, 4)
    painter.setPen(QColor(theme.text))
    painter.setFont(face)
    painter.drawText(card, Qt.AlignmentFlag.AlignCenter, words)


def _faded(color: QColor, opacity: float) -> QColor:
    result = QColor(color)
    result.setAlphaF(min(max(opacity, 0.0), 1.0))
    return result
