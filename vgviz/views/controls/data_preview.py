"""A thumbnail of each data source: its own samples, coloured by class or height, or a sign."""

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from vgviz.engine.generators import GENERATORS
from vgviz.experiment import Data
from vgviz.views.icons import icon
from vgviz.views.theme import Theme, font

SIZE = 16
SHARPNESS = 3  # pixels a side for one on a plain screen
SAMPLES = 72
DOT = 0.9
SIGNS = {"iris": "flower", "wine": "wine", "breast_cancer": "microscope"}


@lru_cache(maxsize=128)  # dark and light, in some sizes of text
def data_preview(source: str, theme: Theme) -> QIcon:
    """Icon of a source; a sign for measured data, and nothing for files."""
    if source in SIGNS:
        return icon(SIGNS[source], theme)
    pixmap = QPixmap(SIZE * SHARPNESS, SIZE * SHARPNESS)
    pixmap.setDevicePixelRatio(SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if source in GENERATORS:
        _paint_samples(painter, source, theme)
    elif source == "digits":
        _paint_numeral(painter, theme)
    painter.end()
    result = QIcon(pixmap)
    result.addPixmap(pixmap, QIcon.Mode.Selected)  # the list's highlight must not tint the classes
    return result


def _paint_samples(painter: QPainter, source: str, theme: Theme) -> None:
    plane, codes = _places_and_codes(source)
    low, high = plane.min(axis=0), plane.max(axis=0)
    room = SIZE - 2 * DOT
    places = DOT + (plane - low) / np.maximum(high - low, 1e-12) * room
    colors = [QColor(name) for name in (theme.curve, theme.second_curve, theme.muted)]
    painter.setPen(Qt.PenStyle.NoPen)
    for (across, up), code in zip(places.tolist(), codes, strict=True):
        painter.setBrush(colors[code % len(colors)])
        painter.drawEllipse(QPointF(across, SIZE - up), DOT, DOT)


@cache
def _places_and_codes(source: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points in the plane and the colour of each: its class, or whether it is below or above 0."""
    data = Data(source, samples=SAMPLES, classes=3 if source == "blobs" else 2, noise=0.1)
    x, y = GENERATORS[source](data, np.random.default_rng(1))
    if y.ndim == 1:
        return x[:, :2], y.astype(np.int64)
    if x.shape[1] == 1:
        return np.column_stack((x, y)), np.zeros(len(x), dtype=np.int64)
    return x, (y[:, 0] > 0).astype(np.int64)


def _paint_numeral(painter: QPainter, theme: Theme) -> None:
    numeral = font(theme.title, bold=True)
    numeral.setPixelSize(SIZE - 1)
    painter.setFont(numeral)
    painter.setPen(QColor(theme.curve))
    painter.drawText(QRectF(0, 0, SIZE, SIZE), Qt.AlignmentFlag.AlignCenter, "5")
