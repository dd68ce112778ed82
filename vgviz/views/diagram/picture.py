"""Painting the diagram of one snapshot."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion

from vgviz.drawing import raster
from vgviz.drawing.color_modes import ColorMode
from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.edges import Choice
from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.matrices import MatrixPlace, matrix_codes
from vgviz.drawing.segments import NO_SEGMENTS, Segments
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.views.diagram.answers import Answers
from vgviz.views.diagram.coloring import ColorKey
from vgviz.views.diagram.colors import code_colors
from vgviz.views.diagram.field import Field, field_rect
from vgviz.views.diagram.heading import Heading
from vgviz.views.diagram.labels import LayerTexts, labels_rect, paint_layer_labels
from vgviz.views.diagram.lanes import map_places, opaque_table, paint_strip, paint_touching_lanes, strip_box
from vgviz.views.diagram.marks import LayerMark, layer_marks
from vgviz.views.diagram.mini_map import paint_mini_map
from vgviz.views.diagram.nodes import INPUT_CODE, node_atlas
from vgviz.views.diagram.paper import painted_paper
from vgviz.views.diagram.scene import Scene
from vgviz.views.diagram.zones import paint_zones
from vgviz.views.theme import Theme


@dataclass(frozen=True, slots=True)
class CodedSnapshot:
    """A snapshot's numbers as colour codes; ``units[l]`` has shape (fan_out,)."""

    layers: Codes
    units: tuple[Codes, ...]
    segments: Segments
    matrices: tuple[tuple[MatrixPlace, Codes], ...] = ()


class EdgeChoice:
    """Which edges are drawn where they are too many: the strongest, until they are to be chosen anew.

    While training this is not done for every picture, for the eye could not follow it.
    """

    def __init__(self) -> None:
        self._of: tuple[Scene, Experiment, ColorMode] | None = None
        self._choice: Choice = ()

    @property
    def choice(self) -> Choice:
        """What was drawn last: of each gap the flat indices of its edges."""
        return self._choice

    def forget(self) -> None:
        """Choose anew for the next picture."""
        self._of = None

    def coded(self, snapshot: Snapshot, scene: Scene, key: ColorKey) -> CodedSnapshot:
        """Colour codes of layers, neurons and edges, all of one quantity."""
        mode, colors = key.mode, key.scale
        layers = colors.codes(mode.layers(snapshot))
        if not scene.detail.units:
            return CodedSnapshot(layers, (), NO_SEGMENTS)
        units = np.split(colors.codes(mode.unit_values(snapshot)), np.cumsum(snapshot.widths[1:-1]))
        edges, of = mode.edge_values(snapshot), (scene, snapshot.experiment, mode)
        if self._of is None or any(one is not other for one, other in zip(of, self._of, strict=True)):
            self._of = of
            self._choice = scene.places.choice(edges, compiled=raster.is_ready())
        scale = None if mode.edges is None else colors
        matrices = scene.matrices if raster.is_ready() else ()
        return CodedSnapshot(
            layers,
            tuple(units),
            scene.places.segments(edges, scale, self._choice),
            tuple((place, matrix_codes(place, edges[place.gap], scale)) for place in matrices),
        )


