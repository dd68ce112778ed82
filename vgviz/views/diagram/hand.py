"""What mouse and keyboard choose and move in a diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent

from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.layer_drag import LayerDrag
from vgviz.views.diagram.navigation import Navigation
from vgviz.views.diagram.overlay import overlay_rect, paint_chosen, paint_hovered
from vgviz.views.diagram.picking import place_at
from vgviz.views.diagram.scene import Scene
from vgviz.views.diagram.walking import place_after
from vgviz.views.selection import Place, Selection
from vgviz.views.theme import Theme

if TYPE_CHECKING:
    from vgviz.views.diagram.diagram import DiagramView

_KEYS = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
}
_INTERSECT = Qt.ClipOperation.IntersectClip
_LEFT = Qt.MouseButton.LeftButton
_MOVE_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_MOVE_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Hand(QObject):
    """Chooses what is clicked, lights up what would be, walks with the arrow keys, and moves layers.

    Attributes
    ----------
    hovered : what a click would choose now.
    """

    def __init__(self, view: DiagramView, selection: Selection, camera: Camera, run: int) -> None:
        super().__init__(view)
        self._navigation = Navigation(view, camera)
        self._layers = LayerDrag(view, camera)
        self._view, self._selection, self._run = view, selection, run
        self.hovered: Place | None = None
        self._pressed: QPointF | None = None
        self._shown: Place | None = None
        view.setMouseTracking(True)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.installEventFilter(self)
        selection.changed.connect(self._on_changed)
        camera.changed.connect(self._on_moved)

    def paint(self, painter: QPainter, scene: Scene, theme: Theme) -> None:
        """Outline what is hovered and what is chosen, as far as it is in view."""
        if not scene.view.is_whole:
            box = scene.layout.box
            painter.setClipRect(QRectF(box.left, box.top, box.width, box.height), _INTERSECT)
        chosen = self._selection.place
        if self.hovered is not None and self.hovered != chosen:
            paint_hovered(painter, scene, self.hovered, theme)
        if chosen is not None and chosen.run == self._run:
            paint_chosen(painter, scene, chosen, theme)
        painter.setClipping(False)
        self._layers.paint(painter, scene, theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what concerns the network; the rest is the view's."""
        del watched
        match event.type():
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                self._move(event.position())
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                return self._press(event)
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                return self._release(event)
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and self._gives_up(event):
                event.accept()  # it is meant for what is in the hand
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._press_key(event)
            case QEvent.Type.Wheel if isinstance(event, QWheelEvent):
                return self._navigation.turn_wheel(event)
            case QEvent.Type.MouseButtonDblClick if isinstance(event, QMouseEvent):
                return self._fly(event)
            case QEvent.Type.Leave:
                self._light_up(None)
            case QEvent.Type.FocusOut:
                self._layers.give_up()
        return False

    def layer_at(self, place: QPointF) -> int | None:
        """The hidden layer that can be dragged from there to another place."""
        return self._layers.layer_at(place)

    def _move(self, place: QPointF) -> None:
        if self._layers.is_held:
            self._light_up(None)
        if not (self._layers.drag_to(place) or self._navigation.drag_to(place)):
            self._light_up(None if self._navigation.is_on_map(place) else self._place_at(place))
            self._view.setCursor(self._cursor_at(place))

    def _cursor_at(self, place: QPointF) -> Qt.CursorShape:
        """What a press there would do."""
        if self.layer_at(place) is not None:
            return Qt.CursorShape.OpenHandCursor
        return Qt.CursorShape.ArrowCursor if self.hovered is None else Qt.CursorShape.PointingHandCursor

    def _press(self, event: QMouseEvent) -> bool:
        scene = self._view.scene
        if self._layers.is_held:
            self._layers.give_up()
            if event.button() != _LEFT:
                return True
            self._layers.end()  # the button went up over something else, such as a menu
        if event.button() != _LEFT or scene is None or scene.color_bar.contains(event.position()):
            return False
        self._pressed = None if self._navigation.is_on_map(event.position()) else event.position()
        if self._pressed is None or not self._layers.begin(event.position()):
            self._navigation.begin(event.position())
        return True

    def _release(self, event: QMouseEvent) -> bool:
        held = self._layers if self._layers.is_held else self._navigation
        if event.button() != _LEFT or not held.is_held:
            return False
        dragged = held.end()
        if self._pressed is not None and not dragged:
            self._selection.choose(self._place_at(self._pressed))
        return True

    def _fly(self, event: QMouseEvent) -> bool:
        place = self._place_at(event.position())
        if event.button() != _LEFT or place is None:
            return False
        self._navigation.fly_to(place)
        return True

    def _press_key(self, event: QKeyEvent) -> bool:
        if self._gives_up(event):
            self._layers.give_up()
            return True
        return self._move_layer(event) or self._walk(event) or self._navigation.press_key(event)

    def _gives_up(self, event: QKeyEvent) -> bool:
        return self._layers.is_dragging and event.key() == Qt.Key.Key_Escape

    def _move_layer(self, event: QKeyEvent) -> bool:
        """Take the chosen layer one place on."""
        by, chosen = _MOVE_KEYS.get(Qt.Key(event.key())), self._selection.place
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if by is None or modifiers != _MOVE_MODIFIERS or self._view.snapshot is None:
            return False
        hidden = range(self._view.snapshot.layers - 1)
        is_own = chosen is not None and chosen.run == self._run and self._view.lets_layers_move
        if is_own and chosen is not None and chosen.layer in hidden and chosen.layer + by in hidden:
            self._view.layer_moved.emit(chosen.layer, chosen.layer + by)
            self._navigation.bring_into_view(Place(chosen.layer + by, run=self._run))
        return True

    def _walk(self, event: QKeyEvent) -> bool:
        snapshot = self._view.snapshot
        if event.key() not in _KEYS or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if snapshot is None or (event.key() == Qt.Key.Key_Escape and self._selection.place is None):
            return False
        place = self._selection.place
        place = place if place is not None and place.run == self._run else None
        after = place_after(event.key(), place, snapshot.widths, self._run)
        self._selection.choose(after)
        if after is not None:
            self._navigation.bring_into_view(after)
        return True

    def _place_at(self, place: QPointF) -> Place | None:
        scene = self._view.scene
        if scene is None:
            return None
        return place_at(scene, self._view.drawn_edges, place.x(), place.y(), self._run)

    def _light_up(self, place: Place | None) -> None:
        if place == self.hovered:
            return
        before, self.hovered = self.hovered, place
        self._repaint(before, place)

    def _on_moved(self) -> None:
        """The network moves under a mouse that stands still."""
        self._light_up(None)
        if not (self._layers.is_held or self._navigation.is_held):
            self._view.setCursor(Qt.CursorShape.ArrowCursor)

    def _on_changed(self, place: Place | None) -> None:
        before, self._shown = self._shown, place
        self._repaint(before, place)

    def _repaint(self, *places: Place | None) -> None:
        scene = self._view.scene
        for place in places:
            if scene is not None and place is not None and place.run == self._run:
                self._view.update(overlay_rect(scene, place))
