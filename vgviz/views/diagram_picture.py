"""Painting the diagram of one snapshot."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from vgviz.drawing import raster
from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import Box
from vgviz.drawing.segments import Segments
from vgviz.drawing.unit_gradients import unit_gradient_rms
from vgviz.engine.telemetry import Snapshot
from vgviz.views.color_bar import paint_color_bar
from vgviz.views.diagram_colors import code_colors, magnitude_scale, mixed, raster_table
from vgviz.views.diagram_labels import LayerTexts, edge_caption, paint_layer_labels, paint_names
from vgviz.views.diagram_nodes import INPUT_CODE, node_atlas, paint_strip
from vgviz.views.diagram_scene import Scene
from vgviz.views.network_title import network_title
from vgviz.views.theme import Theme, font

FLOW_TEXT = "the gradient flows this way"
_FOOT = 4.0  # px of full colour at a lane's lower end
_TINT = 0.30  # of a layer's colour in its lane


@dataclass(frozen=True, slots=True)
class CodedSnapshot:
    """A snapshot's gradients as colour codes; ``units[l]`` has shape (fan_out,)."""

    layers: Codes
    units: tuple[Codes, ...]
    segments: Segments


def coded(snapshot: Snapshot, scene: Scene, colors: ColorScale) -> CodedSnapshot:
    """Colour codes of layers, neurons and edges, all of |dL/dw|."""
    layers = colors.codes(snapshot.grad_weight_rms)
    if not scene.detail.units:
        return CodedSnapshot(layers, (), scene.places.segments((), colors))
    gradients = [snapshot.gradients[f"layers.{layer}.weight"] for layer in range(snapshot.layers)]
    codes = colors.codes(np.concatenate([unit_gradient_rms(gradient) for gradient in gradients]))
    units = np.split(codes, np.cumsum(snapshot.widths[1:-1]))
    segments = scene.places.segments(gradients, colors, compiled=raster.is_ready())
    return CodedSnapshot(layers, tuple(units), segments)


class DiagramPainter:
    """Paints snapshots at any sharpness; keeps the raster's images between pictures of one size."""

    def __init__(self) -> None:
        self._raster: raster.EdgeRaster | None = None

    def paint(
        self, painter: QPainter, scene: Scene, snapshot: Snapshot, texts: LayerTexts, theme: Theme
    ) -> None:
        """Paint everything; the device's own pixels are found in the painter."""
        colors = magnitude_scale(theme)
        codes = coded(snapshot, scene, colors)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, scene.width, scene.height), QColor(theme.background))
        _paint_lanes(painter, scene, codes, colors, theme)
        self._paint_edges(painter, scene, codes.segments, colors)
        _paint_neurons(painter, scene, codes, colors, theme)
        _paint_title(painter, scene, snapshot, theme)
        _paint_flow(painter, scene, theme)
        paint_layer_labels(painter, scene.layout, texts, scene.labels_top, theme)
        if scene.names.inputs:
            paint_names(painter, scene.layout, 0, scene.names.inputs, theme)
        if scene.names.outputs:
            paint_names(painter, scene.layout, len(scene.layout.columns) - 1, scene.names.outputs, theme)
        paint_color_bar(painter, scene.color_bar, colors, theme)

    def _paint_edges(self, painter: QPainter, scene: Scene, segments: Segments, colors: ColorScale) -> None:
        if not segments.codes.size:
            return
        if not raster.is_ready():
            _paint_lines(painter, segments, scene.edge_width, colors)
            return
        box, scale = scene.layout.box, _device_scale(painter)
        rows, columns = round(box.height * scale), round(box.width * scale)
        if self._raster is None or self._raster.pixels.shape != (rows, columns):
            self._raster = raster.EdgeRaster(rows, columns)
        local = segments.transformed(scale, box.left, box.top)
        pixels = self._raster.draw(local, scene.edge_width * scale, raster_table(colors))
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        painter.drawImage(QPointF(box.left, box.top), image)


