"""The words of the diagram: what stands under each layer, beside the neurons and above them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from vgviz.drawing.color_modes import ColorMode
from vgviz.drawing.layout import NetworkLayout, round_stride, thinned
from vgviz.drawing.neuron_pictures import image_shape
from vgviz.engine.telemetry import Snapshot
from vgviz.views.theme import Theme, font

LABEL_ROWS = 3  # name, number, and what goes with it
LABEL_GAP = 6.0
POINTER = 3.0  # px
WIDEST_NAME = 7.6  # times the height of a line
WIDEST_NAME_SHARE = 0.14  # of the picture's width, where that is more
SMALLEST_NAME_SPACING = 0.85  # times the height of a line
FEWEST_NAMED = 4  # one in so many; fewer tell little


@dataclass(frozen=True, slots=True)
class LayerTexts:
    """What stands under the layers: the same numbers as the colours; one entry a layer.

    ``captions`` are those of the second and the third row, each long and short.
    """

    names: tuple[str, ...]
    values: tuple[str, ...]
    seconds: tuple[str, ...]
    captions: tuple[tuple[str, str], ...]


def layer_texts(snapshot: Snapshot, mode: ColorMode) -> LayerTexts:
    """Name, number of the coloured quantity, and what goes with it, such as its factor to the next."""
    values = tuple(mode.text(value, 2) for value in mode.layers(snapshot).tolist())
    second = mode.second
    return LayerTexts(
        (*map(str, range(1, snapshot.layers)), "out"),
        values,
        ("",) * snapshot.layers if second is None else second.words(snapshot),
        (mode.caption,) if second is None else (mode.caption, second.caption),
    )


def label_width(texts: LayerTexts, metrics: QFontMetricsF) -> float:
    """Room that one layer's label takes."""
    longest = max((*texts.values, *texts.seconds, *texts.names), key=len)
    return max(metrics.horizontalAdvance(longest), metrics.horizontalAdvance("1.2e−07")) + LABEL_GAP


def labels_rect(top: float, rows: int, width: float, theme: Theme) -> QRect:
    """Where `paint_layer_labels` writes."""
    height = rows * QFontMetricsF(font(theme.small)).height()
    return QRectF(0.0, top - POINTER - 1, width, height + POINTER + 1).toAlignedRect()


def paint_layer_labels(
    painter: QPainter,
    layout: NetworkLayout,
    texts: LayerTexts,
    top: float,
    right: float,
    theme: Theme,
    *,
    rows: int = LABEL_ROWS,
) -> None:
    """Paint names and numbers, the first ``rows`` of them, under as many layers as there is room for.

    All stay left of ``right``.
    """
    metrics = QFontMetricsF(font(theme.small))
    width = label_width(texts, metrics)
    line = metrics.height()
    centers = _centers(layout, width, right) if _is_whole(layout) else _centers_in_view(layout, width, right)
    contents = (
        (texts.names, font(theme.small, bold=True), theme.text),
        (texts.values, font(theme.small), theme.text),
        (texts.seconds, font(theme.small), theme.muted),
    )
    for row, (words, row_font, color) in enumerate(contents[:rows]):
        painter.setFont(row_font)
        painter.setPen(QColor(color))
        for index, center in centers.items():
            box = QRectF(center - width / 2, top + row * line, width, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words[index])
    if not layout.gapped:
        _paint_pointers(painter, [layout.columns[index + 1].x for index in centers], top, theme)
    _paint_row_captions(painter, layout, texts.captions[: rows - 1], top, width, theme)


def _centers(layout: NetworkLayout, width: float, right: float) -> dict[int, float]:
    """Where each label that has room stands: under its layer, but within the picture.

    Under a map of touching layers words begin and end where it does.
    """
    least, most = width / 2, right - width / 2
    if not layout.gapped:
        half = (width - LABEL_GAP) / 2
        least, most = layout.box.left + half, layout.box.right - half
    places = [column.x for column in layout.columns[1:]]
    moved = max(least - places[0], 0.0), max(places[-1] - most, 0.0)
    shown = thinned(len(places), layout.pitch, width, moved)
    return {index: min(max(places[index], least), most) for index in shown}


