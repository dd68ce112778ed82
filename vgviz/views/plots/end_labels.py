"""Names at the right ends of curves, which push each other apart instead of overlapping."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vgviz.views.plots.view_item import ViewItem
from vgviz.views.theme import font

GAP = 6.0  # px from a curve's end to its name
LINE = 13.0  # px from one name to the next
WIDTH = 60.0


@dataclass(frozen=True, slots=True)
class EndLabel:
    """``text`` beside the data coordinates ``x``, ``y``; ``strong`` ones are bold."""

    x: float
    y: float
    text: str
    color: str
    strong: bool = False


class EndLabels(ViewItem):
    """Draws the names in pixels."""

    def __init__(self, size: float) -> None:
        super().__init__()
        self._size = size
        self._labels: tuple[EndLabel, ...] = ()
        self._low, self._high = 0.0, 1.0

    @property
    def labels(self) -> tuple[EndLabel, ...]:
        """What is written."""
        return self._labels

    def show_labels(self, labels: tuple[EndLabel, ...], low: float, high: float) -> None:
        """Write these, between the heights ``low`` and ``high`` of the data."""
        self._labels, self._low, self._high = labels, low, high

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """From top to bottom, each at its curve or just below the one before it."""
        to_pixels = painter.worldTransform()
        painter.resetTransform()
        top, bottom = (to_pixels.map(QPointF(0.0, edge)).y() for edge in (self._high, self._low))
        labels = thinned(self._labels, int((bottom - top) / LINE) + 1)
        places = [to_pixels.map(QPointF(label.x, label.y)) for label in labels]
        for index, height in spread([place.y() for place in places], top, bottom).items():
            label, place = labels[index], places[index]
            painter.setFont(font(self._size, bold=label.strong))
            painter.setPen(QPen(QColor(label.color)))
            room = QRectF(place.x() + GAP, height - LINE / 2, WIDTH, LINE)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label.text)


def thinned(labels: tuple[EndLabel, ...], most: int) -> tuple[EndLabel, ...]:
    """At most ``most`` of the names: the strong ones, then the last and evenly others."""
    strong = [label for label in labels if label.strong]
    others = [label for label in labels if not label.strong]
    room = max(most - len(strong), 1)
    if len(others) > room:
        stride = len(others) / room
        others = [others[int((place + 1) * stride) - 1] for place in range(room)]
    return (*strong, *others)


def spread(heights: list[float], top: float, bottom: float) -> dict[int, float]:
    """Where to write names that want to be at ``heights``: in their order, at least `LINE` apart.

    Names that touch form a group around the middle of where its members want to be; all stay between ``top``
    and ``bottom`` as long as there is room.
    """
    groups: list[list[int]] = []
    for index in sorted(range(len(heights)), key=lambda each: heights[each]):
        groups.append([index])
        while len(groups) > 1 and _touch(*(_span(group, heights, top, bottom) for group in groups[-2:])):
            groups[-2:] = [groups[-2] + groups[-1]]
    places: dict[int, float] = {}
    for group in groups:
        first, _last = _span(group, heights, top, bottom)
        places |= {index: first + place * LINE for place, index in enumerate(group)}
    return places


def _span(group: list[int], heights: list[float], top: float, bottom: float) -> tuple[float, float]:
    """Heights of a group's first and last name."""
    length = (len(group) - 1) * LINE
    wanted = sum(heights[index] for index in group) / len(group) - length / 2
    first = max(top, min(wanted, bottom - length))
    return first, first + length


def _touch(above: tuple[float, float], below: tuple[float, float]) -> bool:
    return below[0] - above[1] < LINE
