"""Painting the diagram of one snapshot."""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QRegion

from vgviz.drawing import raster
from vgviz.drawing.color_modes import ColorMode
from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.edges import NO_EDGES, Choice, ChosenEdges
from vgviz.drawing.matrices import MatrixPlace, matrix_codes
from vgviz.drawing.segments import NO_SEGMENTS, Segments
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram.answers import Answers
from vgviz.views.diagram.coloring import ColorKey
from vgviz.views.diagram.field import Field, field_rect
from vgviz.views.diagram.header import header_rect, paint_header
from vgviz.views.diagram.heading import Heading
from vgviz.views.diagram.labels import LayerTexts, labels_rect, paint_layer_labels
from vgviz.views.diagram.lanes import joints_of, map_places, paint_touching_lanes
from vgviz.views.diagram.marks import LayerMark, layer_marks
from vgviz.views.diagram.mini_map import MiniMapPainter, mini_map_rect
from vgviz.views.diagram.nodes import INPUT_CODE
from vgviz.views.diagram.paper import bare_paper, marked_paper
from vgviz.views.diagram.scene import Scene
from vgviz.views.diagram.sketch import paint_sketch
from vgviz.views.diagram.zones import paint_zones
from vgviz.views.picture_scale import device_scale
from vgviz.views.theme import Theme