def _is_whole(layout: NetworkLayout) -> bool:
    return layout.box.left <= layout.columns[0].x and layout.columns[-1].x <= layout.box.right


def _centers_in_view(layout: NetworkLayout, width: float, right: float) -> dict[int, float]:
    """Where labels stand while a part of the network is in view: round ordinals under their layers."""
    places = enumerate(column.x for column in layout.columns[1:])
    stride = round_stride(math.ceil(width / layout.pitch))
    return {
        index: x for index, x in places if (index + 1) % stride == 0 and width / 2 <= x <= right - width / 2
    }


def _paint_pointers(painter: QPainter, places: Sequence[float], top: float, theme: Theme) -> None:
    """Say which of many thin layers each label belongs to."""
    painter.setPen(QColor(theme.muted))
    for x in places:
        painter.drawLine(QPointF(x, top - POINTER), QPointF(x, top))


def _paint_row_captions(
    painter: QPainter,
    layout: NetworkLayout,
    captions: tuple[tuple[str, str], ...],
    top: float,
    width: float,
    theme: Theme,
) -> None:
    """Name the rows under the input column, as far as the room to the first label's left allows."""
    if layout.columns[0].x < layout.box.left:
        return
    bold, plain = QFontMetricsF(font(theme.small, bold=True)), QFontMetricsF(font(theme.small))
    line = plain.height()
    painter.setPen(QColor(theme.muted))
    painter.setFont(font(theme.small, bold=True))
    center = layout.columns[0].x
    half = max(bold.horizontalAdvance("input") / 2, 1.0)
    if layout.pitch >= width / 2 + half:
        painter.drawText(QPointF(center - half, top + bold.ascent()), "input")
    painter.setFont(font(theme.small))
    right = layout.columns[1].x - width / 2 - 4
    for row, texts in enumerate(captions, start=1):
        text = next((text for text in texts if plain.horizontalAdvance(text) <= right - 8), "")
        start = min(center - plain.horizontalAdvance(text) / 2, right - plain.horizontalAdvance(text))
        painter.drawText(QPointF(max(start, 8.0), top + row * line + plain.ascent()), text)


def thinned_names(spacing: float, names: Sequence[str], theme: Theme) -> tuple[str, ...]:
    """The names of neurons so far apart: "" for those that would touch, none at all if that is nearly all.

    Pixels of an image are named all or not at all: some of them say nothing.
    """
    line = QFontMetricsF(font(theme.small)).height()
    stride = math.ceil(SMALLEST_NAME_SPACING * line / spacing)
    if stride > (1 if image_shape(tuple(names)) else FEWEST_NAMED):
        return ()
    return tuple(name if unit % stride == 0 else "" for unit, name in enumerate(names))


def name_width(names: Sequence[str], theme: Theme, width: float) -> float:
    """Room that names beside a column take in a picture of this ``width``."""
    metrics = QFontMetricsF(font(theme.small))
    longest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
    return min(longest, _widest_name(theme, width))


def _widest_name(theme: Theme, width: float) -> float:
    return max(WIDEST_NAME * QFontMetricsF(font(theme.small)).height(), WIDEST_NAME_SHARE * width)


def paint_names(
    painter: QPainter, layout: NetworkLayout, column: int, names: Sequence[str], theme: Theme, width: float
) -> None:
    """Paint names left of the input's neurons (column 0) or right of the output's, none that would be cut.

    ``width`` is the picture's.
    """
    metrics = QFontMetricsF(font(theme.small))
    lane = layout.lane(column)
    painter.setFont(font(theme.small))
    painter.setPen(QColor(theme.muted))
    top, bottom = layout.box.top, layout.box.bottom
    for y, name in zip(layout.columns[column].heights().tolist(), names, strict=False):
        if not top <= y <= bottom:
            continue
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _widest_name(theme, width))
        length = metrics.horizontalAdvance(text)
        x = lane.left - 6 - length if column == 0 else lane.right + 6
        if 0 <= x <= width - length:
            painter.drawText(QPointF(x, y + metrics.capHeight() / 2), text)