def _device_scale(painter: QPainter) -> float:
    return abs(painter.deviceTransform().m11())


def _paint_lines(painter: QPainter, segments: Segments, width: float, colors: ColorScale) -> None:
    """Draw lines with QPainter, weak ones first: what shows until the raster is compiled."""
    palette = code_colors(colors)
    for code in np.unique(segments.codes).tolist():
        painter.setPen(QPen(palette[code], width))
        chosen = segments.ends[:, segments.codes == code]
        painter.drawLines([QLineF(*line) for line in chosen.T.tolist()])


def _paint_lanes(
    painter: QPainter, scene: Scene, codes: CodedSnapshot, colors: ColorScale, theme: Theme
) -> None:
    palette, background = code_colors(colors), QColor(theme.background)
    layout = scene.layout
    painter.setPen(Qt.PenStyle.NoPen)
    rounding = min(7.0, layout.lane_width / 3)
    painter.setBrush(mixed(background, QColor(theme.muted), 0.10))
    painter.drawRoundedRect(_rectangle(layout.lane(0)), rounding, rounding)
    for index, code in enumerate(codes.layers.tolist()):
        lane = _rectangle(layout.lane(index + 1))
        outline = QPainterPath()
        outline.addRoundedRect(lane, rounding, rounding)
        painter.fillPath(outline, mixed(background, palette[code], _TINT))
        foot = QRectF(lane.left(), lane.bottom() - _FOOT, lane.width(), _FOOT)
        painter.save()
        painter.setClipRect(foot)
        painter.fillPath(outline, palette[code])
        painter.restore()


def _paint_neurons(
    painter: QPainter, scene: Scene, codes: CodedSnapshot, colors: ColorScale, theme: Theme
) -> None:
    if not scene.detail.units:
        return
    layout, scale = scene.layout, _device_scale(painter)
    inputs = np.full(layout.columns[0].units, INPUT_CODE, dtype=np.uint8)
    for index, (column, unit_codes) in enumerate(zip(layout.columns, (inputs, *codes.units), strict=True)):
        if column.circles:
            node_atlas(layout.radius, scale, theme, colors).paint(painter, column, unit_codes)
        elif index:
            lane = layout.lane(index)
            inset = min(3.0, lane.width / 5) if layout.gapped else 0.0
            box = Box(lane.left + inset, column.top, lane.width - 2 * inset, column.bottom - column.top)
            paint_strip(painter, box, unit_codes, colors, scale)


def _paint_title(painter: QPainter, scene: Scene, snapshot: Snapshot, theme: Theme) -> None:
    painter.setPen(QColor(theme.text))
    painter.setFont(font(theme.title, bold=True))
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(scene.title, left, network_title(snapshot.experiment.network))
    painter.setPen(QColor(theme.muted))
    painter.setFont(font(theme.small))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(scene.title, right, edge_caption(scene.detail))


def _paint_flow(painter: QPainter, scene: Scene, theme: Theme) -> None:
    """An arrow from the output back to the first layer."""
    columns = scene.layout.columns
    y = scene.arrow.center().y()
    left, right = columns[1].x, columns[-1].x
    metrics = QFontMetricsF(font(theme.small))
    text = metrics.horizontalAdvance(FLOW_TEXT)
    middle = (left + right) / 2
    painter.setFont(font(theme.small))
    painter.setPen(QColor(theme.muted))
    painter.drawText(QPointF(middle - text / 2, y + metrics.capHeight() / 2), FLOW_TEXT)
    painter.setPen(QPen(QColor(theme.border), 1.2))
    if middle - text / 2 - 10 > left:
        painter.drawLine(QPointF(left, y), QPointF(middle - text / 2 - 10, y))
        painter.drawLine(QPointF(middle + text / 2 + 10, y), QPointF(right, y))
        painter.drawPolyline([QPointF(left + 5, y - 4), QPointF(left, y), QPointF(left + 5, y + 4)])


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)
