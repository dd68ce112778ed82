"""Thin lines as bundles of hairlines.

Qt's painter draws a line of at most one device pixel at once; from there on it first makes an outline of it,
which for a jagged curve of a thousand points takes 30 ms instead of 0.2. A few hairlines next to each other
look the same.
"""

import math

from PySide6.QtGui import QPainter, QPainterPath, QPen

from vgviz.views.picture_scale import device_scale

WIDEST = 4.0  # device pixels; what is wider, as in a 4x picture, gets its outline


def stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Draw ``path`` with ``pen``; the painter may be scaled, but not turned."""
    scale = device_scale(painter)
    width = pen.widthF() * scale
    if not 1.0 < width <= WIDEST:
        painter.strokePath(path, pen)
        return
    hairline = QPen(pen)
    hairline.setWidthF(1.0 / scale)
    if pen.dashPattern():
        hairline.setDashPattern([width * length for length in pen.dashPattern()])  # counted in widths
    for offset in _offsets(width):
        painter.strokePath(path.translated(offset / scale, 0.0), hairline)
        painter.strokePath(path.translated(0.0, offset / scale), hairline)


def _offsets(width: float) -> list[float]:
    """Places of hairlines that together are ``width`` device pixels wide."""
    reach = (width - 1.0) / 2
    gaps = max(1, math.ceil(2 * reach))
    return [reach * (2 * index / gaps - 1) for index in range(gaps + 1)]
