"""The panel of values over time: it follows the selection and draws what was kept."""

import numpy as np
from pytestqt.qtbot import QtBot

from vgviz.engine.histogram_bins import GRADIENTS, WEIGHTS
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Network
from vgviz.session.messages import Frame, Measured, MeasureOn, Moved
from vgviz.session.states import State
from vgviz.views.desk import Desk
from vgviz.views.plots.spread_over_time import SpreadOverTimePlot
from vgviz.views.selection import Place
from vgviz.views.theme import DARK, LIGHT

SMALL = Experiment(Data(samples=80), Network.uniform(3, 6))
SMALL_WIDTHS = (2, 6, 6, 6, 1)


def _panel(qtbot: QtBot, begin: int = 0) -> tuple[SpreadOverTimePlot, Desk]:
    desk = Desk()
    panel = SpreadOverTimePlot(DARK, desk)
    qtbot.addWidget(panel)
    panel.resize(400, 240)
    panel.show()
    simulation = Simulation(SMALL, "numpy")
    simulation.run(steps=begin)
    for _ in range(6):
        panel.show_text(Frame((simulation.snapshot(),), State.RUNNING, 0.0, 0))
        simulation.run(steps=5)
    return panel, desk


def test_it_shows_the_first_layer_and_then_the_selected_one(qtbot: QtBot) -> None:
    panel, desk = _panel(qtbot)
    assert panel.header.value == "layer 1"
    first = panel.image.copy()
    desk.selection.choose(Place(2, 1))
    assert panel.header.value == "layer 3"
    assert panel.image != first
    desk.selection.choose(Place(3))
    assert panel.header.value == "output layer"


def test_the_axis_begins_where_the_recording_did(qtbot: QtBot) -> None:
    panel, _ = _panel(qtbot, begin=900)
    assert panel.steps == (900.0, 1000.0)


def test_every_quantity_has_a_picture_of_its_own(qtbot: QtBot) -> None:
    panel, _ = _panel(qtbot)
    pictures = [panel.image.copy()]
    for kind in (WEIGHTS, GRADIENTS):
        panel.choices.buttons[kind].click()
        pictures.append(panel.image.copy())
    assert pictures[0] != pictures[1] != pictures[2]


def test_it_takes_another_theme_and_a_network_that_is_not_finite(qtbot: QtBot) -> None:
    panel, _ = _panel(qtbot)
    simulation = Simulation(SMALL, "numpy")
    broken = {name: np.full_like(values, np.nan) for name, values in simulation.parameters.items()}
    simulation.load_parameters(broken)
    panel.show_text(Frame((simulation.snapshot(),), State.FAILED, 0.0, 0))
    panel.set_theme(LIGHT)
    assert not panel.image.isNull()


def test_a_look_back_is_marked_and_the_runs_of_now_are_kept_meanwhile(qtbot: QtBot) -> None:
    panel, desk = _panel(qtbot)
    past = Simulation(SMALL, "numpy").snapshot()
    now = Simulation(SMALL, "numpy"), Simulation(SMALL, "numpy")
    for simulation in now:
        simulation.run(steps=200)
    desk.selection.choose(Place(0, run=1))
    newest = tuple(simulation.snapshot() for simulation in now)
    back = Frame((past,), State.PAUSED, 0.0, 0, moment=0, newest=newest)
    panel.show_frame(back)
    panel.show_text(back)
    assert panel.header.value == "B: layer 1"
    assert panel.moment == 0.0
    panel.show_frame(Frame(newest, State.PAUSED, 0.0, 0))
    assert panel.moment is None


def test_values_of_a_single_sample_are_not_kept(qtbot: QtBot) -> None:
    panel, _ = _panel(qtbot)
    before = panel.image.copy()
    simulation = Simulation(SMALL, "numpy")
    simulation.run(steps=400)
    one = Measured(MeasureOn("one", 3))
    panel.show_text(Frame((simulation.snapshot(),), State.RUNNING, 0.0, 0, measured=one))
    assert panel.image == before


def test_each_run_takes_its_values_along_where_another_is_removed(qtbot: QtBot) -> None:
    desk = Desk()
    panel = SpreadOverTimePlot(DARK, desk)
    qtbot.addWidget(panel)
    panel.show()
    runs = [
        Simulation(Experiment(Data(samples=80), Network.uniform(3, 6), seed=seed), "numpy")
        for seed in range(3)
    ]
    for _ in range(6):
        panel.show_text(Frame(tuple(run.snapshot() for run in runs), State.RUNNING, 0.0, 0))
        for run in runs:
            run.run(steps=5)
    desk.selection.choose(Place(0, run=2))
    before = panel.image.copy()
    desk.selection.follow(Moved((0, 2)))
    desk.selection.fit([SMALL_WIDTHS] * 2)
    assert panel.header.value == "B: layer 1"
    assert panel.image == before
