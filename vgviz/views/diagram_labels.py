"""The words of the diagram: what stands under each layer, beside the neurons and above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from vgviz.drawing.detail import MOST_WEIGHTS, Detail
from vgviz.drawing.layout import NetworkLayout, thinned
from vgviz.drawing.number_format import count, factor, magnitude
from vgviz.engine.telemetry import Snapshot
from vgviz.views.theme import Theme, font

ROW_CAPTIONS = ("RMS gradient", "to the next")
LABEL_GAP = 6.0
WIDEST_NAME = 90.0
SMALLEST_NAME_SPACING = 12.0


@dataclass(frozen=True, slots=True)
class LayerTexts:
    """What stands under the layers: the same numbers as the colours; one entry a layer."""

    names: tuple[str, ...]
    magnitudes: tuple[str, ...]
    factors: tuple[str, ...]


def layer_texts(snapshot: Snapshot) -> LayerTexts:
    """Name, RMS gradient and its factor to the next layer."""
    factors = [factor(value) for value in snapshot.gradient_factor[:-1].tolist()]
    return LayerTexts(
        (*map(str, range(1, snapshot.layers)), "out"),
        tuple(magnitude(value) for value in snapshot.grad_weight_rms.tolist()),
        (*factors, ""),
    )


def edge_caption(detail: Detail) -> str:
    """What part of the edges is shown; nothing where it is all of them."""
    most = max(detail.weights)
    if not detail.units:
        return f"more than {MOST_WEIGHTS // 1_000_000} million weights: layers only"
    if not detail.gapped:
        return f"{count(len(detail.weights))} layers are too close together for edges"
    if detail.complete:
        return ""
    of = count(most) if min(detail.weights) == most else f"up to {count(most)}"
    return f"strongest {count(max(detail.edges))} of {of} edges in each gap"


def default_names(units: int, letter: str) -> tuple[str, ...]:
    """x₁, x₂, ... for units that have no names of their own."""
    subscript = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    return tuple(letter + str(index + 1).translate(subscript) for index in range(units))


def label_width(texts: LayerTexts, metrics: QFontMetricsF) -> float:
    """Room that one layer's label takes."""
    longest = max((*texts.magnitudes, *texts.factors, *texts.names), key=len)
    return max(metrics.horizontalAdvance(longest), metrics.horizontalAdvance("1.2e−07")) + LABEL_GAP


def paint_layer_labels(
    painter: QPainter, layout: NetworkLayout, texts: LayerTexts, top: float, theme: Theme
) -> None:
    """Paint name, RMS gradient and factor under as many layers as there is room for."""
    metrics = QFontMetricsF(font(theme.small))
    width = label_width(texts, metrics)
    line = metrics.height()
    shown = thinned(len(texts.names), layout.pitch, width)
    rows = (
        (texts.names, font(theme.small, bold=True), theme.text),
        (texts.magnitudes, font(theme.small), theme.text),
        (texts.factors, font(theme.small), theme.muted),
    )
    for row, (words, row_font, color) in enumerate(rows):
        painter.setFont(row_font)
        painter.setPen(QColor(color))
        for index in shown:
            box = QRectF(layout.columns[index + 1].x - width, top + row * line, 2 * width, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words[index])
    _paint_row_captions(painter, layout, top, width, theme)


def _paint_row_captions(
    painter: QPainter, layout: NetworkLayout, top: float, width: float, theme: Theme
) -> None:
    """Name the rows under the input column, as far as the room to the first label's left allows."""
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
    for row, text in enumerate(ROW_CAPTIONS, start=1):
        room = right - 8
        if plain.horizontalAdvance(text) <= room:
            start = min(center - plain.horizontalAdvance(text) / 2, right - plain.horizontalAdvance(text))
            painter.drawText(QPointF(max(start, 8.0), top + row * line + plain.ascent()), text)


def names_fit(spacing: float, names: Sequence[str]) -> bool:
    """Whether neurons are far enough apart to be named."""
    return bool(names) and spacing >= SMALLEST_NAME_SPACING


def name_width(names: Sequence[str], theme: Theme) -> float:
    """Room that names beside a column take."""
    metrics = QFontMetricsF(font(theme.small))
    return min(max(metrics.horizontalAdvance(name) for name in names), WIDEST_NAME) if names else 0.0


def paint_names(
    painter: QPainter, layout: NetworkLayout, column: int, names: Sequence[str], theme: Theme
) -> None:
    """Paint names left of the input's neurons (column 0) or right of the output's."""
    metrics = QFontMetricsF(font(theme.small))
    lane = layout.lane(column)
    painter.setFont(font(theme.small))
    painter.setPen(QColor(theme.muted))
    for y, name in zip(layout.columns[column].heights().tolist(), names, strict=False):
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, WIDEST_NAME)
        x = lane.left - 6 - metrics.horizontalAdvance(text) if column == 0 else lane.right + 6
        painter.drawText(QPointF(x, y + metrics.capHeight() / 2), text)
