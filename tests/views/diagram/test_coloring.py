"""Colour by: the diagram shows the chosen quantity, on a scale that never moves silently."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vgviz.drawing import raster
from vgviz.drawing.color_modes import COLOR_MODES
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import UNIT_FIELDS, Snapshot
from vgviz.experiment import Experiment, Network
from vgviz.views.diagram import coloring as coloring_module
from vgviz.views.diagram.coloring import PATIENCE, PINNED, Coloring
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.names import names_of
from vgviz.views.diagram.scene import scene
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.theme import DARK, LIGHT, Theme

SIZE = (1000, 560)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """A trained network in which every quantity has something to show."""
    simulation = Simulation(Experiment(network=Network.uniform(4, 6, activation="relu")), backend="numpy")
    simulation.run(steps=20)
    return simulation.snapshot(batch=simulation.probe)


@pytest.fixture
def coloring(qtbot: QtBot) -> Iterator[Coloring]:
    """One that ends with the test."""
    holder = QWidget()
    qtbot.addWidget(holder)
    yield Coloring(holder)
    holder.close()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("key", COLOR_MODES)
def test_neurons_and_feet_have_the_colours_of_their_numbers(
    key: str,
    theme: Theme,
    compiled: bool,
    snapshot: Snapshot,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raster.warm_up()
    if not compiled:
        monkeypatch.setattr(raster, "is_ready", lambda: False)
    view = DiagramView(theme)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.coloring.choose(key)
    view.show_snapshot(snapshot)
    image = picture_of(view)
    mode, colors = COLOR_MODES[key], view.coloring.key(theme).scale
    layout = scene(snapshot.widths, *SIZE, names_of(snapshot), theme).layout
    for layer, column in enumerate(layout.columns[1:]):
        foot = QColor(image.pixel(round(column.x), round(layout.box.bottom + 5))).name()
        assert foot == colors.hex_color(float(mode.layers(snapshot)[layer]))
        for unit, y in enumerate(column.heights().tolist()):
            shown = QColor(image.pixel(round(column.x), round(y))).name()
            assert shown == colors.hex_color(mode.unit_value(snapshot, layer, unit))


@pytest.mark.parametrize("key", COLOR_MODES)
def test_words_name_the_quantity_and_its_numbers(key: str, snapshot: Snapshot, qtbot: QtBot) -> None:
    view = DiagramView(DARK)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show_snapshot(snapshot)
    view.coloring.choose(key)
    mode = COLOR_MODES[key]
    words = view.accessibleDescription()
    assert mode.name in words
    assert mode.text(float(mode.layers(snapshot)[0]), 2) in words


def test_a_pinned_scale_stays_whatever_is_shown(
    make_snapshot: Callable[..., Snapshot], coloring: Coloring
) -> None:
    assert coloring.key(DARK).words == PINNED
    for _ in range(2 * PATIENCE):
        coloring.follow([make_snapshot([1e-20, 1e5])])
    assert coloring.range == (1e-7, 1.0)


def test_a_scale_that_follows_moves_smoothly_and_says_so(
    make_snapshot: Callable[..., Snapshot], qtbot: QtBot, coloring: Coloring
) -> None:
    coloring.pin(False)
    coloring.follow([make_snapshot([1e-12, 1e-2])])
    shown: list[tuple[float, float]] = []
    coloring.changed.connect(lambda: shown.append(coloring.range))
    qtbot.waitUntil(lambda: coloring.range[0] < 1e-11)
    assert coloring.key(DARK).is_news
    assert "scale moved" in coloring.key(DARK).words
    assert len({low for low, _ in shown}) > 3
    assert (np.diff([low for low, _ in shown]) <= 0).all()


def test_a_scale_that_follows_narrows_only_after_a_while(
    make_snapshot: Callable[..., Snapshot], coloring: Coloring
) -> None:
    coloring.pin(False)
    narrow = make_snapshot(np.full(9, 1e-3))
    with_changes: list[str] = []
    for _ in range(PATIENCE - 1):
        coloring.follow([narrow])
        with_changes.append(coloring.remark)
    assert not any(with_changes)
    coloring.follow([narrow])
    assert coloring.remark


def test_fitting_holds_every_number_of_all_networks(
    make_snapshot: Callable[..., Snapshot], qtbot: QtBot, coloring: Coloring
) -> None:
    shown = [make_snapshot([1e-15, 1e-3]), make_snapshot([1e-9, 1e3])]
    coloring.fit(shown)
    values = np.concatenate(
        [np.concatenate([s.grad_weight_rms, coloring.mode.unit_values(s)]) for s in shown]
    )
    qtbot.waitUntil(lambda: coloring.range[0] <= values.min() and coloring.range[1] >= values.max())
    coloring.use_first_range()
    qtbot.waitUntil(lambda: coloring.range == (1e-7, 1.0))


def test_a_neuron_that_is_all_but_dead_does_not_stretch_the_scale(
    coloring: Coloring, snapshot: Snapshot
) -> None:
    rms, row = snapshot.grad_weight_rms, UNIT_FIELDS.index("grad_weight_rms")
    units = snapshot.unit_statistics.copy()
    units[row, :2] = 1e-30, 5e-3 * rms.min()
    coloring.fit([replace(snapshot, unit_statistics=units)])
    low = coloring._target()[0]
    assert low == 10.0 ** np.floor(np.log10(5e-3 * rms.min()))
    coloring.fit([replace(snapshot, grad_weight_rms=np.array([1e-30, *rms[1:]]))])
    assert coloring._target()[0] == pytest.approx(1e-30)


def test_where_less_motion_is_wished_the_scale_jumps(
    make_snapshot: Callable[..., Snapshot], coloring: Coloring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coloring_module, "is_motion_reduced", lambda: True)
    coloring.fit([make_snapshot([1e-15, 1e-3])])
    assert coloring.range == (1e-16, 1e-2)
    assert coloring.key(DARK).is_news


def test_each_quantity_keeps_its_own_range(
    make_snapshot: Callable[..., Snapshot], qtbot: QtBot, coloring: Coloring
) -> None:
    coloring.fit([make_snapshot([1e-15, 1e-3])])
    fitted = (1e-16, 1e-2)
    qtbot.waitUntil(lambda: coloring.range == pytest.approx(fitted))
    coloring.choose("activation")
    assert coloring.range == (-1.0, 1.0)
    coloring.choose("gradient")
    assert coloring.range == pytest.approx(fitted)


def test_a_click_on_the_colour_bar_asks_for_its_menu(snapshot: Snapshot, qtbot: QtBot) -> None:
    view = DiagramView(DARK)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show_snapshot(snapshot)
    asked: list[QPoint] = []
    view.scale_menu_requested.connect(asked.append)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(SIZE[0] // 2, SIZE[1] - 24))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(SIZE[0] // 2, SIZE[1] // 2))
    assert len(asked) == 1
