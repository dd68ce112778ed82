"""The way of the Tab key: room after room as they lie in the window, within each in reading order."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollArea, QStatusBar, QTabBar, QToolBar, QWidget

from vgviz.views.theme import SPACING
from vgviz.views.window.focus_frame import FocusFrame


class TabOrder:
    """Moves the focus through a window; ``home`` has it where nothing else suggests itself."""

    def __init__(self, window: QMainWindow, home: QWidget) -> None:
        self._window, self._home = window, home
        self._frame = FocusFrame(window)

    def move(self, *, forward: bool) -> None:
        """Give the focus to the next stop or to the one before, and scroll there."""
        focused = QApplication.focusWidget()
        ways, step = stops(self._window, focused), 1 if forward else -1
        target = ways[(ways.index(focused) + step) % len(ways)] if focused in ways else self._home
        if focused is not None and not (focused.isVisible() and focused.isEnabled()):
            target.setFocus(Qt.FocusReason.OtherFocusReason)  # no key asks, but Qt: it can have it no longer
            return
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        _scroll_to(target)
        self._frame.follow(target)


def stops(window: QMainWindow, focused: QWidget | None = None) -> list[QWidget]:
    """What can be reached by the Tab key, in its order; ``focused`` is among them if it is in the window."""
    rooms = window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    in_view = [room for room in rooms if _is_in_view(window, room)]
    return [
        stop for room in sorted(in_view, key=_place_of_room) for stop in _reading_order(window, room, focused)
    ]


def _is_in_view(window: QMainWindow, room: QWidget) -> bool:
    """Whether it can be seen: Qt puts docks behind other tabs, and bars that it spares, beside the window."""
    return room.isVisible() and not room.isWindow() and room.geometry().intersects(window.rect())


def _place_of_room(room: QWidget) -> tuple[int, int, int]:
    """Toolbars, then column by column what lies around the diagram, then the foot."""
    band = 0 if isinstance(room, QToolBar) else 2 if isinstance(room, QStatusBar) else 1
    return band, room.x(), room.y()


def _reading_order(window: QMainWindow, room: QWidget, focused: QWidget | None) -> list[QWidget]:
    """Line by line; what begins at nearly the same height is in one line."""
    found = [room, *room.findChildren(QWidget)]
    places = {
        stop: _place_unscrolled(window, stop)
        for stop in found
        if stop is focused or (stop.window() is window and _takes_tab(stop))
    }
    line, top = 0, -SPACING
    lines: dict[QWidget, int] = {}
    for stop in sorted(places, key=lambda stop: places[stop].y()):
        if places[stop].y() - top > SPACING:
            line, top = line + 1, places[stop].y()
        lines[stop] = line
    return sorted(places, key=lambda stop: (lines[stop], places[stop].x()))


def _place_unscrolled(window: QMainWindow, stop: QWidget) -> QPoint:
    """Where it would lie if nothing were scrolled: scrolling must not change the way."""
    place = stop.mapTo(window, QPoint())
    for _, content in _scrolled_around(stop):
        place -= content.pos()
    return place


def _takes_tab(stop: QWidget) -> bool:
    policy = stop.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    spared = isinstance(stop.parentWidget(), QTabBar)  # arrow buttons: arrow keys choose its tabs
    return bool(policy) and stop.isVisible() and stop.isEnabled() and stop.focusProxy() is None and not spared


def _scrolled_around(widget: QWidget) -> Iterator[tuple[QScrollArea, QWidget]]:
    """What scrolls around it, and its contents, from the inside out."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            content = parent.widget()
            if content is not None and content.isAncestorOf(widget):
                yield parent, content
        parent = parent.parentWidget()


def _scroll_to(target: QWidget) -> None:
    """Bring all of it into view, in whatever scrolls around it."""
    for area, content in _scrolled_around(target):
        middle, room = target.mapTo(content, target.rect().center()), target.size() / 2
        area.ensureVisible(middle.x(), middle.y(), room.width() + SPACING, room.height() + SPACING)
