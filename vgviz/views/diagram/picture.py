"""Painting the diagram of one snapshot."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from vgviz.drawing import raster
from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.segments import Segments
from vgviz.drawing.unit_gradients import layered_rms
from vgviz.engine.telemetry import Snapshot
from vgviz.export.network_title import network_title
from vgviz.views.diagram.colors import code_colors, magnitude_scale, raster_table
from vgviz.views.diagram.labels import LayerTexts
from vgviz.views.diagram.lanes import (
    opaque_table,
    paint_lanes,
    paint_strip,
    paint_touching_lanes,
    strip_box,
)
from vgviz.views.diagram.nodes import INPUT_CODE, NodeAtlas, node_atlas
from vgviz.views.diagram.paper import Paper
from vgviz.views.diagram.scene import Scene
from vgviz.views.theme import Theme


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
    codes = colors.codes(np.concatenate(layered_rms(gradients)))
    units = np.split(codes, np.cumsum(snapshot.widths[1:-1]))
    segments = scene.places.segments(gradients, colors, compiled=raster.is_ready())
    return CodedSnapshot(layers, tuple(units), segments)


class DiagramPainter:
    """Paints snapshots at any sharpness; keeps what the next picture of the same size needs again."""

    def __init__(self) -> None:
        self._raster: raster.Raster | None = None
        self._paper = Paper()

    def paint(
        self, painter: QPainter, scene: Scene, snapshot: Snapshot, texts: LayerTexts, theme: Theme
    ) -> None:
        """Paint everything; how many device pixels a pixel has is read from the painter."""
        colors = magnitude_scale(theme)
        scale = abs(painter.deviceTransform().m11())
        title = network_title(snapshot.experiment.network)
        painter.drawImage(QPointF(0, 0), self._paper.image(scene, title, texts, theme, scale))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_network(painter, scene, coded(snapshot, scene, colors), colors, theme)

    def _paint_network(
        self, painter: QPainter, scene: Scene, codes: CodedSnapshot, colors: ColorScale, theme: Theme
    ) -> None:
        layout, scale = scene.layout, abs(painter.deviceTransform().m11())
        if not layout.gapped:
            paint_touching_lanes(painter, layout, codes.layers, codes.units, colors, theme, scale)
            return
        paint_lanes(painter, layout, codes.layers, colors, theme)
        inputs = np.full(layout.columns[0].units, INPUT_CODE, dtype=np.uint8)
        units = (inputs, *codes.units) if scene.detail.units else ()
        atlas = node_atlas(layout.radius, scale, theme, colors)
        if raster.is_ready():
            self._paint_raster(painter, scene, codes.segments, units, atlas, colors, scale)
        else:
            _paint_lines(painter, codes.segments, scene.edge_width, colors)
            for column, unit_codes in zip(layout.columns, units, strict=False):
                if column.circles:
                    atlas.paint(painter, column, unit_codes)
        _paint_strips(painter, layout, units, colors, theme, scale)

    def _paint_raster(
        self,
        painter: QPainter,
        scene: Scene,
        segments: Segments,
        units: tuple[Codes, ...],
        atlas: NodeAtlas,
        colors: ColorScale,
        scale: float,
    ) -> None:
        box = scene.layout.box
        rows, columns = round(box.height * scale), round(box.width * scale)
        if self._raster is None or self._raster.pixels.shape != (rows, columns):
            self._raster = raster.Raster(rows, columns)
        local = segments.transformed(scale, box.left, box.top)
        pixels = self._raster.draw(local, scene.edge_width * scale, raster_table(colors))
        for column, unit_codes in zip(scene.layout.columns, units, strict=False):
            if column.circles:
                heights = (column.heights() - box.top) * scale
                across = np.full(column.units, (column.x - box.left) * scale)
                self._raster.stamp(atlas.sprites, np.stack([across, heights]), unit_codes)
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        painter.drawImage(QPointF(box.left, box.top), image)


def _paint_lines(painter: QPainter, segments: Segments, width: float, colors: ColorScale) -> None:
    """Draw lines with QPainter, weak ones first: what shows until the raster is compiled."""
    palette = code_colors(colors)
    for code in np.unique(segments.codes).tolist():
        painter.setPen(QPen(palette[code], width))
        chosen = segments.ends[:, segments.codes == code]
        painter.drawLines([QLineF(*line) for line in chosen.T.tolist()])


def _paint_strips(
    painter: QPainter,
    layout: NetworkLayout,
    units: tuple[Codes, ...],
    colors: ColorScale,
    theme: Theme,
    scale: float,
) -> None:
    table = opaque_table(colors)
    inputs = table.copy()
    inputs[INPUT_CODE] = QColor(theme.border).rgb()
    for index, codes in enumerate(units):
        if not layout.columns[index].circles:
            paint_strip(painter, strip_box(layout, index), codes, table if index else inputs, scale)
