"""How fast each layer learns: the lines are the engine's numbers, the words say who learns last."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz import Experiment, Network, Simulation
from vgviz.analysis.learning_speed import Quantity, learning_speed, speed_figures
from vgviz.engine.telemetry import Snapshot
from vgviz.presets import presets
from vgviz.views.desk import Desk
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.plots.end_labels import LINE, spread
from vgviz.views.plots.layer_colors import shown_layers
from vgviz.views.plots.layer_history import MOST_MOMENTS
from vgviz.views.plots.learning_speed import LearningSpeedPlot
from vgviz.views.plots.speed_history import SpeedHistory
from vgviz.views.theme import DARK, LIGHT


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def plot(qtbot: QtBot, desk: Desk) -> LearningSpeedPlot:
    plot = LearningSpeedPlot(DARK, desk)
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    plot.show()
    return plot


def train(desk: Desk, *experiments: Experiment, moments: int = 6, steps: int = 5) -> list[Snapshot]:
    """Train the experiments beside each other; the first one's snapshots."""
    simulations = [Simulation(experiment, "numpy") for experiment in experiments]
    seen = []
    for _ in range(moments):
        snapshots = [simulation.snapshot() for simulation in simulations]
        desk.history.append(snapshots)
        seen.append(snapshots[0])
        for simulation in simulations:
            simulation.run(steps=steps)
    return seen


def show(plot: LearningSpeedPlot, *snapshots: Snapshot) -> None:
    plot.show_text(frame_of(*snapshots))


def press(plot: LearningSpeedPlot, text: str) -> None:
    (button,) = (button for button in plot.findChildren(QToolButton) if button.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("button", "quantity"), [("Gradient", "gradient"), ("Step", "update"), ("Distance", "distance")]
)
def test_the_lines_are_the_engines_numbers(
    plot: LearningSpeedPlot, desk: Desk, button: str, quantity: Quantity
) -> None:
    seen = train(desk, Experiment(network=Network.uniform(4, 6)))
    press(plot, button)
    show(plot, seen[-1])
    figures = np.array([speed_figures(snapshot)[quantity] for snapshot in seen])
    assert len(plot.lines) == 5
    for layer, line in enumerate(plot.lines):
        assert line[:, 0].tolist() == [snapshot.step for snapshot in seen]
        usual = figures[:, layer] > 0
        assert 10.0 ** line[usual, 1] == pytest.approx(figures[usual, layer], rel=1e-12)
        assert np.isnan(line[~usual, 1]).all()


def test_the_header_says_which_layer_learns_last(plot: LearningSpeedPlot, desk: Desk) -> None:
    seen = train(desk, presets()["learning-speeds"].experiment, moments=1)
    show(plot, seen[-1])
    said = learning_speed(seen[-1].grad_bias_norm)
    assert plot.header.value == said.sentence == "Layer 1 learns 120 times slower than layer 4"
    press(plot, "Distance")
    assert plot.header.value == "The hidden layers have not moved at all"


def test_the_words_speak_of_the_median_of_the_last_moments(
    plot: LearningSpeedPlot, desk: Desk, make_snapshot: Callable[..., Snapshot]
) -> None:
    for step in range(30):
        slow = 1e-9 if step == 29 else 1e-4  # one batch that is far off
        desk.history.append([make_snapshot([slow, 1e-2, 1.0], step=step)])
    show(plot)
    assert plot.header.value == "Layer 1 learns 100 times slower than layer 2"


def test_at_most_ten_lines_are_drawn_and_named_the_first_and_the_last_among_them(
    plot: LearningSpeedPlot, desk: Desk, make_snapshot: Callable[..., Snapshot]
) -> None:
    snapshot = make_snapshot(10.0 ** np.linspace(-6, -1, 200))
    desk.history.append([snapshot])
    show(plot, snapshot)
    names = [label.text for label in plot.labels]
    assert len(names) == len(plot.lines) == 10
    assert (names[0], names[-1]) == ("1", "out")
    assert [label.strong for label in plot.labels] == [True] + [False] * 9


@pytest.mark.parametrize(("layers", "most"), [(1, 10), (10, 10), (11, 10), (1001, 10), (9, 2)])
def test_shown_layers_hold_both_ends_and_no_layer_twice(layers: int, most: int) -> None:
    shown = shown_layers(layers, most)
    assert shown == sorted(set(shown))
    assert len(shown) == min(layers, most)
    assert (shown[0], shown[-1]) == (0, layers - 1)


