"""The little curve of an activation, bright where its derivative lets gradients through."""

from functools import lru_cache
from itertools import pairwise
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.experiment import Activation
from vgviz.views.images import clear_image
from vgviz.views.picture_scale import device_scale
from vgviz.views.theme import Theme, mixed

REACH = 3.0  # z from -REACH to REACH at least; both axes have one scale, so that slope 1 is 45 degrees
BEYOND_KINKS = 1.4  # times the outermost kink, so that what comes after it is seen
POINTS = 61
STRENGTHS = 8  # shares that are told apart
SHADES = 12  # of slopes


def _reach(activation: Activation) -> float:
    kinks = ACTIVATIONS[activation.name].kinks
    return max(REACH, *(BEYOND_KINKS * abs(kink) for kink in kinks), 0.0)


def paint_tile(
    painter: QPainter, tile: QRectF, activation: Activation, theme: Theme, *, share: float, hovered: bool
) -> None:
    """Draw f into a framed tile; ``share`` is what the function counts for in the one on show."""
    # A drag repaints all tiles at each move, and its new colours must not wait for that.
    sharpness = device_scale(painter)
    strength = round(share * STRENGTHS) / STRENGTHS
    image = _tile(activation, theme, tile.width(), tile.height(), strength, hovered, sharpness)
    # At a whole pixel of the device, or a part that is repainted would look otherwise.
    to_device = painter.deviceTransform()
    pixel = to_device.map(tile.topLeft()).toPoint()
    painter.drawImage(to_device.inverted()[0].map(QPointF(pixel)), image)


@lru_cache(maxsize=512)
def _tile(
    activation: Activation,
    theme: Theme,
    width: float,
    height: float,
    strength: float,
    hovered: bool,
    sharpness: float,
) -> QImage:
    image = clear_image(QSize(ceil(width * sharpness), ceil(height * sharpness)), sharpness)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tile = QRectF(0, 0, width, height)
    outline = mixed(theme.border, theme.accent, strength)
    painter.setPen(QPen(QColor(theme.muted) if hovered and strength < 1 else outline, 1))
    painter.setBrush(mixed(theme.background, theme.raised, max(strength, 0.5 * hovered)))
    painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    _paint(painter, tile.adjusted(2, 2, -2, -2), activation, theme, strength)
    painter.end()
    return image


def _paint(painter: QPainter, tile: QRectF, activation: Activation, theme: Theme, strength: float) -> None:
    reach = _reach(activation)
    z = np.linspace(-reach, reach, POINTS)
    function = ConfiguredFunction(activation)
    value, derivative = function.value(z), function.derivative(z)
    scale = tile.width() / (2 * reach)
    origin = QPointF(tile.center().x(), tile.center().y() + 0.16 * tile.height())
    _paint_axes(painter, tile, origin, theme)
    points = list(map(QPointF, origin.x() + scale * z, origin.y() - scale * value))
    bright = mixed(theme.muted, theme.accent, strength).name()
    slope = np.minimum(1.0, np.abs(derivative[:-1] + derivative[1:]) / 2)
    shades = np.round(SHADES * slope**0.5)
    first_of_shade = [0, *(np.flatnonzero(np.diff(shades)) + 1).tolist(), POINTS - 1]
    for first, last in pairwise(first_of_shade):
        color = mixed(theme.border, bright, 0.35 + 0.65 * float(shades[first]) / SHADES)
        painter.setPen(QPen(color, 1.5 + 0.5 * strength, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(points[first : last + 1])


def _paint_axes(painter: QPainter, tile: QRectF, origin: QPointF, theme: Theme) -> None:
    line = QColor(theme.border)
    line.setAlphaF(0.6)
    painter.setPen(QPen(line, 1))
    painter.drawLine(QPointF(tile.left(), origin.y()), QPointF(tile.right(), origin.y()))
    painter.drawLine(QPointF(origin.x(), tile.top()), QPointF(origin.x(), tile.bottom()))
