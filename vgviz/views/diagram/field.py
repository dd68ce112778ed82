"""The lanes with what lies in them as one opaque image, of which only what changed is painted again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import Box
from vgviz.drawing.matrices import MatrixPlace
from vgviz.drawing.raster import Raster
from vgviz.drawing.rounded import add_rounded
from vgviz.drawing.segments import Segments
from vgviz.views.diagram.answers import Stamps
from vgviz.views.diagram.colors import raster_table
from vgviz.views.diagram.lanes import (
    FOOT,
    FOOT_GAP,
    band_colors,
    band_rounding,
    lane_frame,
    opaque_table,
    paint_lane,
)
from vgviz.views.diagram.nodes import disc_colors
from vgviz.views.diagram.scene import Scene
from vgviz.views.theme import Theme

_NOTHING = -1  # no colour code: this lane has not been painted yet


def field_rect(scene: Scene) -> QRectF:
    """What changes with every snapshot: the lanes and the feet under them, in logical pixels."""
    box = scene.layout.box
    return QRectF(box.left, box.top, box.width, box.height + FOOT_GAP + FOOT + 1)


class Field:
    """Lanes, edges and neurons of one scene on one paper.

    Attributes
    ----------
    rect : where the image lies, in device pixels.
    image : what was drawn last.
    """

    def __init__(
        self, scene: Scene, paper: QImage, theme: Theme, colors: ColorScale, former: Field | None = None
    ) -> None:
        self._scene, self._theme, self._colors = scene, theme, colors
        self._scale = paper.devicePixelRatio()
        self._lanes = np.full(len(scene.layout.columns), _NOTHING)
        self.rect = _device_rect(field_rect(scene), self._scale)
        frames = [
            _device_rect(lane_frame(scene.layout, column), self._scale) for column in _columns_in_view(scene)
        ]
        self._frames = dict(zip(_columns_in_view(scene), frames, strict=True))
        self._raster = self._raster_like(former)
        self._ground = _image_of(self._raster.ground)
        self.image = _image_of(self._raster.pixels)
        self._paper = paper
        painter = QPainter(self._ground)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(self._ground.rect(), paper, self.rect)
        painter.end()
        self._paper_pixels = self._raster.ground.copy()
        self._mask = self._lane_mask()
        self._foot_row = self._row(scene.layout.box.bottom + FOOT_GAP / 2)
        self._traced: NDArray[np.float64] | None = None
        self._centers: NDArray[np.float64] | None = None  # of the discs, in pixels of the image

    def _raster_like(self, former: Field | None) -> Raster:
        """A raster of the right size, the former field's where that fits: memory is quicker used again."""
        shape = self.rect.height(), self.rect.width()
        foot = shape[0] - self._row(self._scene.layout.box.bottom)
        if former is not None and former._raster.fits(*shape, foot):
            return former._raster
        return Raster(*shape, foot)

    def _row(self, y: float) -> int:
        return math.ceil(y * self._scale) - self.rect.top()

    def _lane_mask(self) -> Codes:
        """How much of each pixel is covered by lanes and feet, 0 to 255."""
        layout, scale = self._scene.layout, self._scale
        mask = np.zeros((self.rect.height(), self.rect.width()), dtype=np.uint8)
        for column in self._frames:
            lane = layout.lane(column)
            shapes = [(lane, band_rounding(lane))]
            if column:
                foot = Box(lane.left, lane.bottom + FOOT_GAP, lane.width, FOOT)
                shapes.append((foot, min(FOOT / 2, band_rounding(lane))))
            for box, rounding in shapes:
                left, top = box.left * scale - self.rect.left(), box.top * scale - self.rect.top()
                add_rounded(mask, Box(left, top, box.width * scale, box.height * scale), rounding * scale)
        mask.flags.writeable = False
        return mask

    def ground(self, layers: Codes) -> QImage:
        """The lanes alone, in the colours of their ``layers``; the first lane has no gradient."""
        codes = np.concatenate([[0], layers])
        changed = [column for column in self._frames if codes[column] != self._lanes[column]]
        if changed:
            self._paint_lanes(codes, changed)
            self._lanes = codes
        return self._ground

    def draw(
        self,
        layers: Codes,
        segments: Segments,
        matrices: Sequence[tuple[MatrixPlace, Codes]],
        units: tuple[Codes, ...],
    ) -> None:
        """Make ``image`` edges or matrices over the lanes, neurons over the edges. Needs the kernels."""
        scene, scale = self._scene, self._scale
        origin = float(self.rect.left()), float(self.rect.top())
        self._tint_lanes(layers)
        if segments.ends is not self._traced:
            self._raster.trace(segments.ends, scene.edge_width, scale, origin)
            self._traced = segments.ends
        for frame in self._frames.values():
            self._raster.clear(*self._sides(frame))
        self._raster.draw(segments.codes, raster_table(self._colors))
        for place, codes in matrices:
            self._lay(place.box, opaque_table(self._colors)[codes])
        circles = [column for column in self._frames if units and scene.layout.columns[column].circles]
        if circles:
            if self._centers is None:
                places = [scene.layout.columns[column].centers() for column in circles]
                self._centers = np.concatenate(places, axis=1) * scale - np.array(origin)[:, None]
            discs = disc_colors(self._theme, self._colors)
            codes = np.concatenate([units[column] for column in circles])
            self._raster.draw_discs(self._centers, codes, discs, scene.layout.radius, scale)

    def _lay(self, box: Box, cells: NDArray[np.uint32]) -> None:
        """Cover ``box`` with cells of one colour each, as far as it lies in the image."""
        picture = self._raster.pixels
        lengths = (box.top, box.height, self.rect.top()), (box.left, box.width, self.rect.left())
        places, shares = [], []
        for (start, length, origin), pixels, count in zip(lengths, picture.shape, cells.shape, strict=True):
            first = round(start * self._scale) - origin
            stop = max(first + round(length * self._scale), first + 1)
            place = np.arange(max(first, 0), min(stop, pixels))
            places.append(place)
            shares.append((place - first) * count // (stop - first))
        picture[np.ix_(*places)] = cells[np.ix_(*shares)]

    def stamp(self, stamps: Sequence[Stamps]) -> None:
        """Lay little pictures over the neurons that are drawn."""
        origin = np.array((float(self.rect.left()), float(self.rect.top())))[:, None]
        for sprites, centers in stamps:
            numbers = np.arange(centers.shape[1], dtype=np.uint8)
            self._raster.stamp(sprites, centers * self._scale - origin, numbers)

    def _tint_lanes(self, layers: Codes) -> None:
        """What `ground` does, ten times as fast."""
        codes = np.concatenate([[0], layers])
        bands, feet = band_colors(codes, self._colors, self._theme), opaque_table(self._colors)[codes]
        rows, paper = self._raster.ground.shape[0], self._paper_pixels
        for column, frame in self._frames.items():
            if codes[column] == self._lanes[column]:
                continue
            sides = self._sides(frame)
            self._raster.tint(paper, self._mask, *sides, (0, self._foot_row), int(bands[column]))
            self._raster.tint(paper, self._mask, *sides, (self._foot_row, rows), int(feet[column]))
        self._lanes = codes

    def _sides(self, frame: QRect) -> tuple[int, int]:
        left = frame.left() - self.rect.left()
        return max(left, 0), min(left + frame.width(), self.rect.width())

    def _paint_lanes(self, codes: Codes, columns: list[int]) -> None:
        """Take away what was there, then paint anew."""
        layout, scale = self._scene.layout, self._scale
        painter = QPainter(self._ground)
        for column in columns:
            frame = self._frames[column]
            painter.drawImage(frame.translated(-self.rect.topLeft()), self._paper, frame)
        painter.translate(-self.rect.left(), -self.rect.top())
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for column in columns:
            paint_lane(painter, layout, column, int(codes[column]), self._colors, self._theme)
        painter.end()


def _columns_in_view(scene: Scene) -> list[int]:
    layout, box = scene.layout, scene.layout.box
    return [
        index
        for index, column in enumerate(layout.columns)
        if abs(column.x - box.left - box.width / 2) < (box.width + layout.lane_width) / 2
    ]


def _device_rect(rect: QRectF, scale: float) -> QRect:
    """The device pixels that ``rect`` touches."""
    corner = QPoint(math.floor(rect.left() * scale), math.floor(rect.top() * scale))
    right, bottom = math.ceil(rect.right() * scale), math.ceil(rect.bottom() * scale)
    return QRect(corner, QSize(right - corner.x(), bottom - corner.y()))


def _image_of(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint32]]) -> QImage:
    """The array's own memory as an image."""
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
