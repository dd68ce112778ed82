"""The part of a plot that is in view: all of it, or what a person has zoomed to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QFontMetricsF

from vgviz.views.plots.ticks import Tick, apart

Range = tuple[float, float]
TicksBetween = Callable[[float, float], Sequence[Tick]]
LEAST_PART = 1e-3  # of the whole range
BETWEEN_NUMBERS = 6.0  # px
LINE = 0.8  # of a line's height, from one number to the one above it


@dataclass(frozen=True, slots=True)
class AxisTicks:
    """An axis' numbers for the whole range, and those between any two ends."""

    whole: Sequence[Tick]
    between: TicksBetween


class ZoomBox(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """Whatever range the plot sets is the whole; a part of it stays in view while the whole grows.

    Signals
    -------
    zoomed : bool
        Whether only a part is in view now.
    """

    zoomed = Signal(bool)

    def __init__(self) -> None:
        self._whole: list[Range] = [(0.0, 1.0), (0.0, 1.0)]
        self._part: list[Range] | None = None
        self._ticks: dict[str, AxisTicks] = {}
        self._written: dict[str, list[Tick]] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=False, y=False)  # pyqtgraph's own hands would not know the whole
        self.sigResized.connect(self.show_words)

    @property
    def is_zoomed(self) -> bool:
        """Whether only a part is in view."""
        return self._part is not None

    @property
    def whole(self) -> tuple[Range, Range]:
        """What there is, across and up."""
        return self._whole[0], self._whole[1]

    @property
    def part(self) -> tuple[Range, Range]:
        """What is in view, across and up."""
        across, up = self._part or self._whole
        return across, up

    def setRange(
        self,
        rect: QRectF | None = None,
        xRange: Sequence[float] | None = None,  # noqa: N803 - pyqtgraph's names
        yRange: Sequence[float] | None = None,  # noqa: N803 - pyqtgraph's name
        padding: float | None = None,
        **options: Any,
    ) -> None:
        """Set the whole; pyqtgraph's `setXRange` and `setYRange` come here."""
        if rect is not None:
            super().setRange(rect, padding=padding, **options)
            return
        for axis, ends in enumerate((xRange, yRange)):
            if ends is not None:
                self._whole[axis] = _widened(ends, padding or 0.0)
        if self._part is None:
            self._show()
        else:
            self._keep_inside()

    def show_part(self, across: Range, up: Range) -> None:
        """Zoom to this part, or to what of it there is."""
        part = [_inside(*pair) for pair in zip((across, up), self._whole, strict=True)]
        if part == self._whole:
            self.fit()
            return
        newly, self._part = self._part is None, part
        self._show()
        if newly:
            self.zoomed.emit(True)

    def fit(self) -> None:
        """All of it."""
        if self._part is not None:
            self._part = None
            self._show()
            self.zoomed.emit(False)

    def scale_about(self, place: QPointF, across: float, up: float) -> None:
        """Show ``across`` and ``up`` times as much as now; the data at ``place`` stay where they are."""
        part = self.part
        self.show_part(
            _scaled(part[0], place.x(), across, self._whole[0]),
            _scaled(part[1], place.y(), up, self._whole[1]),
        )

    def pan(self, across: float, up: float) -> None:
        """Move by shares of what is in view."""
        moved = [_moved(*each) for each in zip(self.part, (across, up), self._whole, strict=True)]
        self.show_part(moved[0], moved[1])

    def set_ticks(self, axis: str, ticks: AxisTicks) -> None:
        """Numbers of an axis."""
        self._ticks[axis] = ticks
        self._show_ticks(axis)

    def set_name(self, axis: str, names: tuple[str, ...]) -> None:
        """What an axis is called: the first of these names that it has room for."""
        self._names[axis] = names
        self._show_name(axis)

    def show_words(self) -> None:
        """Write the names and the numbers of the axes, as far as there is room now."""
        for axis in self._names:
            self._show_name(axis)
        self._show_ticks_of_all()

    def _show_ticks_of_all(self) -> None:
        for axis in self._ticks:
            self._show_ticks(axis)

    def _show_name(self, axis: str) -> None:
        item = self.parentItem().getAxis(axis)
        metrics = QFontMetricsF(item.label.font())
        room = float(self.width() if axis == "bottom" else self.height())
        fitting = (name for name in self._names[axis] if metrics.horizontalAdvance(name) <= room)
        name = next(fitting, "")
        if item.labelText != name:
            item.setLabel(name)
        item.resizeEvent()  # pyqtgraph would leave it where another name or font had its middle

    def _keep_inside(self) -> None:
        """Follow the whole; of a part that is no longer there nothing stays."""
        across, up = self.part
        for part, whole in zip((across, up), self._whole, strict=True):
            if part[1] <= whole[0] or part[0] >= whole[1]:
                self.fit()
                return
        self.show_part(across, up)

    def _show(self) -> None:
        across, up = self.part
        super().setRange(xRange=across, yRange=up, padding=0.0)
        self._show_ticks_of_all()

    def _show_ticks(self, axis: str) -> None:
        plot, ticks = self.parentItem(), self._ticks[axis]
        low, high = self.part[0 if axis == "bottom" else 1]
        shown = ticks.between(low, high) if self.is_zoomed else ticks.whole
        item = plot.getAxis(axis)
        metrics = QFontMetricsF(item.style["tickFont"] or item.font())
        if shown:
            shown = apart(shown, self._number_room(axis, metrics, shown) * (high - low))
        if self._written.get(axis) != list(shown):  # an axis whose ticks are set is drawn anew
            self._written[axis] = list(shown)
            item.setTicks([list(shown)])

    def _number_room(self, axis: str, metrics: QFontMetricsF, shown: Sequence[Tick]) -> float:
        """From one number to the next at least, as a share of the axis."""
        if axis == "bottom":
            widest = max(metrics.horizontalAdvance(text) for _place, text in shown)
            return (widest + BETWEEN_NUMBERS) / max(float(self.width()), 1.0)
        return LINE * metrics.height() / max(float(self.height()), 1.0)


def zoom_together(one: ZoomBox, other: ZoomBox) -> None:
    """Let two plots, one above the other, always show the same part across."""
    for leader, follower in ((one, other), (other, one)):
        leader.sigXRangeChanged.connect(partial(_follow_across, leader, follower))


def _follow_across(leader: ZoomBox, follower: ZoomBox, *_range: object) -> None:
    across = leader.part[0]
    wanted = follower.whole[0] if across == leader.whole[0] else across
    if follower.part[0] != wanted:
        follower.show_part(wanted, follower.part[1])


def _widened(ends: Sequence[float], padding: float) -> Range:
    low, high = float(ends[0]), float(ends[1])
    room = (high - low) * padding
    return low - room, high + room


def _inside(part: Range, whole: Range) -> Range:
    return max(part[0], whole[0]), min(part[1], whole[1])


def _scaled(part: Range, place: float, factor: float, whole: Range) -> Range:
    least = LEAST_PART * (whole[1] - whole[0])
    factor = max(factor, least / max(part[1] - part[0], least))
    return place + (part[0] - place) * factor, place + (part[1] - place) * factor


def _moved(part: Range, share: float, whole: Range) -> Range:
    by = share * (part[1] - part[0])
    by = min(max(by, whole[0] - part[0]), whole[1] - part[1])
    return part[0] + by, part[1] + by
