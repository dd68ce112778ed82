"""Ways through the network over its diagram."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.selection import Selection, Trail
from vgviz.views.theme import DARK

Maker = Callable[..., Snapshot]
WAY = ((-1, 1), (0, 3), (1, 0), (2, 0))


@pytest.fixture
def view(qtbot: QtBot, selection: Selection, make_snapshot: Maker) -> DiagramView:
    view = DiagramView(DARK, selection=selection)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    view.show_snapshot(make_snapshot([0.1, 0.1, 0.1], width=5))
    return view


def is_there(view: DiagramView, color: str, layer: int, unit: int) -> bool:
    """Whether a spot of ``color`` is at the middle of a neuron."""
    scene = view.scene
    assert scene is not None
    column = scene.layout.columns[layer + 1]
    image = picture_of(view)
    found = QColor(image.pixel(round(column.x), round(column.first + unit * column.spacing)))
    wanted = QColor(color)
    found_parts, wanted_parts = ([each.red(), each.green(), each.blue()] for each in (found, wanted))
    return bool(np.abs(np.subtract(found_parts, wanted_parts)).max() < 30)


def test_a_way_leads_through_its_neurons(view: DiagramView, selection: Selection) -> None:
    assert not is_there(view, DARK.curve, 0, 3)
    selection.draw((Trail(WAY, 1.0),))
    assert all(is_there(view, DARK.curve, layer, unit) for layer, unit in WAY)
    assert not is_there(view, DARK.curve, 0, 2)
    selection.draw(())
    assert not is_there(view, DARK.curve, 0, 3)


def test_a_way_of_another_network_or_run_is_not_drawn(view: DiagramView, selection: Selection) -> None:
    selection.draw(
        (Trail((*WAY, (3, 0)), 1.0), Trail(((-1, 0), (0, 99), (1, 0)), 1.0), Trail(WAY, 1.0, run=1))
    )
    assert not any(is_there(view, DARK.curve, layer, unit) for layer, unit in WAY)


def test_other_ways_are_told_once(qtbot: QtBot, selection: Selection) -> None:
    with qtbot.waitSignal(selection.trails_changed):
        selection.draw((Trail(WAY, 1.0),))
    with qtbot.assertNotEmitted(selection.trails_changed):
        selection.draw((Trail(WAY, 1.0),))
