"""A network with room between its layers painted by QPainter: what shows until the raster is compiled."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.matrices import MatrixPlace
from vgviz.drawing.segments import Segments
from vgviz.views.diagram.colors import code_colors
from vgviz.views.diagram.lanes import (
    columns_in_view,
    opaque_table,
    paint_cells,
    paint_lane,
    paint_strip,
    strip_box,
)
from vgviz.views.diagram.nodes import INPUT_CODE, node_atlas
from vgviz.views.diagram.scene import Scene
from vgviz.views.picture_scale import device_scale
from vgviz.views.theme import Theme


def paint_sketch(
    painter: QPainter,
    scene: Scene,
    layers: Codes,
    segments: Segments,
    matrices: Sequence[tuple[MatrixPlace, Codes]],
    units: Codes,
    colors: ColorScale,
    theme: Theme,
) -> None:
    """Paint lanes, edges or matrices, and neurons over the paper; ``units`` are all columns' in one row."""
    layout, scale = scene.layout, device_scale(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    for column in columns_in_view(layout):
        paint_lane(painter, layout, column, int(layers[column - 1]), colors, theme)
    _paint_lines(painter, segments, scene.edge_width, colors)
    for place, cells in matrices:
        paint_cells(painter, place.box, opaque_table(colors.palette)[cells])
    atlas = node_atlas(layout.radius, scale, theme, colors.palette)
    table = opaque_table(colors.palette).copy()
    table[INPUT_CODE] = QColor(theme.border).rgb()
    parts = np.split(units, np.cumsum([column.units for column in layout.columns])[:-1])
    for index, codes in enumerate(parts if units.size else ()):
        if layout.columns[index].circles:
            atlas.paint(painter, layout.columns[index], codes)
        else:
            paint_strip(painter, strip_box(layout, index), codes, table, scale)


def _paint_lines(painter: QPainter, segments: Segments, width: float, colors: ColorScale) -> None:
    """Draw lines, weak ones first."""
    palette = code_colors(colors)
    for code in np.flatnonzero(np.bincount(segments.codes)).tolist():
        painter.setPen(QPen(palette[code], width))
        chosen = segments.ends[:, segments.codes == code]
        painter.drawLines([QLineF(*line) for line in chosen.T.tolist()])
