"""Zooming and panning a diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from vgviz.drawing.view import WHOLE, View, looking_at, panned, zoomed
from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.mini_map import mini_map_rect, place_on_map
from vgviz.views.diagram.scene import Scene
from vgviz.views.selection import INPUT, Place

if TYPE_CHECKING:
    from vgviz.views.diagram.diagram import DiagramView

NOTCH, KEY_STEP = 1.25, 1.6  # by how much a notch of the wheel and a key magnify
NEURON_ZOOM, LAYER_ZOOM = 0.85, 0.5  # where a double click leads, at least
_UNITS_A_NOTCH = 120.0
_CLEAR = 24.0  # px that what is brought into view keeps from the border
_FIT_KEYS = {Qt.Key.Key_0, Qt.Key.Key_Home}
_LARGER_KEYS, _SMALLER_KEYS = {Qt.Key.Key_Plus, Qt.Key.Key_Equal}, {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}


class Navigation:
    """Moves the camera of a diagram as wheel, drags and keys wish."""

    def __init__(self, view: DiagramView, camera: Camera) -> None:
        self._view, self._camera = view, camera
        self._pressed: QPointF | None = None
        self._start: View = WHOLE
        self._dragged = False
        self._on_map = False

    @property
    def is_held(self) -> bool:
        """Whether the button is down."""
        return self._pressed is not None

    def is_on_map(self, place: QPointF) -> bool:
        """Whether the mini-map lies there."""
        scene = self._view.scene
        return scene is not None and mini_map_rect(scene).contains(place)

    def turn_wheel(self, event: QWheelEvent) -> bool:
        """Zoom about the pointer."""
        scene = self._view.scene
        turned = event.angleDelta().y() or event.angleDelta().x()
        if scene is None or not turned:
            return False
        self._zoom(scene, NOTCH ** (turned / _UNITS_A_NOTCH), event.position())
        event.accept()
        return True

    def press_key(self, event: QKeyEvent) -> bool:
        """Zoom about the middle, or show everything."""
        scene = self._view.scene
        if scene is None or event.modifiers() & ~(_HARMLESS):
            return False
        if event.key() in _FIT_KEYS:
            self._camera.go(scene.whole, WHOLE)
        elif event.key() in _LARGER_KEYS | _SMALLER_KEYS:
            by = KEY_STEP if event.key() in _LARGER_KEYS else 1.0 / KEY_STEP
            box = scene.whole.box
            self._zoom(scene, by, QPointF(box.left + box.width / 2, box.top + box.height / 2))
        else:
            return False
        return True

    def begin(self, place: QPointF) -> None:
        """The button went down."""
        scene = self._view.scene
        self._pressed, self._dragged = place, False
        self._on_map = self.is_on_map(place)
        self._start = self._camera.view if scene is None else scene.view
        if self._on_map:
            self._look_at_map(place)

    def drag_to(self, place: QPointF) -> bool:
        """The mouse moved; whether this is a drag."""
        scene = self._view.scene
        if self._pressed is None or scene is None:
            return False
        way = place - self._pressed
        self._dragged = self._dragged or way.manhattanLength() >= QApplication.startDragDistance()
        if self._on_map:
            self._look_at_map(place)
        elif self._dragged and not self._start.is_whole:
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._camera.jump(scene.whole, panned(scene.whole, self._start, way.x(), way.y()))
        return True

    def end(self) -> bool:
        """The button went up; whether it had been a drag."""
        self._pressed = None
        self._view.unsetCursor()
        return self._dragged or self._on_map

    def fly_to(self, place: Place) -> None:
        """Bring a layer or a neuron to the middle, large."""
        scene = self._view.scene
        if scene is None:
            return
        x, y = _middle(scene, place)
        least = LAYER_ZOOM if place.unit is None else NEURON_ZOOM
        if place.unit is None:
            y = scene.whole.box.top + self._camera.target.y * scene.whole.box.height
        self._camera.go(scene.whole, looking_at(scene.whole, x, y, max(self._camera.target.zoom, least)))

    def bring_into_view(self, place: Place) -> None:
        """Pan so far that ``place`` can be seen."""
        scene = self._view.scene
        if scene is None or scene.view.is_whole:
            return
        column, box = scene.layout.columns[place.layer - INPUT], scene.layout.box
        room = QRectF(box.left, box.top, box.width, box.height).adjusted(_CLEAR, _CLEAR, -_CLEAR, -_CLEAR)
        y = room.center().y() if place.unit is None else column.first + place.unit * column.spacing
        right = min(max(column.x, room.left()), room.right()) - column.x
        down = min(max(y, room.top()), room.bottom()) - y
        if right or down:
            self._camera.go(scene.whole, panned(scene.whole, scene.view, right, down))

    def _zoom(self, scene: Scene, by: float, at: QPointF) -> None:
        self._camera.go(scene.whole, zoomed(scene.whole, self._camera.target, by, (at.x(), at.y())))

    def _look_at_map(self, place: QPointF) -> None:
        scene = self._view.scene
        if scene is not None:
            x, y = place_on_map(scene, place)
            self._camera.jump(scene.whole, View(self._camera.target.zoom, x, y))


_HARMLESS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def _middle(scene: Scene, place: Place) -> tuple[float, float]:
    """Where a place lies in the whole picture."""
    column = scene.whole.columns[place.layer - INPUT]
    if place.unit is None:
        return column.x, column.first
    x, y = column.x, column.first + place.unit * column.spacing
    if place.source is not None:
        before = scene.whole.columns[place.layer - INPUT - 1]
        x, y = (x + before.x) / 2, (y + before.first + place.source * before.spacing) / 2
    return x, y