@dataclass(frozen=True, slots=True)
class CodedSnapshot:
    """A snapshot's numbers as colour codes; ``units`` are those of all columns, the input's first."""

    layers: Codes
    units: Codes
    segments: Segments
    matrices: tuple[tuple[MatrixPlace, Codes], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FreshEdges:
    """The strongest edges of a later snapshot, ready to be drawn in ``field`` while ``mode`` colours it."""

    field: Field
    mode: ColorMode
    chosen: ChosenEdges
    traced: raster.Traced


_NO_UNITS = np.empty(0, dtype=np.uint8)


class EdgeChoice:
    """Which edges are drawn where they are too many: the strongest of when they were last chosen.

    While training that is not every picture, for the eye could not follow it.
    """

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._mode: ColorMode | None = None
        self._chosen = NO_EDGES

    @property
    def choice(self) -> Choice:
        """What was drawn last: of each gap the flat indices of its edges."""
        return self._chosen.choice

    def is_of(self, scene: Scene | None, mode: ColorMode) -> bool:
        """Whether they were chosen for this scene and this quantity."""
        return scene is not None and self._scene is scene and self._mode is mode

    def forget(self) -> None:
        """Choose anew for the next picture."""
        self._scene = self._mode = None

    def take(self, chosen: ChosenEdges) -> None:
        """Draw these of the same scene and quantity."""
        self._chosen = chosen

    def coded(self, snapshot: Snapshot, scene: Scene, key: ColorKey) -> CodedSnapshot:
        """Colour codes of layers, neurons and edges, all of one quantity."""
        mode, colors = key.mode, key.scale
        inputs = np.full(snapshot.widths[0], INPUT_CODE, dtype=np.uint8)
        if not scene.detail.units:
            self._draw_none()
            layers = colors.codes(mode.layers(snapshot))
            bars = np.repeat(layers, snapshot.widths[1:])  # each layer in its colour from end to end
            return CodedSnapshot(layers, np.concatenate([inputs, bars]), NO_SEGMENTS)
        codes = colors.codes(np.concatenate([mode.layers(snapshot), mode.unit_values(snapshot)]))
        layers, units = codes[: snapshot.layers], np.concatenate([inputs, codes[snapshot.layers :]])
        if not scene.layout.gapped:
            self._draw_none()
            return CodedSnapshot(layers, units, NO_SEGMENTS)
        edges, is_ready = mode.edge_values(snapshot), raster.is_ready()
        if not self.is_of(scene, mode):
            self._scene, self._mode = scene, mode
            self._chosen = scene.places.choose(edges, compiled=is_ready)
        scale = None if mode.edges is None else colors
        matrices = (
            (place, matrix_codes(place, edges[place.gap], scale, compiled=is_ready))
            for place in scene.matrices
        )
        return CodedSnapshot(
            layers,
            units,
            scene.places.segments(edges, scale, self._chosen),
            tuple(matrices),
        )

    def _draw_none(self) -> None:
        self.forget()
        self._chosen = NO_EDGES


class DiagramPainter:
    """Paints snapshots at any sharpness; keeps what the next picture of the same scene needs again."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._palette: ColorScale | None = None
        self._scene: Scene | None = None
        self._paper = QImage()
        self._bare = QImage()
        self._field: Field | None = None
        self._map_places: NDArray[np.int64] | None = None
        self._joints: tuple[QRectF, ...] = ()
        self._map = MiniMapPainter()
        self._edges = EdgeChoice()
        self._drawn: tuple[object, ...] = ()
        self._codes = CodedSnapshot(_NO_UNITS, _NO_UNITS, NO_SEGMENTS)
        self.answers = Answers()

    @property
    def drawn_edges(self) -> Choice:
        """Of each gap the flat indices of the edges that were drawn last."""
        return self._edges.choice

    def twin(self) -> "DiagramPainter":
        """One that draws the same edges and pictures, at a sharpness of its own."""
        twin = DiagramPainter()
        twin._edges = copy.copy(self._edges)
        twin.answers.show(self.answers.pictures, in_motion=False)
        return twin

    def draw_ahead(self, scene: Scene, snapshot: Snapshot, key: ColorKey, theme: Theme, scale: float) -> None:
        """Do what takes long in `paint` with these arguments, in any thread."""
        self._prepare(scene, layer_marks(snapshot), key, theme, scale)
        if self._field is not None:
            self._draw(scene, snapshot, key, theme, scale)

    def choose_anew(self) -> None:
        """Draw those edges in the next picture that are the strongest then."""
        self._edges.forget()
        self._drawn = ()

    def choosing(self, snapshot: Snapshot, scene: Scene, mode: ColorMode) -> Callable[[], FreshEdges] | None:
        """Work that finds the strongest edges now, for any thread; None where other edges cannot be drawn."""
        field, detail = self._field, scene.detail
        is_painted = scene is self._scene and self._edges.is_of(scene, mode)
        if field is None or not is_painted or detail.complete or not any(detail.edges):
            return None
        return partial(_fresh_edges, snapshot, scene, mode, field)

    def take(self, fresh: FreshEdges) -> None:
        """Draw these edges from now on, unless by now it is another picture."""
        if fresh.field is self._field and self._edges.is_of(self._scene, fresh.mode):
            self._edges.take(fresh.chosen)
            fresh.field.take(fresh.chosen.ends, fresh.traced)
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
        scale = device_scale(painter)
        self._prepare(scene, layer_marks(snapshot), key, theme, scale)
        changing = field_rect(scene)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        still = region.subtracted(QRegion(_inside(changing))) if self._field else region
        if not still.isEmpty():
            painter.save()
            painter.setClipRegion(still, Qt.ClipOperation.IntersectClip)
            painter.drawImage(QPointF(0, 0), self._paper)
            painter.restore()
        if region.intersects(header_rect(scene).toAlignedRect()):
            paint_header(painter, scene, heading, theme)
        if region.intersects(labels_rect(scene.labels_top, scene.label_rows, scene.width, theme)):
            top, right, rows = scene.labels_top, scene.width - 6, scene.label_rows
            paint_layer_labels(painter, scene.layout, texts, top, right, theme, rows=rows)
        if region.intersects(changing.toAlignedRect()):
            self._paint_network(painter, scene, snapshot, key, theme)
            self._paint_map(painter, scene, key.scale, theme)

    def _prepare(
        self, scene: Scene, marks: tuple[LayerMark, ...], key: ColorKey, theme: Theme, scale: float
    ) -> None:
        has_field = scene.layout.gapped and raster.is_ready()
        of = (marks, key, theme, scale, has_field)
        if scene is self._scene and of == self._of:
            return
        is_same_field = scene is self._scene and of[2:] == self._of[2:] and self._palette == key.scale.palette
        if not (is_same_field and key == self._of[1]):
            self._bare = bare_paper(scene, key, theme, scale)
        self._scene, self._of, self._palette = scene, of, key.scale.palette
        self._paper = marked_paper(self._bare, scene, marks, theme)
        if not is_same_field:
            former, self._field = self._field, None
            self._drawn = ()  # places of edges are the scene's
            if has_field:
                self._field = Field(scene, self._paper, theme, self._palette, former)
            if not scene.layout.gapped:
                self._map_places = map_places(scene.layout, scale)
                self._joints = joints_of(scene.layout, scale)

    def _paint_network(
        self, painter: QPainter, scene: Scene, snapshot: Snapshot, key: ColorKey, theme: Theme
    ) -> None:
        scale, field = device_scale(painter), self._field
        self._draw(scene, snapshot, key, theme, scale)
        codes, rect = self._codes, field_rect(scene) if field is None else field.logical_rect
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        if field is not None:
            painter.drawImage(rect, field.image)
        elif scene.layout.gapped:
            parts = codes.layers, codes.segments, codes.matrices, codes.units
            paint_sketch(painter, scene, *parts, key.scale, theme)
        else:
            self._paint_touching_lanes(painter, scene, key.scale, theme, scale)
        painter.restore()

    def _draw(self, scene: Scene, snapshot: Snapshot, key: ColorKey, theme: Theme, scale: float) -> None:
        """Make the colours, and the field's image, what they have to be, unless they are."""
        field = self._field
        drawn = (snapshot, field, key, self.answers.pictures)
        if drawn == self._drawn:
            return
        codes = self._codes = self._edges.coded(snapshot, scene, key)
        self._drawn = drawn
        if field is not None:
            field.draw(codes.layers, codes.segments, codes.matrices, codes.units)
            field.stamp(self.answers.stamps(scene.layout, theme, scale))

    def _paint_touching_lanes(
        self, painter: QPainter, scene: Scene, colors: ColorScale, theme: Theme, scale: float
    ) -> None:
        layers, units = self._codes.layers, self._codes.units
        places, joints = self._map_places, self._joints
        paint_touching_lanes(painter, scene.layout, layers, units, colors, theme, scale, places, joints)
        paint_zones(painter, scene.layout, layers, colors, theme)

    def _paint_map(self, painter: QPainter, scene: Scene, colors: ColorScale, theme: Theme) -> None:
        if not mini_map_rect(scene).isEmpty():
            self._map.paint(painter, scene, self._codes.layers, colors, theme)


def _fresh_edges(snapshot: Snapshot, scene: Scene, mode: ColorMode, field: Field) -> FreshEdges:
    chosen = scene.places.choose(mode.edge_values(snapshot))
    return FreshEdges(field, mode, chosen, field.traced(chosen.ends))


def _inside(rect: QRectF) -> QRect:
    """The whole pixels within ``rect``."""
    corner = QPoint(math.ceil(rect.left()), math.ceil(rect.top()))
    return QRect(corner, QPoint(math.floor(rect.right()) - 1, math.floor(rect.bottom()) - 1))
