"""Zooming and panning by hand."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.mouse import hover, turn_wheel
from vgviz.drawing import raster
from vgviz.drawing.view import WHOLE, View, looking_at
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram import camera as camera_module
from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.lanes import columns_in_view
from vgviz.views.diagram.mini_map import frame_rect, mini_map_rect
from vgviz.views.diagram.scene import Scene
from vgviz.views.selection import Place, Selection
from vgviz.views.theme import DARK

LEFT = Qt.MouseButton.LeftButton
Maker = Callable[..., Snapshot]


def scene_of(view: DiagramView) -> Scene:
    scene = view.scene
    assert scene is not None
    return scene


def spot(view: DiagramView, layer: int, unit: int) -> QPoint:
    column = scene_of(view).layout.columns[layer + 1]
    return QPoint(round(column.x), round(column.first + unit * column.spacing))


def test_the_wheel_zooms_about_the_pointer_and_back(view: DiagramView) -> None:
    before = scene_of(view)
    neuron = spot(view, 3, 4)
    turn_wheel(view, neuron, 3)
    after = scene_of(view)
    assert after.layout.radius > before.layout.radius
    assert after.layout.pitch > before.layout.pitch
    assert (spot(view, 3, 4) - neuron).manhattanLength() <= 2
    turn_wheel(view, neuron, -30)
    assert scene_of(view).view == WHOLE


def test_text_and_edges_stay_sharp_for_only_the_geometry_changes(view: DiagramView) -> None:
    before = view.grab().toImage()
    turn_wheel(view, spot(view, 3, 4), 4)
    after = view.grab().toImage()
    scene = scene_of(view)
    bar = scene.color_bar.toAlignedRect()
    assert before.copy(bar) == after.copy(bar)
    assert scene.edge_width <= 2.6


def test_a_drag_pans_and_its_click_chooses_nothing(view: DiagramView, selection: Selection) -> None:
    turn_wheel(view, spot(view, 3, 4), 4)
    start = spot(view, 3, 4)
    QTest.mousePress(view, LEFT, pos=start)
    for step in (20, 40, 60):
        QTest.mouseMove(view, start + QPoint(step, step // 2))
    QTest.mouseRelease(view, LEFT, pos=start + QPoint(60, 30))
    assert (spot(view, 3, 4) - start - QPoint(60, 30)).manhattanLength() <= 2
    assert selection.place is None


@pytest.mark.parametrize("key", [Qt.Key.Key_0, Qt.Key.Key_Home])
def test_keys_zoom_and_fit(view: DiagramView, key: Qt.Key) -> None:
    QTest.keyClick(view, Qt.Key.Key_Plus)
    first = scene_of(view).view.zoom
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert scene_of(view).view.zoom > first > 0
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert scene_of(view).view.zoom == pytest.approx(first)
    QTest.keyClick(view, key)
    assert scene_of(view).view == WHOLE


def test_a_double_click_flies_to_a_neuron(view: DiagramView) -> None:
    QTest.mouseDClick(view, LEFT, pos=spot(view, 5, 2))
    scene = scene_of(view)
    assert scene.layout.radius > 40
    middle = QPoint(round(scene.layout.box.left + scene.layout.box.width / 2), 0)
    assert abs(spot(view, 5, 2).x() - middle.x()) < 60
    assert scene.layout.box.top < spot(view, 5, 2).y() < scene.layout.box.bottom


def test_walking_out_of_view_brings_the_place_into_view(view: DiagramView, selection: Selection) -> None:
    QTest.mouseDClick(view, LEFT, pos=spot(view, 5, 2))
    selection.choose(Place(5, 2))
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Left)
    box = scene_of(view).layout.box
    assert box.left <= spot(view, 1, 2).x() <= box.right


def test_the_mini_map_shows_when_zoomed_and_its_frame_can_be_dragged(
    view: DiagramView, camera: Camera, selection: Selection
) -> None:
    assert mini_map_rect(scene_of(view)).isEmpty()
    whole: QImage = view.grab().toImage()
    turn_wheel(view, spot(view, 3, 4), 5)
    rect = mini_map_rect(scene_of(view))
    assert rect.contains(frame_rect(scene_of(view)))
    assert view.grab().toImage().copy(rect.toAlignedRect()) != whole.copy(rect.toAlignedRect())
    before = camera.view
    QTest.mousePress(view, LEFT, pos=frame_rect(scene_of(view)).center().toPoint())
    QTest.mouseMove(view, QPointF(rect.right() - 6, rect.center().y()).toPoint())
    QTest.mouseRelease(view, LEFT, pos=QPointF(rect.right() - 6, rect.center().y()).toPoint())
    assert camera.view.x > before.x
    assert camera.view.zoom == before.zoom
    assert selection.place is None


def test_a_picture_too_low_for_a_map_has_none(view: DiagramView) -> None:
    turn_wheel(view, spot(view, 1, 0), 6)
    assert not mini_map_rect(scene_of(view)).isEmpty()
    view.resize(view.width(), 180)
    box, view_of = scene_of(view).layout.box, scene_of(view).view
    assert not view_of.is_whole
    assert box.height < 80
    assert mini_map_rect(scene_of(view)).isEmpty()
    assert not view.grab().isNull()


def test_motion_is_eased_and_ends_where_it_was_to_end(
    qtbot: QtBot, view: DiagramView, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "is_motion_reduced", lambda: False)
    zooms: list[float] = []
    camera.changed.connect(lambda: zooms.append(camera.view.zoom))
    turn_wheel(view, spot(view, 3, 4), 4)
    qtbot.waitUntil(lambda: not camera.is_moving)
    assert camera.view == camera.target
    assert zooms == sorted(zooms)
    assert zooms[-1] > 0


def test_a_wheel_that_turns_without_rest_moves_the_picture(
    view: DiagramView, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "is_motion_reduced", lambda: False)
    now = 100.0
    monkeypatch.setattr(camera_module, "perf_counter", lambda: now)
    shown = []
    for _ in range(5):  # no event is processed in between, so the animation has no turn
        turn_wheel(view, spot(view, 2, 3), 1)
        shown.append(camera.view.zoom)
        now += 0.016
    assert shown == sorted(set(shown))
    assert camera.view.zoom < camera.target.zoom


def test_what_is_painted_after_a_flight_is_what_a_new_picture_shows(
    qtbot: QtBot, view: DiagramView, camera: Camera
) -> None:
    for zoom in (0.2, 0.9, 0.4):
        camera.jump(scene_of(view).whole, View(zoom, 0.4, 0.6))
        view.grab()
    other = DiagramView(DARK, camera=camera)
    qtbot.addWidget(other)
    other.resize(900, 560)
    snapshot = view.snapshot
    assert snapshot is not None
    other.show_snapshot(snapshot)
    assert other.grab().toImage() == view.grab().toImage()


def test_nothing_stays_lit_when_the_network_moves_under_the_mouse(view: DiagramView) -> None:
    at = spot(view, 3, 4)
    plain = view.grab().toImage()
    hover(view, at)
    assert view.grab().toImage() != plain
    turn_wheel(view, at, 3)
    turn_wheel(view, at, -30)
    assert view.grab().toImage() == plain


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_narrow_diagram_can_show_the_gap_between_two_lanes(
    view: DiagramView, camera: Camera, monkeypatch: pytest.MonkeyPatch, *, is_ready: bool
) -> None:
    monkeypatch.setattr(raster, "is_ready", lambda: is_ready)
    view.resize(280, 480)
    whole = scene_of(view).layout
    middle = (whole.columns[3].x + whole.columns[4].x) / 2
    camera.jump(whole, looking_at(whole, middle, whole.box.top + whole.box.height / 2, 1.0))
    assert not columns_in_view(scene_of(view).layout)
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    view.render(image)
    assert image.pixel(140, 240) != 0
