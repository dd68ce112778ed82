"""What stands above the network: its title, what is shown of it, and which way the gradient flows."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from vgviz.drawing.detail import MOST_WEIGHTS, SPARED, Detail
from vgviz.number_format import count
from vgviz.views.diagram.heading import Heading, paint_heading
from vgviz.views.diagram.scene import Scene
from vgviz.views.theme import Theme, font

FLOW = "the gradient flows this way"
_HEAD = 4.0
_LEAST_LINE = 24.0  # px on either side of the words


def header_rect(scene: Scene) -> QRectF:
    """What `paint_header` may cover."""
    return QRectF(0.0, 0.0, scene.width, scene.arrow.bottom())


def paint_header(painter: QPainter, scene: Scene, heading: Heading, theme: Theme) -> None:
    """Paint the heading and, under it, the arrow from the output back to the first layer."""
    captions = edge_caption(scene.detail), short_edge_caption(scene.detail)
    paint_heading(painter, scene.title, heading, captions, theme)
    if not scene.arrow.isEmpty():
        _paint_flow(painter, scene, theme)


def header_tip(scene: Scene, heading: Heading) -> str:
    """All that the heading has to say, of which a narrow picture shows a part."""
    lines = heading.title, heading.subtitle, edge_caption(scene.detail), heading.alarm
    return "\n".join(filter(None, lines))


def short_edge_caption(detail: Detail) -> str:
    """`edge_caption` where there is little room."""
    if not detail.units:
        return "layers only"
    if detail.complete:
        return ""
    drawn = max(detail.edges)
    parts = [f"strongest {count(drawn)} edges a gap"] if drawn else []
    parts += ["edges as a matrix"] if any(detail.matrices) else []
    return " or ".join(parts) or "no edges"


def edge_caption(detail: Detail) -> str:
    """What part of the edges is shown; nothing where it is all of them."""
    if not detail.units:
        return f"over {MOST_WEIGHTS // 1_000_000} million weights: layers only"
    if not detail.gapped:
        return f"{count(len(detail.weights))} layers: too close together for edges"
    if detail.complete:
        return ""
    if detail.ease >= len(SPARED):
        return "no edges: pictures with them take too long here"
    parts = []
    if any(detail.matrices):
        most = max(each for each, is_matrix in zip(detail.weights, detail.matrices, strict=True) if is_matrix)
        parts.append(f"up to {count(most)} edges of a gap as a matrix")
    lines = [each for each in zip(detail.weights, detail.edges, strict=True) if each[0] > each[1] > 0]
    if lines:
        most = max(all_of for all_of, _ in lines)
        seen = [each for each in detail.weights if each]
        of = count(most) if min(seen) == max(seen) else f"up to {count(most)}"
        what = "edges in view" if detail.is_part else "edges in each gap"
        what = "in the others" if parts else what
        parts.append(f"strongest {count(max(drawn for _, drawn in lines))} of {of} {what}")
    return ", ".join(parts)


def _paint_flow(painter: QPainter, scene: Scene, theme: Theme) -> None:
    layout, y = scene.layout, scene.arrow.center().y()
    metrics = QFontMetricsF(font(theme.small))
    left, right = max(layout.columns[1].x, layout.box.left), min(layout.columns[-1].x, layout.box.right)
    middle = (left + right) / 2
    has_line = metrics.horizontalAdvance(FLOW) + 2 * _LEAST_LINE < right - left
    text = FLOW if has_line else f"← {FLOW}"
    half = metrics.horizontalAdvance(text) / 2
    painter.setFont(font(theme.small))
    painter.setPen(QColor(theme.muted))
    painter.drawText(QPointF(middle - half, y + metrics.capHeight() / 2), text)
    if not has_line:
        return
    painter.setPen(QPen(QColor(theme.border), 1.2))
    painter.drawLine(QPointF(left, y), QPointF(middle - half - 10, y))
    painter.drawLine(QPointF(middle + half + 10, y), QPointF(right, y))
    tip = [QPointF(left + _HEAD, y - _HEAD), QPointF(left, y), QPointF(left + _HEAD, y + _HEAD)]
    painter.drawPolyline(tip)
