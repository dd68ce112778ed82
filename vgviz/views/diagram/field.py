"""The lanes with what lies in them as one opaque image, of which only what changed is painted again."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.raster import Raster
from vgviz.drawing.segments import Segments
from vgviz.views.diagram.answers import Stamps
from vgviz.views.diagram.colors import raster_table
from vgviz.views.diagram.lanes import (
    FOOT,
    FOOT_GAP,
    band_colors,
    lane_frame,
    opaque_table,
    paint_band,
    paint_foot,
    paint_lane,
)
from vgviz.views.diagram.nodes import NodeAtlas
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

    def __init__(self, scene: Scene, paper: QImage, theme: Theme, colors: ColorScale) -> None:
        self._scene, self._theme, self._colors = scene, theme, colors
        self._scale = paper.devicePixelRatio()
        self._lanes = np.full(len(scene.layout.columns), _NOTHING)
        centers = [column.centers() for column in scene.layout.columns if column.circles]
        self._centers = np.concatenate(centers, axis=1) if centers else np.empty((2, 0))
        columns = range(len(scene.layout.columns))
        self._frames = [_device_rect(lane_frame(scene.layout, column), self._scale) for column in columns]
        self.rect = _device_rect(field_rect(scene), self._scale)
        self._raster = Raster(self.rect.height(), self.rect.width())
        self._ground = _image_of(self._raster.ground)
        self.image = _image_of(self._raster.pixels)
        self._paper = paper
        painter = QPainter(self._ground)
        painter.drawImage(self._ground.rect(), paper, self.rect)
        painter.end()
        self._paper_pixels = self._raster.ground.copy()
        self._mask = _lane_mask(scene.layout, self.rect, self._scale)
        box = scene.layout.box
        self._foot_row = math.ceil((box.top + box.height + FOOT_GAP / 2) * self._scale) - self.rect.top()
        self._traced: NDArray[np.float64] | None = None

    def ground(self, layers: Codes) -> QImage:
        """The lanes alone, in the colours of their ``layers``; the first lane has no gradient."""
        codes = np.concatenate([[0], layers])
        changed = np.flatnonzero(codes != self._lanes).tolist()
        if changed:
            self._paint_lanes(codes, changed)
            self._lanes = codes
        return self._ground

    def draw(self, layers: Codes, segments: Segments, units: tuple[Codes, ...], atlas: NodeAtlas) -> None:
        """Make ``image`` edges over the lanes, neurons over the edges. Needs the kernels."""
        scene, scale = self._scene, self._scale
        origin = float(self.rect.left()), float(self.rect.top())
        self._tint_lanes(layers)
        if segments.ends is not self._traced:
            self._raster.trace(segments.ends, scene.edge_width, scale, origin)
            self._traced = segments.ends
        for frame in self._frames:
            self._raster.clear(*self._sides(frame))
        self._raster.draw(segments.codes, raster_table(self._colors))
        circles = [
            codes for column, codes in zip(scene.layout.columns, units, strict=False) if column.circles
        ]
        if circles:
            centers = self._centers * scale - np.array(origin)[:, None]
            self._raster.stamp(atlas.sprites, centers, np.concatenate(circles))

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
        for column in np.flatnonzero(codes != self._lanes).tolist():
            sides = self._sides(self._frames[column])
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


def _lane_mask(layout: NetworkLayout, rect: QRect, scale: float) -> Codes:
    """How much of each pixel of ``rect`` is covered by lanes and feet, 0 to 255."""
    image = QImage(rect.size(), QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-rect.left(), -rect.top())
    painter.scale(scale, scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    white = QColor(Qt.GlobalColor.white)
    for column in range(len(layout.columns)):
        paint_band(painter, layout.lane(column), white)
        if column:
            paint_foot(painter, layout.lane(column), white)
    painter.end()
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(rect.height(), image.bytesPerLine())
    mask = np.array(rows[:, : rect.width()])
    mask.flags.writeable = False
    return mask


def _device_rect(rect: QRectF, scale: float) -> QRect:
    """The device pixels that ``rect`` touches."""
    corner = QPoint(math.floor(rect.left() * scale), math.floor(rect.top() * scale))
    right, bottom = math.ceil(rect.right() * scale), math.ceil(rect.bottom() * scale)
    return QRect(corner, QSize(right - corner.x(), bottom - corner.y()))


def _image_of(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint32]]) -> QImage:
    """The array's own memory as an image."""
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
