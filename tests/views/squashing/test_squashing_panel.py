"""What enters an activation before and after normalization, with the engine's numbers."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.views.desk_of_simulations import DeskOfSimulations
from vgviz.analysis.squashing import Density, squashing
from vgviz.engine.histograms import histogram
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment, Init, Layer, Network
from vgviz.number_format import number, percent
from vgviz.views.selection import Place
from vgviz.views.squashing.density_block import DensityBlock, small_slope_words
from vgviz.views.squashing.panel import (
    INPUTS,
    NAME,
    NARROW,
    PUSH,
    ROOM_FOR_ALL,
    WIDE,
    SquashingPanel,
)
from vgviz.views.theme import DARK

HIDDEN = (Layer(6), Layer(5, normalization="batch"), Layer(4, normalization="layer"))
EXPERIMENT = Experiment(network=Network(HIDDEN, Init("normal", gain=3.0)))


@pytest.fixture
def desk() -> DeskOfSimulations:
    simulation = Simulation(EXPERIMENT, "numpy")
    simulation.run(steps=10)
    return DeskOfSimulations(simulation)


@pytest.fixture
def panel(qtbot: QtBot, desk: DeskOfSimulations) -> Iterator[SquashingPanel]:
    panel = SquashingPanel(DARK, desk)
    qtbot.addWidget(panel)
    panel.resize(WIDE + 40, 220)
    panel.show()
    desk.show(panel)
    yield panel
    panel.hide()


def _assert_shows(block: DensityBlock, density: Density) -> None:
    small = density.healthy_fraction < 1.0
    assert (percent(1 - density.healthy_fraction) if small else "No input") in block.share.text
    mean, spread = number(density.derivative_mean), number(density.std)
    assert block.slope.text == f"f′ {mean} on average, z spread {spread}"
    assert block.picture.histogram is not None
    assert block.picture.histogram.counts.tolist() == density.histogram.counts.tolist()


def test_without_a_choice_it_is_the_first_hidden_layer(
    panel: SquashingPanel, desk: DeskOfSimulations
) -> None:
    assert panel.header.value == "layer 1: sigmoid"
    measured = squashing(desk.simulations[0], 0)
    snapshot = desk.frame().snapshots[0]
    assert snapshot.saturated_fraction[0] > 0
    assert percent(float(snapshot.saturated_fraction[0])) in panel.before.share.text
    _assert_shows(panel.before, measured.before)
    _assert_shows(panel.after, measured.after)
    assert panel.before.heading.text == "Now"
    assert panel.after.heading.text == "With batch normalization"


def test_batch_normalization_pulls_inputs_back_to_where_the_slope_is_not_small(
    desk: DeskOfSimulations, panel: SquashingPanel
) -> None:
    desk.selection.choose(Place(1))
    desk.show(panel)
    measured = squashing(desk.simulations[0], 1)
    assert panel.before.heading.text == "Before batch normalization"
    assert panel.after.heading.text == "After batch normalization"
    _assert_shows(panel.before, measured.before)
    _assert_shows(panel.after, measured.after)
    assert measured.after.healthy_fraction > measured.before.healthy_fraction
    snapshot = desk.frame().snapshots[0]
    share = float(snapshot.saturated_fraction[1])
    assert (percent(share) if share else "No input") in panel.after.share.text


def test_both_pictures_have_one_scale(panel: SquashingPanel, desk: DeskOfSimulations) -> None:
    for layer in range(3):
        desk.selection.choose(Place(layer))
        desk.show(panel)
        assert panel.before.picture.reach == panel.after.picture.reach


def test_a_chosen_neuron_and_another_network_are_followed(
    panel: SquashingPanel, desk: DeskOfSimulations
) -> None:
    other = Simulation(Experiment(network=Network.uniform(2, 3, activation="relu")), "numpy")
    desk.simulations = (*desk.simulations, other)
    desk.selection.choose(Place(1, 2, run=1))
    desk.show(panel)
    assert panel.header.value == "B: layer 2, neuron 3: ReLU"
    _assert_shows(panel.before, squashing(other, 1, 2).before)


@pytest.mark.parametrize("layer", [-1, 3])
def test_what_is_not_hidden_leaves_the_first_layer_on_show(
    panel: SquashingPanel, desk: DeskOfSimulations, layer: int
) -> None:
    desk.selection.choose(Place(layer))
    desk.show(panel)
    desk.show(panel)
    assert panel.header.value == "layer 1: sigmoid"


def test_nothing_is_asked_while_nobody_looks(panel: SquashingPanel, desk: DeskOfSimulations) -> None:
    assert NAME in desk.questions
    panel.hide()
    assert NAME not in desk.questions


def test_where_it_is_narrow_the_push_stands_below(qtbot: QtBot, panel: SquashingPanel) -> None:
    assert panel.push.geometry().left() > panel.after.geometry().right()
    panel.resize(340, ROOM_FOR_ALL[2])
    qtbot.waitUntil(lambda: panel.push.geometry().top() > panel.before.geometry().bottom())


@pytest.mark.parametrize(
    ("healthy", "words"),
    [
        (1.0, "No input falls where f′ is small, below 0.025."),
        (0.99, "Hardly any input, 1.0 %, falls where f′ is small, below 0.025."),
        (0.9, "Some inputs, 10.0 %, fall where f′ is small, below 0.025."),
        (0.7, "Many inputs, 30.0 %, fall where f′ is small, below 0.025."),
        (0.2, "Most inputs, 80.0 %, fall where f′ is small, below 0.025."),
        (0.0, "Most inputs, 100.0 %, fall where f′ is small, below 0.025."),
    ],
)
def test_the_share_is_said_in_words(healthy: float, words: str) -> None:
    density = Density(histogram(np.zeros(3)), 0.0, 1.0, healthy, 0.1)
    assert small_slope_words(density, 0.025) == words


def test_in_a_narrow_panel_the_parts_stand_one_below_the_other(panel: SquashingPanel, qtbot: QtBot) -> None:
    parts = panel.before, panel.after, panel.push
    panel.resize(NARROW - 1, ROOM_FOR_ALL[1])
    qtbot.waitUntil(lambda: panel.before.geometry().bottom() < panel.after.geometry().top())
    assert panel.after.geometry().bottom() < panel.push.geometry().top()
    assert all(part.geometry().right() < panel.width() for part in parts)
    panel.resize(WIDE, 220)
    qtbot.waitUntil(lambda: panel.after.geometry().right() < panel.push.geometry().left())
    assert len({part.geometry().top() for part in parts}) == 1


def test_in_a_low_panel_inputs_and_push_take_turns_so_that_nothing_is_scrolled_to(
    panel: SquashingPanel, qtbot: QtBot
) -> None:
    densities, push, turns = (panel.before, panel.after), panel.push, panel.turns
    assert not turns.isVisible()
    panel.resize(370, 260)
    qtbot.waitUntil(lambda: turns.isVisible() and not push.isVisible())
    assert all(density.isVisible() for density in densities)
    turns.buttons[PUSH].click()
    qtbot.waitUntil(lambda: push.isVisible() and not any(density.isVisible() for density in densities))
    qtbot.waitUntil(lambda: _is_in_view(push.words, panel) and _is_in_view(push.heading, panel))
    turns.buttons[INPUTS].click()
    qtbot.waitUntil(lambda: all(_is_in_view(density.slope, panel) for density in densities))
    panel.resize(338, 216)  # in a first window on a small screen
    qtbot.waitUntil(lambda: all(_is_in_view(density.slope, panel) for density in densities))
    panel.resize(370, ROOM_FOR_ALL[2])
    qtbot.waitUntil(lambda: push.isVisible() and not turns.isVisible())
    assert all(density.isVisible() for density in densities)


def _is_in_view(part: QWidget, panel: SquashingPanel) -> bool:
    return part.visibleRegion().boundingRect() == part.rect() and part.isVisibleTo(panel)
