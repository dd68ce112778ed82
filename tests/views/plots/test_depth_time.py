"""Every layer's gradient over the training, as colours."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QGraphicsView
from pytestqt.qtbot import QtBot

from tests.views.mouse import hover
from tests.views.plots.axes import across
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.history import History
from vgviz.views.plots.depth_time import MOST_COLUMNS, QUANTITY, DepthTimePlot
from vgviz.views.plots.header import PlotHeader
from vgviz.views.theme import DARK, LIGHT

Maker = Callable[..., Snapshot]


@pytest.fixture
def plot(qtbot: QtBot) -> DepthTimePlot:
    plot = DepthTimePlot(DARK, History(), PlotHeader("Gradient over time", DARK))
    qtbot.addWidget(plot)
    plot.resize(600, 240)
    plot.show()
    return plot


def _show(plot: DepthTimePlot, *snapshots: Snapshot) -> None:
    for snapshot in snapshots:
        plot.history.append(snapshot)
    plot.redraw()


def _colors(image: QImage, row: int) -> list[str]:
    return [image.pixelColor(column, row).name() for column in range(image.width())]


def test_each_cell_has_the_diagrams_color_of_its_gradient(plot: DepthTimePlot, make_snapshot: Maker) -> None:
    _show(plot, make_snapshot([1e-6, 0.1], step=0), make_snapshot([1e-3, 0.2], step=2))
    color = magnitude_scale(DARK).hex_color
    assert _colors(plot.image, row=0) == [color(0.1), color(0.1), color(0.2)]
    assert _colors(plot.image, row=1) == [color(1e-6), color(1e-6), color(1e-3)]


@pytest.mark.parametrize(
    ("value", "name", "color"),
    [
        (0.0, "exactly 0", DARK.zero),
        (np.inf, "infinite", DARK.overflow),
        (np.nan, "not a number", DARK.not_a_number),
    ],
)
def test_what_has_no_logarithm_has_its_own_color_and_is_named(
    plot: DepthTimePlot, make_snapshot: Maker, value: float, name: str, color: str
) -> None:
    _show(plot, make_snapshot([0.5, 0.1]))
    assert not plot.header.entries
    _show(plot, make_snapshot([value, 0.1], step=1))
    assert [entry.text for entry in plot.header.entries] == [name]
    assert _colors(plot.image, row=1)[-1] == color


def test_the_picture_of_a_long_run_stays_small(plot: DepthTimePlot, make_snapshot: Maker) -> None:
    _show(plot, *(make_snapshot([0.1, 1.0], step=step) for step in range(0, 200_000, 1000)))
    assert plot.image.width() <= MOST_COLUMNS
    assert across(plot)[1] >= 199_001


def test_a_restarted_run_has_a_short_axis_again(plot: DepthTimePlot, make_snapshot: Maker) -> None:
    _show(plot, make_snapshot([0.1, 1.0], step=0), make_snapshot([0.1, 1.0], step=5000))
    _show(plot, make_snapshot([0.1, 1.0], step=0))
    assert across(plot) == (0.0, 100.0)


def test_the_mouse_reads_out_the_exact_gradient(
    qtbot: QtBot, plot: DepthTimePlot, make_snapshot: Maker
) -> None:
    _show(plot, make_snapshot([1.234567e-6, 0.1], step=0), make_snapshot([0.25, 0.5], step=99))
    (view,) = plot.findChildren(QGraphicsView)
    box: Any = view.getPlotItem().getViewBox()  # type: ignore[attr-defined]  # pyqtgraph's own
    qtbot.waitUntil(lambda: box.width() > 100)
    place = box.mapViewToScene(QPointF(50.0, 1.0)).toPoint()
    hover(view.viewport(), place)
    qtbot.waitUntil(lambda: "layer 1: 1.235e−06" in plot.header.value)
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert plot.header.value == QUANTITY


def test_there_is_a_value_only_where_something_is_drawn(plot: DepthTimePlot, make_snapshot: Maker) -> None:
    assert plot.value_at(0, 1) is None
    _show(plot, make_snapshot([0.1, 1.0], step=4))
    assert plot.value_at(4.5, 2) == 1.0
    assert plot.value_at(3, 2) is None
    assert plot.value_at(6, 2) is None
    assert plot.value_at(4, 3) is None


def test_another_theme_repaints_all_of_it(plot: DepthTimePlot, make_snapshot: Maker) -> None:
    _show(plot, make_snapshot([1e-6, 0.1]))
    plot.set_theme(LIGHT)
    assert _colors(plot.image, row=1) == [magnitude_scale(LIGHT).hex_color(1e-6)]
    view = plot.findChild(QGraphicsView)
    assert view is not None
    assert view.backgroundBrush().color().name() == LIGHT.background
