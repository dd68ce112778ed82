"""The bar that says which colour is which magnitude."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPolygonF

from vgviz.drawing.color_scale import HIGHEST_CODE, LOWEST_CODE, ColorScale
from vgviz.drawing.number_format import magnitude
from vgviz.views.diagram.colors import code_colors
from vgviz.views.theme import Theme, font

HEIGHT = 46.0
WIDEST_BAR = 620.0
_THICKNESS = 9.0
_POINT = 7.0  # length of the pointed ends: smaller and larger keep the end's colour
_SPECIAL_GAP = 14.0
_SWATCH = 9.0
QUANTITY = "|∂L/∂w| of each edge, root mean square in neurons and layers"


def paint_color_bar(painter: QPainter, box: QRectF, scale: ColorScale, theme: Theme) -> None:
    """Paint the quantity, the bar with its decades and the named special colours, centred in ``box``."""
    metrics = QFontMetricsF(font(theme.small))
    painter.setFont(font(theme.small))
    special = _special_entries(scale, metrics)
    width = min(box.width(), WIDEST_BAR + sum(entry[2] for entry in special))
    left = box.left() + (box.width() - width) / 2
    bar_width = width - sum(entry[2] for entry in special)
    bar = QRectF(left, box.top() + metrics.height() + 4, bar_width, _THICKNESS)
    painter.setPen(QColor(theme.muted))
    quantity = metrics.elidedText(QUANTITY, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QPointF(left, box.top() + metrics.ascent()), quantity)
    _paint_gradient(painter, bar, scale)
    _paint_decades(painter, bar, scale, theme, metrics)
    _paint_special(painter, bar, special, theme, metrics)


def _special_entries(scale: ColorScale, metrics: QFontMetricsF) -> list[tuple[str, str, float]]:
    names = (("exactly 0", scale.zero), ("overflow ∞", scale.overflow), ("NaN", scale.not_a_number))
    return [
        (name, color, _SPECIAL_GAP + _SWATCH + 5 + metrics.horizontalAdvance(name)) for name, color in names
    ]


def _paint_gradient(painter: QPainter, bar: QRectF, scale: ColorScale) -> None:
    colors = code_colors(scale)
    gradient = QLinearGradient(bar.left() + _POINT, 0, bar.right() - _POINT, 0)
    for code in range(LOWEST_CODE, HIGHEST_CODE + 1, 6):
        gradient.setColorAt((code - LOWEST_CODE) / (HIGHEST_CODE - LOWEST_CODE), colors[code])
    gradient.setColorAt(1.0, colors[HIGHEST_CODE])
    middle = bar.center().y()
    outline = (
        (bar.left(), middle),
        (bar.left() + _POINT, bar.top()),
        (bar.right() - _POINT, bar.top()),
        (bar.right(), middle),
        (bar.right() - _POINT, bar.bottom()),
        (bar.left() + _POINT, bar.bottom()),
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in outline]))


def _paint_decades(
    painter: QPainter, bar: QRectF, scale: ColorScale, theme: Theme, metrics: QFontMetricsF
) -> None:
    """A tick at every decade, a number at as many as fit."""
    low, high = math.ceil(math.log10(scale.low) - 1e-9), math.floor(math.log10(scale.high) + 1e-9)
    inner = bar.width() - 2 * _POINT
    room = metrics.horizontalAdvance(magnitude(10.0**low, 1)) + 10
    every = max(1, math.ceil(room * (high - low) / inner)) if high > low else 1
    for exponent in range(low, high + 1):
        x = bar.left() + _POINT + inner * float(scale.position(np.array(10.0**exponent)))
        painter.setPen(QColor(theme.background))
        if low < exponent < high:
            painter.drawLine(QPointF(x, bar.bottom() - 3), QPointF(x, bar.bottom()))
        if (high - exponent) % every == 0:
            text = magnitude(10.0**exponent, 1)
            painter.setPen(QColor(theme.muted))
            start = x - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(max(start, bar.left()), bar.bottom() + metrics.ascent() + 2), text)


def _paint_special(
    painter: QPainter,
    bar: QRectF,
    entries: list[tuple[str, str, float]],
    theme: Theme,
    metrics: QFontMetricsF,
) -> None:
    x = bar.right()
    for name, color, width in entries:
        swatch = QRectF(x + _SPECIAL_GAP, bar.center().y() - _SWATCH / 2, _SWATCH, _SWATCH)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(swatch, 2, 2)
        painter.setPen(QColor(theme.muted))
        baseline = bar.center().y() + metrics.capHeight() / 2
        painter.drawText(QPointF(swatch.right() + 5, baseline), name)
        x += width
