"""Taking a layer to another place of the network: it is held by the words under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.view import panned
from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.carried_layer import CarriedLayer, carried_rects, paint_carried
from vgviz.views.diagram.lanes import lane_frame
from vgviz.views.diagram.picking import column_at, is_on_labels
from vgviz.views.diagram.scene import Scene
from vgviz.views.theme import Theme

if TYPE_CHECKING:
    from vgviz.views.diagram.diagram import DiagramView

_BORDER = 40.0  # px: nearer to the side of a picture of which a part is in view, the picture comes along
_FASTEST = 18.0  # px that it comes at a time
_INTERVAL = 16  # ms


@dataclass(slots=True)
class _Held:
    """A hidden layer in the hand; it has a ``ghost`` while it is on its way."""

    layer: int
    widths: tuple[int, ...]
    pressed: QPointF
    pointer: QPointF
    grip: float  # px from the layer's middle to where it is held
    ghost: QPixmap | None = None
    is_given_up: bool = False


class LayerDrag:
    """Follows the hand from the press to the release, and tells where the layer is wanted then."""

    def __init__(self, view: DiagramView, camera: Camera) -> None:
        self._view, self._camera = view, camera
        self._held: _Held | None = None
        self._scrolling = QTimer(view, interval=_INTERVAL)
        self._scrolling.timeout.connect(self._scroll)

    @property
    def is_held(self) -> bool:
        """Whether the button went down on a layer that can move."""
        return self._held is not None

    @property
    def is_dragging(self) -> bool:
        """Whether a layer is on its way."""
        return self._held is not None and self._held.ghost is not None and not self._held.is_given_up

    def layer_at(self, place: QPointF) -> int | None:
        """The hidden layer that can be taken hold of there; None where there is no other place for it."""
        scene, snapshot = self._view.scene, self._view.snapshot
        if scene is None or snapshot is None or not self._view.lets_layers_move:
            return None
        box, hidden = scene.layout.box, snapshot.layers - 1
        if hidden < 2 or not (is_on_labels(scene, place.y()) and box.left <= place.x() <= box.right):
            return None
        column = column_at(scene, place.x(), place.y())
        return column - 1 if column is not None and 1 <= column <= hidden else None

    def begin(self, place: QPointF) -> bool:
        """The button went down; whether on a layer that can move."""
        layer, scene, snapshot = self.layer_at(place), self._view.scene, self._view.snapshot
        if layer is None or scene is None or snapshot is None:
            return False
        grip = place.x() - scene.layout.columns[layer + 1].x
        self._held = _Held(layer, snapshot.widths, place, place, grip)
        return True

    def drag_to(self, place: QPointF) -> bool:
        """The mouse moved; whether with a layer in the hand."""
        held = self._held
        if held is None:
            return False
        way = (place - held.pressed).manhattanLength()
        if held.is_given_up or (held.ghost is None and way < QApplication.startDragDistance()):
            return True
        if held.ghost is None:
            held.ghost = self._lifted(held.layer)
        self._repaint()
        held.pointer = place
        self._repaint()
        self._scroll_at_the_sides()
        return True

    def end(self) -> bool:
        """The button went up; a layer at another place than its own moves. Whether this was a drag."""
        held, carried = self._held, self._carried()
        was_click = held is not None and held.ghost is None and not held.is_given_up
        self.give_up()
        self._held = None
        if carried is not None and carried.place != carried.layer:
            self._view.layer_moved.emit(carried.layer, carried.place)
        return not was_click

    def give_up(self) -> None:
        """Let the layer stay where it is, though the button may be down still."""
        if self._held is not None:
            self._repaint()
            self._held.is_given_up = True
            self._scrolling.stop()
            self._view.unsetCursor()

    def paint(self, painter: QPainter, scene: Scene, theme: Theme) -> None:
        """What is in the hand, and where it would be put."""
        carried = self._carried()
        if carried is not None:
            paint_carried(painter, scene, carried, theme)

    def _lifted(self, layer: int) -> QPixmap:
        self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        scene = self._view.scene
        return (
            QPixmap()
            if scene is None
            else self._view.grab(lane_frame(scene.layout, layer + 1).toAlignedRect())
        )

    def _carried(self) -> CarriedLayer | None:
        """The layer on its way; None once the network is another."""
        held, scene, snapshot = self._held, self._view.scene, self._view.snapshot
        if held is None or held.ghost is None or held.is_given_up or scene is None or snapshot is None:
            return None
        if snapshot.widths != held.widths or not self._view.lets_layers_move:
            return None
        box = scene.layout.box
        middle = min(max(held.pointer.x() - held.grip, box.left), box.right)
        gap = gap_at(scene.layout, middle)
        return CarriedLayer(held.layer, gap - (gap > held.layer), middle, held.ghost)

    def _repaint(self) -> None:
        carried, scene = self._carried(), self._view.scene
        if carried is not None and scene is not None:
            for rect in carried_rects(scene, carried):
                self._view.update(rect.toAlignedRect().adjusted(-1, -1, 1, 1))

    def _speed(self) -> float:
        """By how many px the picture is to move now, to the right."""
        held, scene = self._held, self._view.scene
        if held is None or scene is None or scene.view.is_whole or not self.is_dragging:
            return 0.0
        box, x = scene.layout.box, held.pointer.x()
        beyond = max(box.left + _BORDER - x, 0.0) - max(x - box.right + _BORDER, 0.0)
        return _FASTEST * min(max(beyond / _BORDER, -1.0), 1.0)

    def _scroll_at_the_sides(self) -> None:
        if not self._speed():
            self._scrolling.stop()
        elif not self._scrolling.isActive():
            self._scrolling.start()

    def _scroll(self) -> None:
        scene = self._view.scene
        if scene is not None:
            self._camera.jump(scene.whole, panned(scene.whole, scene.view, self._speed(), 0.0))
        self._scroll_at_the_sides()


def gap_at(layout: NetworkLayout, x: float) -> int:
    """The gap beside a hidden layer that is nearest to ``x``: 0 lies before the first of them."""
    gap = round((x - layout.columns[0].x) / layout.pitch - 0.5)
    return min(max(gap, 0), len(layout.columns) - 2)
