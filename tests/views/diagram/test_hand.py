"""Choosing with mouse and keyboard."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.views.mouse import hover
from vgviz.drawing import raster
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.selection import Place, Selection
from vgviz.views.theme import DARK

LEFT = Qt.MouseButton.LeftButton
Maker = Callable[..., Snapshot]


def neuron(view: DiagramView, layer: int, unit: int) -> QPoint:
    scene = view.scene
    assert scene is not None
    column = scene.layout.columns[layer + 1]
    return QPoint(round(column.x), round(column.first + unit * column.spacing))


def between(view: DiagramView, edge: Place) -> QPoint:
    """The middle of an edge."""
    scene = view.scene
    assert scene is not None
    assert edge.unit is not None
    assert edge.source is not None
    left, right = scene.layout.columns[edge.layer : edge.layer + 2]
    y = (left.heights()[edge.source] + right.heights()[edge.unit]) / 2
    return QPoint(round((left.x + right.x) / 2), round(y))


def test_a_click_chooses_a_neuron_its_band_the_layer_and_nothing_beside_them(
    view: DiagramView, selection: Selection
) -> None:
    QTest.mouseClick(view, LEFT, pos=neuron(view, 2, 4))
    assert selection.place == Place(2, 4)
    scene = view.scene
    assert scene is not None
    band = QPoint(neuron(view, 1, 0).x(), round(scene.layout.box.top) + 3)
    QTest.mouseClick(view, LEFT, pos=band)
    assert selection.place == Place(1)
    QTest.mouseClick(view, LEFT, pos=QPoint(band.x(), round(scene.labels_top) + 12))
    assert selection.place == Place(1)
    QTest.mouseClick(view, LEFT, pos=QPoint(5, 5))
    assert selection.place is None


def test_a_click_on_a_line_chooses_the_edge(view: DiagramView, selection: Selection) -> None:
    edge = Place(0, 9, 1)  # the lowest of its gap: no other runs there
    QTest.mouseClick(view, LEFT, pos=between(view, edge))
    assert selection.place == edge


def test_a_drag_chooses_nothing(view: DiagramView, selection: Selection) -> None:
    start = neuron(view, 2, 4)
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start + QPoint(60, 0))
    QTest.mouseRelease(view, LEFT, pos=start + QPoint(60, 0))
    assert selection.place is None


def test_keys_walk_and_escape_leads_out(view: DiagramView, selection: Selection) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    assert selection.place == Place(1, 5)
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Escape)
    assert selection.place is None


def _has_outline(view: DiagramView, at: QPoint, reach: float) -> bool:
    image = view.grab().toImage()
    colors = {QColor(image.pixel(at.x() + round(reach) + by, at.y())).name() for by in range(-2, 3)}
    return DARK.text in colors


@pytest.mark.parametrize("scale", [1e-9, 1.0, np.nan])
def test_the_ring_shows_in_every_colour_and_survives_training(
    view: DiagramView, selection: Selection, make_snapshot: Maker, scale: float
) -> None:
    scene = view.scene
    assert scene is not None
    spot, reach = neuron(view, 3, 5), scene.layout.radius + 3
    assert not _has_outline(view, spot, reach)
    selection.choose(Place(3, 5))
    assert _has_outline(view, spot, reach)
    view.show_snapshot(make_snapshot(np.full(9, scale)), in_motion=True)
    assert _has_outline(view, spot, reach)
    selection.choose(None)
    assert not _has_outline(view, spot, reach)


def test_hovering_lights_up_what_a_click_would_choose_and_draws_no_edge_again(
    view: DiagramView, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = raster.Raster.draw_lines

    def counted(*given: Any) -> None:
        drawn.append(1)
        draw(*given)

    monkeypatch.setattr(raster.Raster, "draw_lines", counted)
    scene = view.scene
    assert scene is not None
    spot = neuron(view, 3, 5)
    hover(view, spot)
    assert _has_outline(view, spot, scene.layout.radius + 3)
    assert not drawn
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert not _has_outline(view, spot, scene.layout.radius + 3)
    assert not drawn


def test_the_tooltip_of_an_edge_says_its_weight_and_gradient(view: DiagramView) -> None:
    edge = Place(0, 9, 1)
    spot = between(view, edge)
    assert QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, spot, view.mapToGlobal(spot)))
    snapshot = view.snapshot
    assert snapshot is not None
    gradient = float(snapshot.gradients["layers.0.weight"][1, 9])
    assert "to neuron 10 of layer 1" in QToolTip.text()
    assert f"{gradient:.3e}".replace("-", "−") in QToolTip.text()
    QToolTip.hideText()


def test_a_place_in_another_network_is_not_outlined(
    qtbot: QtBot, make_snapshot: Maker, selection: Selection
) -> None:
    other = DiagramView(DARK, selection=selection, run=1)
    qtbot.addWidget(other)
    other.resize(900, 560)
    other.show_snapshot(make_snapshot())
    before = other.grab().toImage()
    selection.choose(Place(3, 5))
    assert other.grab().toImage() == before
