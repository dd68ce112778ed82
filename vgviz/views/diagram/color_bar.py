"""The bar that says which colour is which number."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPolygonF

from vgviz.drawing.color_range import next_round
from vgviz.drawing.color_scale import ColorScale
from vgviz.views.diagram.coloring import SEPARATOR, ColorKey
from vgviz.views.diagram.colors import code_colors
from vgviz.views.theme import SPACING, Theme, font

HEIGHT = 46.0
USUAL_LINE = 13.4  # px, height of a line of normal text; lengths are for it and grow with larger text
WIDEST_BAR = 900.0
_THICKNESS, _GAP = 9.0, 4.0
_POINT = 7.0  # length of the pointed ends: smaller and larger keep the end's colour
LEAST_SHARE = 0.5  # of the room, below which the bar has short names beside it, and its quantity few words
_NAMES, _SHORT_NAMES = ("exactly 0", "overflow ∞", "NaN"), ("0", "∞", "NaN")
_SPECIAL_GAP = 14.0
_SWATCH, _SWATCH_GAP = 9.0, 5.0
_COLORS = 38  # of the bar, between which Qt blends
_TICKS = 8.0  # of a linear scale, at most about
MORE = " ▾"  # the bar opens a menu


def height(theme: Theme) -> float:
    """Room for the bar, the words above it and the numbers below, in px."""
    metrics = QFontMetricsF(font(theme.small))
    return max(HEIGHT, 2 * metrics.height() + (_GAP + _THICKNESS) * _growth(metrics) + 4)


def _growth(metrics: QFontMetricsF) -> float:
    """How many times as large as usual the text is: words beside a thin bar would touch those above it."""
    return max(1.0, metrics.height() / USUAL_LINE)


def paint_color_bar(painter: QPainter, box: QRectF, key: ColorKey, theme: Theme) -> None:
    """Paint the quantity, the bar with its numbers and the named special colours, centred in ``box``."""
    metrics, scale = QFontMetricsF(font(theme.small)), key.scale
    painter.setFont(font(theme.small))
    special = _special_entries(scale, metrics, (1 - LEAST_SHARE) * box.width())
    growth = _growth(metrics)
    width = min(box.width(), growth * WIDEST_BAR + sum(entry[2] for entry in special))
    left = box.left() + (box.width() - width) / 2
    bar_width = width - sum(entry[2] for entry in special)
    bar = QRectF(left, box.top() + metrics.height() + growth * _GAP, bar_width, growth * _THICKNESS)
    _paint_words(painter, QRectF(left, box.top(), width, metrics.height()), key, theme, metrics)
    _paint_gradient(painter, bar, scale)
    _paint_ticks(painter, bar, key, theme, metrics)
    _paint_special(painter, bar, special, theme, metrics)


def _paint_words(
    painter: QPainter, line: QRectF, key: ColorKey, theme: Theme, metrics: QFontMetricsF
) -> None:
    """The quantity at the left, what is to be said of the range at the right."""
    baseline = line.top() + metrics.ascent()
    words = key.words
    if metrics.horizontalAdvance(words) > (1 - LEAST_SHARE) * line.width():
        words = words.split(SEPARATOR)[-1]  # whether the colours stay what they are
    right = line.right() - metrics.horizontalAdvance(words)
    painter.setPen(QColor(theme.accent if key.is_news else theme.muted))
    painter.drawText(QPointF(right, baseline), words)
    room = right - line.left() - 2 * SPACING - metrics.horizontalAdvance(MORE)
    quantity = metrics.elidedText(key.mode.quantity, Qt.TextElideMode.ElideRight, room)
    painter.setPen(QColor(theme.muted))
    painter.drawText(QPointF(line.left(), baseline), quantity + MORE)


def _special_entries(scale: ColorScale, metrics: QFontMetricsF, room: float) -> list[tuple[str, str, float]]:
    """(name, colour, width) of each colour beside the bar, with short names where room is scarce."""
    long, short = (_measured_names(scale, metrics, names) for names in (_NAMES, _SHORT_NAMES))
    return long if sum(entry[2] for entry in long) <= room else short


def _measured_names(
    scale: ColorScale, metrics: QFontMetricsF, names: tuple[str, str, str]
) -> list[tuple[str, str, float]]:
    entries = zip(names, (scale.zero, scale.overflow, scale.not_a_number), strict=True)
    beside = _SPECIAL_GAP + (_SWATCH + _SWATCH_GAP) * _growth(metrics)
    return [
        (name, color, beside + metrics.horizontalAdvance(name))
        for name, color in list(entries)[0 if scale.has_zero_color else 1 :]
    ]


def _paint_gradient(painter: QPainter, bar: QRectF, scale: ColorScale) -> None:
    colors = code_colors(scale)
    places = np.linspace(0.0, 1.0, _COLORS)
    gradient = QLinearGradient(bar.left() + _POINT, 0, bar.right() - _POINT, 0)
    for place, code in zip(places.tolist(), scale.codes_at(places).tolist(), strict=True):
        gradient.setColorAt(place, colors[code])
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


def _paint_ticks(painter: QPainter, bar: QRectF, key: ColorKey, theme: Theme, metrics: QFontMetricsF) -> None:
    """A tick at every round number, a text at as many as fit; at 0 where the scale diverges."""
    ticks = tick_values(key.scale)
    inner = bar.width() - 2 * _POINT
    widest = max(metrics.horizontalAdvance(key.mode.tick(tick)) for tick in ticks)
    room = max(widest + 10, 1.5 * widest + 8 - _POINT)  # the first text does not reach beyond the bar
    every = max(1, math.ceil(room * (len(ticks) - 1) / inner)) if len(ticks) > 1 else 1
    anchor = len(ticks) // 2 if key.scale.kind == "diverging" else len(ticks) - 1
    places = key.scale.position(np.array(ticks)).tolist()
    for index, (value, place) in enumerate(zip(ticks, places, strict=True)):
        x = bar.left() + _POINT + inner * place
        painter.setPen(QColor(theme.background))
        if 0 < index < len(ticks) - 1:
            painter.drawLine(QPointF(x, bar.bottom() - 3), QPointF(x, bar.bottom()))
        if (anchor - index) % every == 0:
            text = key.mode.tick(value)
            painter.setPen(QColor(theme.muted))
            start = x - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(max(start, bar.left()), bar.bottom() + metrics.ascent() + 2), text)


def tick_values(scale: ColorScale) -> list[float]:
    """Round numbers on a scale: every decade, or fifths of a linear range."""
    if scale.kind == "log":
        low, high = scale.exponents
        return [10.0**exponent for exponent in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)]
    step = next_round((scale.high - scale.low) / _TICKS)
    first, last = math.ceil(scale.low / step - 1e-9), math.floor(scale.high / step + 1e-9)
    return [float(f"{index * step:.6g}") for index in range(first, last + 1)]


def _paint_special(
    painter: QPainter,
    bar: QRectF,
    entries: list[tuple[str, str, float]],
    theme: Theme,
    metrics: QFontMetricsF,
) -> None:
    x, side, gap = bar.right(), _SWATCH * _growth(metrics), _SWATCH_GAP * _growth(metrics)
    for name, color, width in entries:
        swatch = QRectF(x + _SPECIAL_GAP, bar.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(swatch, 2, 2)
        painter.setPen(QColor(theme.muted))
        baseline = bar.center().y() + metrics.capHeight() / 2
        painter.drawText(QPointF(swatch.right() + gap, baseline), name)
        x += width
