"""Dragging a layer of the diagram to another place."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.views.mouse import hover
from vgviz.drawing.view import WHOLE, View
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.diagram import DRAG_HINT, DiagramView
from vgviz.views.diagram.scene import Scene
from vgviz.views.selection import Place, Selection
from vgviz.views.theme import DARK

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
MOVE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Maker = Callable[..., Snapshot]


@pytest.fixture
def moves(view: DiagramView) -> list[tuple[int, int]]:
    heard: list[tuple[int, int]] = []
    view.layer_moved.connect(lambda layer, place: heard.append((layer, place)))
    return heard


def scene_of(view: DiagramView) -> Scene:
    assert view.scene is not None
    return view.scene


def label(view: DiagramView, layer: int) -> QPoint:
    scene = scene_of(view)
    return QPoint(round(scene.layout.columns[layer + 1].x), round(scene.labels_top) + 12)


def carry(view: DiagramView, layer: int, to: QPoint) -> None:
    """Take hold of a layer and go there, the button still down."""
    start = label(view, layer)
    QTest.mousePress(view, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view, start + (to - start) * share)


def drag(view: DiagramView, layer: int, to: QPoint) -> None:
    carry(view, layer, to)
    QTest.mouseRelease(view, LEFT, pos=to)


def shows(view: DiagramView, color: str, rect_of: QPoint, reach: int = 6) -> bool:
    """Whether a colour is to be seen around a place."""
    image = view.grab().toImage()
    around = range(-reach, reach + 1)
    return any(
        QColor(image.pixel(rect_of.x() + right, rect_of.y() + down)).name() == color
        for right in around
        for down in around
    )


@pytest.mark.parametrize(
    ("layer", "beside", "place"), [(2, 5, 5), (2, 0, 0), (6, 3, 3), (0, 7, 7), (7, 0, 0)]
)
def test_a_layer_dropped_beyond_another_takes_its_place(
    view: DiagramView, moves: list[tuple[int, int]], layer: int, beside: int, place: int
) -> None:
    away = 20 if beside > layer else -20
    drag(view, layer, label(view, beside) + QPoint(away, 0))
    assert moves == [(layer, place)]


@pytest.mark.parametrize("right", [-40, -20, 0, 20, 40])
def test_a_layer_dropped_beside_itself_stays(
    view: DiagramView, moves: list[tuple[int, int]], right: int
) -> None:
    drag(view, 3, label(view, 3) + QPoint(right, 15))
    assert moves == []


def test_a_drop_beyond_either_end_keeps_the_input_first_and_the_output_last(
    view: DiagramView, moves: list[tuple[int, int]]
) -> None:
    drag(view, 3, QPoint(2, 300))
    drag(view, 3, QPoint(view.width() - 2, 300))
    assert moves == [(3, 0), (3, 7)]


def test_input_and_output_cannot_be_taken_away(view: DiagramView, moves: list[tuple[int, int]]) -> None:
    for layer in (-1, 8):
        drag(view, layer, label(view, 4))
    assert moves == []


def test_a_single_hidden_layer_has_nowhere_to_go(
    view: DiagramView, moves: list[tuple[int, int]], make_snapshot: Maker
) -> None:
    view.show_snapshot(make_snapshot(np.array([0.1, 0.2])))
    hover(view, label(view, 0))
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    drag(view, 0, label(view, 1))
    assert moves == []


def test_escape_and_another_button_give_the_drag_up(
    view: DiagramView, moves: list[tuple[int, int]], selection: Selection
) -> None:
    target = label(view, 6)
    carry(view, 2, target)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseMove(view, target + QPoint(20, 0))
    QTest.mouseRelease(view, LEFT, pos=target)
    carry(view, 2, target)
    QTest.mousePress(view, RIGHT, pos=target)
    QTest.mouseRelease(view, RIGHT, pos=target)
    QTest.mouseRelease(view, LEFT, pos=target)
    assert moves == []
    assert selection.place is None
    drag(view, 2, target + QPoint(20, 0))
    assert moves == [(2, 6)]


def test_after_a_release_that_went_elsewhere_the_next_click_counts(
    view: DiagramView, moves: list[tuple[int, int]], selection: Selection
) -> None:
    carry(view, 2, label(view, 6))
    QTest.mousePress(view, RIGHT, pos=label(view, 6))  # opens a menu, which takes both releases
    QTest.mouseClick(view, LEFT, pos=QPoint(label(view, 4).x(), round(scene_of(view).layout.box.top) + 3))
    assert selection.place == Place(4)
    assert moves == []
    QTest.mouseRelease(view, RIGHT)  # Qt counts the buttons over all tests


def test_escape_in_the_middle_of_a_drag_is_no_shortcut_of_the_window(view: DiagramView) -> None:
    def is_taken() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(view, event)
        return event.isAccepted()

    assert not is_taken()
    carry(view, 2, label(view, 5))
    assert is_taken()
    QTest.mouseRelease(view, LEFT, pos=label(view, 2))


def test_a_click_on_a_label_chooses_its_layer(
    view: DiagramView, moves: list[tuple[int, int]], selection: Selection
) -> None:
    QTest.mouseClick(view, LEFT, pos=label(view, 4) + QPoint(18, 0))  # a word's end, beside the lane
    assert selection.place == Place(4)
    assert moves == []


def test_a_ghost_and_a_mark_follow_the_hand_and_go_with_it(view: DiagramView) -> None:
    scene = scene_of(view)
    middle = round(scene.layout.box.top + scene.layout.box.height / 2)
    gap = QPoint(round(scene.layout.columns[6].x + scene.layout.pitch / 2), middle)
    tag = label(view, 5) + QPoint(20, 0)
    carry(view, 1, tag)
    assert shows(view, DARK.accent, gap)
    assert shows(view, DARK.accent, tag)
    assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not shows(view, DARK.accent, gap)
    assert not shows(view, DARK.accent, tag)
    QTest.mouseRelease(view, LEFT, pos=label(view, 5))


def test_what_a_drag_paints_it_takes_away_again(view: DiagramView) -> None:
    before = view.grab().toImage()
    carry(view, 1, label(view, 5) + QPoint(20, 0))
    QTest.mouseMove(view, label(view, 3))
    QTest.mouseRelease(view, LEFT, pos=label(view, 1))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.grab().toImage() == before


def test_cursor_and_tooltip_tell_that_a_layer_can_be_dragged(view: DiagramView) -> None:
    def words(place: QPoint) -> str:
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
        return QToolTip.text()

    hover(view, label(view, 2))
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert words(label(view, 2)).startswith("Layer 3: 10 neurons")
    assert words(label(view, 2)).endswith(DRAG_HINT)
    hover(view, label(view, 8))
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert words(label(view, 8)).startswith("Output layer")
    assert DRAG_HINT not in words(label(view, 8))
    hover(view, QPoint(label(view, 2).x(), 200))
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QToolTip.hideText()


def test_what_is_past_cannot_be_rearranged(view: DiagramView, moves: list[tuple[int, int]]) -> None:
    view.lets_layers_move = False
    drag(view, 1, label(view, 5))
    QTest.mouseClick(view, LEFT, pos=label(view, 1))
    QTest.keyClick(view, Qt.Key.Key_Right, MOVE)
    assert moves == []


def test_a_network_that_changes_meanwhile_is_left_alone(
    view: DiagramView, moves: list[tuple[int, int]], make_snapshot: Maker
) -> None:
    carry(view, 6, label(view, 1))
    view.show_snapshot(make_snapshot(np.full(4, 0.1)))
    view.grab()
    QTest.mouseRelease(view, LEFT, pos=QPoint(10, 300))
    assert moves == []


def test_two_hundred_touching_layers_can_be_dragged_too(
    view: DiagramView, moves: list[tuple[int, int]], make_snapshot: Maker
) -> None:
    view.show_snapshot(make_snapshot(np.full(201, 0.1), width=3))
    assert not scene_of(view).layout.gapped
    drag(view, 20, label(view, 150) + QPoint(1, 0))
    assert moves == [(20, 150)]


def test_in_a_part_of_the_network_the_picture_comes_along(
    view: DiagramView, camera: Camera, moves: list[tuple[int, int]], qtbot: QtBot
) -> None:
    camera.jump(scene_of(view).whole, View(0.6, 0.2, 0.5))
    layer = next(
        layer for layer in range(8) if 60 < scene_of(view).layout.columns[layer + 1].x < view.width() - 60
    )
    before = camera.view.x
    carry(view, layer, QPoint(view.width() - 10, 300))
    qtbot.waitUntil(lambda: scene_of(view).layout.columns[-1].x < view.width() - 10)
    assert camera.view.x > before
    assert camera.view.y == pytest.approx(0.5)
    QTest.mouseRelease(view, LEFT, pos=QPoint(view.width() - 10, 300))
    assert moves == [(layer, 7)]
    camera.jump(scene_of(view).whole, WHOLE)


def test_a_drag_of_the_bands_still_moves_the_part_in_view(
    view: DiagramView, camera: Camera, moves: list[tuple[int, int]]
) -> None:
    camera.jump(scene_of(view).whole, View(0.6, 0.5, 0.5))
    start, before = QPointF(450, 250).toPoint(), camera.view
    QTest.mousePress(view, LEFT, pos=start)
    for right in (20, 60):
        QTest.mouseMove(view, start + QPoint(right, 0))
    QTest.mouseRelease(view, LEFT, pos=start + QPoint(60, 0))
    assert camera.view.x < before.x
    assert moves == []


def test_keys_move_the_chosen_layer_but_not_over_the_ends(
    view: DiagramView, moves: list[tuple[int, int]], selection: Selection
) -> None:
    for place in (None, Place(-1), Place(8)):
        selection.choose(place)
        QTest.keyClick(view, Qt.Key.Key_Right, MOVE)
    assert moves == []
    selection.choose(Place(7))
    QTest.keyClick(view, Qt.Key.Key_Right, MOVE)
    QTest.keyClick(view, Qt.Key.Key_Left, MOVE)
    selection.choose(Place(0, 4))
    QTest.keyClick(view, Qt.Key.Key_Left, MOVE)
    QTest.keyClick(view, Qt.Key.Key_Right, MOVE)
    assert moves == [(7, 6), (0, 1)]
