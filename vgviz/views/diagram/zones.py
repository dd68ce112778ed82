"""Words on a map of touching layers, where neighbours share one colour that the scale cannot tell apart."""

from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from vgviz.drawing.color_scale import (
    LOWEST_CODE,
    NOT_A_NUMBER_CODE,
    OVERFLOW_CODE,
    ZERO_CODE,
    Codes,
    ColorScale,
)
from vgviz.drawing.layout import NetworkLayout
from vgviz.number_format import count, magnitude
from vgviz.views.theme import Theme, font

PADDING_X, PADDING_Y = 8.0, 4.0
INSET = 10.0  # px from the zone's left edge, which stands stiller than its middle
OPACITY = 0.82


def zone_words(layers: Codes, colors: ColorScale) -> list[tuple[int, int, str]]:
    """First and last layer, from 0, of each zone of one special colour, and what its colour means."""
    meanings = {
        ZERO_CODE: "exactly 0",
        OVERFLOW_CODE: "overflow",
        NOT_A_NUMBER_CODE: "not a number",
    }
    if colors.kind == "log":
        meanings[LOWEST_CODE] = f"under {magnitude(colors.low, 1)}"
    zones, first = [], 0
    for code, run in groupby(layers.tolist()):
        length = sum(1 for _ in run)
        if code in meanings and length > 1:
            last = first + length - 1
            zones.append((first, last, f"{_place_words(first, last, layers.size)}: {meanings[code]}"))
        first += length
    return zones


def _place_words(first: int, last: int, layers: int) -> str:
    """The layers as they are named below the picture, where the last one is the output."""
    if (first, last) == (0, layers - 1):
        return "all layers"
    return f"layers {count(first + 1)} to {'out' if last == layers - 1 else count(last + 1)}"


def paint_zones(
    painter: QPainter, layout: NetworkLayout, layers: Codes, colors: ColorScale, theme: Theme
) -> None:
    """Write into every zone that has room what its colour means."""
    metrics = QFontMetricsF(font(theme.small))
    painter.setFont(font(theme.small))
    middle = layout.box.top + layout.box.height / 2
    for first, last, words in zone_words(layers, colors):
        left, right = layout.lane(first + 1).left, layout.lane(last + 1).right
        width = metrics.horizontalAdvance(words) + 2 * PADDING_X
        height = metrics.height() + 2 * PADDING_Y
        if width + 2 * INSET > right - left:
            continue
        card = QRectF(left + INSET, middle - height / 2, width, height)
        ground = QColor(theme.background)
        ground.setAlphaF(OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(card, 4, 4)
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(card.left() + PADDING_X, card.top() + PADDING_Y + metrics.ascent()), words)