def test_compared_runs_share_the_lines_and_are_named(plot: LearningSpeedPlot, desk: Desk) -> None:
    preset = presets()["two-moons"]
    assert preset.beside is not None
    train(desk, preset.experiment, preset.beside)
    show(plot)
    names = [label.text for label in plot.labels]
    assert len(names) == 10
    assert names[0] == "A 1"
    assert names[-1] == "B out"
    assert plot.header.value.startswith("A: Layer 1 learns ")


def test_a_restart_begins_the_axis_anew(plot: LearningSpeedPlot, desk: Desk) -> None:
    train(desk, Experiment(network=Network.uniform(2, 3)), moments=3, steps=400)
    show(plot)
    assert plot.last_step > 800
    train(desk, Experiment(network=Network.uniform(2, 3)), moments=2)
    show(plot)
    assert plot.last_step == 100
    assert all(len(line) == 2 for line in plot.lines)


def test_a_regression_has_no_accuracy_below(plot: LearningSpeedPlot, desk: Desk, make_snapshot: Any) -> None:
    desk.history.append([make_snapshot(accuracy=0.5)])
    show(plot)
    assert plot.shows_accuracy
    desk.history.append([make_snapshot(step=0, accuracy=float("nan"))])
    show(plot)
    assert not plot.shows_accuracy


def test_a_speed_of_exactly_zero_is_named(plot: LearningSpeedPlot, desk: Desk, make_snapshot: Any) -> None:
    desk.history.append([make_snapshot([0.0, 0.0, 1e-3, 1e-2])])
    show(plot)
    assert plot.header.value == "Layers 1 to 2 do not learn at all"
    assert [entry.text for entry in plot.header.entries] == ["exactly 0", "accuracy below"]
    assert [label.text for label in plot.labels] == ["3", "out"]


@pytest.mark.parametrize("gradient", [[np.nan] * 3, [np.inf] * 3, [0.0] * 3, [1e-320, 1.0, 1e300], [1.0]])
def test_any_network_can_be_shown(
    plot: LearningSpeedPlot, desk: Desk, make_snapshot: Any, gradient: Sequence[float]
) -> None:
    desk.history.append([make_snapshot(gradient)])
    show(plot)
    plot.set_theme(LIGHT)
    assert not picture_of(plot).isNull()


def test_the_first_layer_is_drawn_in_its_own_colour(
    plot: LearningSpeedPlot, desk: Desk, make_snapshot: Any
) -> None:
    desk.history.append([make_snapshot()])
    show(plot)
    assert plot.labels[0].color == DARK.second_curve
    others = {QColor(label.color).name() for label in plot.labels[1:]}
    assert len(others) == len(plot.labels) - 1
    assert DARK.second_curve not in others


def test_the_history_stays_bounded(make_snapshot: Any) -> None:
    history = SpeedHistory()
    for step in range(1500):
        assert history.append(make_snapshot(step=step))
        assert not history.append(make_snapshot(step=step))
    assert MOST_MOMENTS / 2 <= history.steps.size <= MOST_MOMENTS
    assert history.steps[-1] == 1499
    assert history.speeds("gradient").shape == (history.steps.size, 9)


@pytest.mark.parametrize("heights", [[], [50.0], [50.0, 51.0, 52.0], [0.0, 0.0, 99.0, 100.0], [100.0] * 5])
def test_names_keep_their_order_and_never_overlap(heights: list[float]) -> None:
    places = spread(heights, 0.0, 100.0)
    ordered = [places[index] for index in sorted(range(len(heights)), key=lambda each: heights[each])]
    assert all(below - above >= LINE for above, below in pairwise(ordered))
    assert all(0.0 <= place <= 100.0 for place in ordered)


def test_a_part_of_the_steps_is_shown_above_and_below(plot: LearningSpeedPlot) -> None:
    boxes = [each.getPlotItem().getViewBox() for each in plot.findChildren(pg.PlotWidget)]
    assert len(boxes) == 2
    boxes[0].show_part((10.0, 20.0), boxes[0].part[1])
    assert boxes[0].part[0] == boxes[1].part[0] == (10.0, 20.0)
    rates = boxes[1].parentItem().getAxis("left")
    assert {"0 %", "100 %"} <= {text for ticks in rates._tickLevels for _, text in ticks}
