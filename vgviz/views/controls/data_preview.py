"""A thumbnail of each drawn data source: its own samples, coloured by class."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from vgviz.engine.generators import GENERATORS
from vgviz.experiment import Data
from vgviz.views.theme import Theme, font

SIZE = 16
SHARPNESS = 3  # pixels a side for one on a plain screen
SAMPLES = 72
DOT = 0.9


def data_preview(source: str, theme: Theme) -> QIcon:
    """Icon of a source; a numeral for the written digits, and nothing for files."""
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
    data = Data(source, samples=SAMPLES, classes=3 if source == "blobs" else 2, noise=0.1)
    x, y = GENERATORS[source](data, np.random.default_rng(1))
    plane = x[:, :2]
    low, high = plane.min(axis=0), plane.max(axis=0)
    room = SIZE - 2 * DOT
    places = DOT + (plane - low) / np.maximum(high - low, 1e-12) * room
    colors = [QColor(name) for name in (theme.curve, theme.second_curve, theme.muted)]
    painter.setPen(Qt.PenStyle.NoPen)
    for (across, up), label in zip(places, y, strict=True):
        painter.setBrush(colors[label % len(colors)])
        painter.drawEllipse(QPointF(across, SIZE - up), DOT, DOT)


def _paint_numeral(painter: QPainter, theme: Theme) -> None:
    numeral = font(theme.title, bold=True)
    numeral.setPixelSize(SIZE - 1)
    painter.setFont(numeral)
    painter.setPen(QColor(theme.curve))
    painter.drawText(QRectF(0, 0, SIZE, SIZE), Qt.AlignmentFlag.AlignCenter, "5")
