"""The lanes with what lies in them as one opaque image, drawn by the compiled kernels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import Box
from vgviz.drawing.matrices import MatrixPlace
from vgviz.drawing.raster import Raster, Traced
from vgviz.drawing.segments import Segments
from vgviz.views.diagram.answers import Stamps
from vgviz.views.diagram.field_shapes import bands_of, device_rect, discs_of, row_of, strips_of, units_of
from vgviz.views.diagram.lanes import FOOT, FOOT_GAP, band_colors, columns_in_view, opaque_table
from vgviz.views.diagram.nodes import INPUT_CODE, disc_colors
from vgviz.views.diagram.scene import Scene
from vgviz.views.images import image_over
from vgviz.views.theme import Theme


def field_rect(scene: Scene) -> QRectF:
    """What changes with every snapshot: the lanes and the feet under them, in logical pixels."""
    box = scene.layout.box
    return QRectF(box.left, box.top, box.width, box.height + FOOT_GAP + FOOT + 1)


class Field:
    """Lanes, edges and neurons of one scene on one paper. Needs the kernels.

    Attributes
    ----------
    rect : where the image lies, in device pixels.
    image : what was drawn last.
    """

    def __init__(
        self, scene: Scene, paper: QImage, theme: Theme, colors: ColorScale, former: Field | None
    ) -> None:
        self._scene, self._theme, self._colors = scene, theme, colors
        self._scale = scale = paper.devicePixelRatio()
        self.rect = device_rect(field_rect(scene), scale)
        self._raster = self._raster_like(former)
        self.image = image_over(self._raster.pixels)
        ground = image_over(self._raster.paper)
        painter = QPainter(ground)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(self.image.rect(), paper, self.rect)
        painter.end()
        layout, self._columns = scene.layout, columns_in_view(scene.layout)
        circles = [column for column in self._columns if layout.columns[column].circles]
        strips = [column for column in self._columns if not layout.columns[column].circles]
        self._bands = bands_of(layout, self._columns, self.rect, scale)
        self._discs = discs_of(layout, circles, self.rect, scale)
        self._strips = strips_of(layout, strips, self.rect, scale)
        self._disc_units, self._strip_units = units_of(layout, circles), units_of(layout, strips)
        self._strip_table = opaque_table(colors).copy()
        self._strip_table[INPUT_CODE] = QColor(theme.border).rgb()
        self._strip_table.flags.writeable = False
        self._drawn_ends: NDArray[np.float64] | None = None
        self._known: tuple[NDArray[np.float64], Traced] | None = None  # what edges, once traced, cover
        if former is not None and self._lies_like(former):
            self._known = former._known

    def _lies_like(self, former: Field) -> bool:
        """Whether everything has the place that it had there, in other colours maybe."""
        return (
            self._raster is former._raster
            and self.rect == former.rect
            and self._scale == former._scale
            and self._scene.layout == former._scene.layout
            and self._scene.edge_width == former._scene.edge_width
        )

    def _raster_like(self, former: Field | None) -> Raster:
        """A raster of the right size, the former field's where that fits: memory is quicker used again."""
        shape = self.rect.height(), self.rect.width()
        foot = shape[0] - row_of(self._scene.layout.box.bottom, self.rect, self._scale)
        if former is not None and former._raster.fits(*shape, foot):
            return former._raster
        return Raster(*shape, foot)

    def draw(
        self,
        layers: Codes,
        segments: Segments,
        matrices: Sequence[tuple[MatrixPlace, Codes]],
        units: Codes,
    ) -> None:
        """Make ``image`` edges or matrices over the lanes, neurons over the edges.

        ``units`` are those of all columns in one row; none are drawn where it is empty.
        """
        if segments.ends is not self._drawn_ends:
            self.take(segments.ends, self._known_or_traced(segments.ends))
        self._draw_bands(layers)
        self._raster.draw_lines(segments.codes, opaque_table(self._colors))
        for place, codes in matrices:
            self._draw_matrix(place.box, codes)
        if units.size:
            discs = disc_colors(self._theme, self._colors)
            self._raster.draw_discs(self._discs, units[self._disc_units], discs)
            self._raster.draw_strips(self._strips, units[self._strip_units], self._strip_table)

    def traced(self, ends: NDArray[np.float64]) -> Traced:
        """What edges between these ``ends`` cover; any thread may ask for it."""
        origin, width = (float(self.rect.left()), float(self.rect.top())), self._scene.edge_width
        return self._raster.traced(ends, width, self._scale, origin, self._bands, self._discs)

    def take(self, ends: NDArray[np.float64], traced: Traced) -> None:
        """Draw these edges from now on."""
        self._raster.take(traced)
        self._drawn_ends, self._known = ends, (ends, traced)

    def _known_or_traced(self, ends: NDArray[np.float64]) -> Traced:
        """What these edges cover; in another theme the same as before."""
        if self._known is not None and np.array_equal(self._known[0], ends):
            return self._known[1]
        return self.traced(ends)

    @property
    def logical_rect(self) -> QRectF:
        """Where the image lies, in logical pixels."""
        rect, scale = self.rect, self._scale
        return QRectF(rect.left() / scale, rect.top() / scale, rect.width() / scale, rect.height() / scale)

    def stamp(self, stamps: Sequence[Stamps]) -> None:
        """Lay little pictures over the neurons that are drawn."""
        origin = np.array((float(self.rect.left()), float(self.rect.top())))[:, None]
        for sprites, centers in stamps:
            self._raster.stamp(sprites, centers * self._scale - origin)

    def _draw_bands(self, layers: Codes) -> None:
        """The first band is the input's and has no gradient."""
        codes = np.concatenate([[INPUT_CODE], layers])
        bands, feet = band_colors(codes, self._colors, self._theme), opaque_table(self._colors)[codes]
        self._raster.draw_bands(self._bands, bands[self._columns], feet[self._columns])

    def _draw_matrix(self, box: Box, codes: Codes) -> None:
        """Cover ``box`` with cells of one colour each."""
        lengths = (box.top, box.height, self.rect.top()), (box.left, box.width, self.rect.left())
        firsts = [round(start * self._scale) - origin for start, _, origin in lengths]
        stops = [
            first + max(round(length * self._scale), 1)
            for first, (_, length, _) in zip(firsts, lengths, strict=True)
        ]
        rows, columns = zip(firsts, stops, strict=True)
        self._raster.draw_cells(codes, opaque_table(self._colors), rows, columns)