class DiagramPainter:
    """Paints snapshots at any sharpness; keeps what the next picture of the same scene needs again."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._palette: ColorScale | None = None
        self._scene: Scene | None = None
        self._paper = QImage()
        self._field: Field | None = None
        self._map_places: NDArray[np.int64] | None = None
        self._edges = EdgeChoice()
        self._drawn: tuple[object, ...] = ()
        self._codes = CodedSnapshot(np.empty(0, np.uint8), (), NO_SEGMENTS)
        self.answers = Answers()

    @property
    def drawn_edges(self) -> Choice:
        """Of each gap the flat indices of the edges that were drawn last."""
        return self._edges.choice

    def choose_anew(self) -> None:
        """Draw those edges in the next picture that are the strongest then."""
        self._edges.forget()
        self._drawn = ()

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        snapshot: Snapshot,
        heading: Heading,
        texts: LayerTexts,
        key: ColorKey,
        theme: Theme,
        region: QRegion,
    ) -> None:
        """Paint what ``region`` (logical pixels) shows; the painter knows how many device pixels one has."""
        scale = abs(painter.deviceTransform().m11())
        self._prepare(scene, heading, layer_marks(snapshot), key, theme, scale)
        changing = field_rect(scene)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        still = region.subtracted(QRegion(_inside(changing))) if self._field else region
        if not still.isEmpty():
            painter.save()
            painter.setClipRegion(still, Qt.ClipOperation.IntersectClip)
            painter.drawImage(QPointF(0, 0), self._paper)
            painter.restore()
        if region.intersects(labels_rect(scene.labels_top, scene.width, theme)):
            paint_layer_labels(painter, scene.layout, texts, scene.labels_top, scene.width - 6, theme)
        if region.intersects(changing.toAlignedRect()):
            self._paint_network(painter, scene, snapshot, key, theme)
            self._paint_map(painter, scene, key.scale, theme)

    def _prepare(
        self,
        scene: Scene,
        heading: Heading,
        marks: tuple[LayerMark, ...],
        key: ColorKey,
        theme: Theme,
        scale: float,
    ) -> None:
        of = (heading, marks, key, theme, scale)
        if scene is self._scene and of == self._of:
            return
        is_same_field = scene is self._scene and of[3:] == self._of[3:] and self._palette == key.scale.palette
        self._scene, self._of, self._palette = scene, of, key.scale.palette
        self._paper = painted_paper(scene, heading, marks, key, theme, scale)
        if not is_same_field:
            field = (
                Field(scene, self._paper, theme, self._palette, self._field) if scene.layout.gapped else None
            )
            self._field = field
            self._map_places = None if scene.layout.gapped else map_places(scene.layout, scale)

    def _paint_network(
        self, painter: QPainter, scene: Scene, snapshot: Snapshot, key: ColorKey, theme: Theme
    ) -> None:
        layout, scale, colors = scene.layout, abs(painter.deviceTransform().m11()), key.scale
        field = self._field
        drawn = (snapshot, field, key, self.answers.pictures)
        is_drawn = drawn == self._drawn
        if not is_drawn:
            self._codes = self._edges.coded(snapshot, scene, key)
        codes = self._codes
        if field is None:
            painter.save()
            painter.setClipRect(field_rect(scene), Qt.ClipOperation.IntersectClip)
            paint_touching_lanes(
                painter, layout, codes.layers, codes.units, colors, theme, scale, self._map_places
            )
            paint_zones(painter, layout, codes.layers, colors, theme)
            painter.restore()
            return
        inputs = np.full(layout.columns[0].units, INPUT_CODE, dtype=np.uint8)
        units = (inputs, *codes.units) if scene.detail.units else ()
        place = QRectF(
            field.rect.left() / scale,
            field.rect.top() / scale,
            field.rect.width() / scale,
            field.rect.height() / scale,
        )
        painter.save()
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
        if raster.is_ready():
            if not is_drawn:
                field.draw(codes.layers, codes.segments, codes.matrices, units)
                field.stamp(self.answers.stamps(layout, theme, scale))
                self._drawn = drawn
            painter.drawImage(place, field.image)
        else:
            painter.drawImage(place, field.ground(codes.layers))
            _paint_lines(painter, codes.segments, scene.edge_width, colors)
            atlas = node_atlas(layout.radius, scale, theme, colors.palette)
            for column, unit_codes in zip(layout.columns, units, strict=False):
                if column.circles:
                    atlas.paint(painter, column, unit_codes)
        _paint_strips(painter, layout, units, colors, theme, scale)
        painter.restore()

    def _paint_map(self, painter: QPainter, scene: Scene, colors: ColorScale, theme: Theme) -> None:
        if not scene.view.is_whole:
            paint_mini_map(painter, scene, self._codes.layers, colors, theme)


def _inside(rect: QRectF) -> QRect:
    """The whole pixels within ``rect``."""
    corner = QPoint(math.ceil(rect.left()), math.ceil(rect.top()))
    return QRect(corner, QPoint(math.floor(rect.right()) - 1, math.floor(rect.bottom()) - 1))


def _paint_lines(painter: QPainter, segments: Segments, width: float, colors: ColorScale) -> None:
    """Draw lines with QPainter, weak ones first: what shows until the raster is compiled."""
    palette = code_colors(colors)
    for code in np.flatnonzero(np.bincount(segments.codes)).tolist():
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
    table = opaque_table(colors.palette)
    inputs = table.copy()
    inputs[INPUT_CODE] = QColor(theme.border).rgb()
    for index, codes in enumerate(units):
        if not layout.columns[index].circles:
            paint_strip(painter, strip_box(layout, index), codes, table if index else inputs, scale)
