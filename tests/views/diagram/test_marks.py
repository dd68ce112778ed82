"""What is marked above the layers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Layer, Network
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.marks import HEIGHT, LayerMark, layer_marks
from vgviz.views.diagram.names import Names
from vgviz.views.diagram.scene import scene
from vgviz.views.diagram.tooltip import tooltip
from vgviz.views.theme import DARK

Maker = Callable[..., Snapshot]


def _with_layers(make_snapshot: Maker, *layers: Layer) -> Snapshot:
    snapshot = make_snapshot(np.full(len(layers) + 1, 1e-3))
    return replace(snapshot, experiment=Experiment(network=Network(layers)))


def test_a_plain_network_has_no_marks(make_snapshot: Maker) -> None:
    assert layer_marks(make_snapshot()) == ()


def test_a_skip_is_marked_only_where_the_widths_agree(make_snapshot: Maker) -> None:
    layer = Layer(normalization="batch", residual=True)
    assert layer_marks(_with_layers(make_snapshot, layer, layer)) == (
        LayerMark("batch", False),  # two features, ten neurons
        LayerMark("batch", True),
    )


def _above_the_lanes(qtbot: QtBot, snapshot: Snapshot) -> set[str]:
    view = DiagramView(DARK)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show_snapshot(snapshot)
    image: QImage = view.grab().toImage()
    layout = scene(snapshot.widths, 900, 500, Names(), DARK, marked=True).layout
    rows = range(round(layout.box.top - HEIGHT) + 1, round(layout.box.top) - 1)
    return {QColor(image.pixel(x, y)).name() for y in rows for x in range(100, 800)}


@pytest.mark.parametrize(
    ("layer", "color"), [(Layer(normalization="rms"), DARK.text), (Layer(residual=True), DARK.muted)]
)
def test_marks_stand_above_the_lanes(qtbot: QtBot, make_snapshot: Maker, layer: Layer, color: str) -> None:
    assert color in _above_the_lanes(qtbot, _with_layers(make_snapshot, *[layer] * 3))


def test_switching_marks_on_repaints_the_paper(qtbot: QtBot, make_snapshot: Maker) -> None:
    view = DiagramView(DARK)
    qtbot.addWidget(view)
    view.resize(900, 500)
    pictures = []
    for layer in (Layer(), Layer(normalization="batch"), Layer(normalization="batch", residual=True)):
        view.show_snapshot(_with_layers(make_snapshot, *[layer] * 3))
        pictures.append(view.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


def test_the_tooltip_says_what_a_layer_has(make_snapshot: Maker) -> None:
    layer = Layer(normalization="batch", residual=True)
    snapshot = _with_layers(make_snapshot, layer, layer)
    current = scene(snapshot.widths, 900, 500, Names(), DARK, marked=True)
    middle = current.layout.box.top + current.layout.box.height / 2
    texts = [tooltip(current, snapshot, current.layout.columns[column].x, middle) for column in (1, 2)]
    assert "sigmoid, batch norm\n" in texts[0]
    assert "sigmoid, batch norm, its input added\n" in texts[1]
