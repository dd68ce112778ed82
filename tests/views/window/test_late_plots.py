"""The plots come when the network is already on screen."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.views.theme import DARK, LIGHT
from vgviz.views.window.late_plots import LatePlots

Maker = Callable[..., Snapshot]


@pytest.fixture
def place(qtbot: QtBot) -> LatePlots:
    place = LatePlots(DARK)
    qtbot.addWidget(place)
    place.resize(900, 220)
    place.show()
    return place


def test_plots_come_by_themselves_once_training_is_shown_and_know_what_was(
    place: LatePlots, make_snapshot: Maker, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(place.built) as built:
        for step in range(3):
            place.show_snapshot(make_snapshot([0.1, 1.0], step=step), in_turn=True)
    assert built.args == [place.plots]
    assert place.plots.loss.history.train.rows[:, 0].tolist() == [0, 1, 2]
    assert place.plots.loss.header.value


def test_before_training_they_wait(place: LatePlots, make_snapshot: Maker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(place.built, wait=50):
        place.show_snapshot(make_snapshot([0.1, 1.0], step=0), in_turn=False)


def test_who_asks_for_them_has_them_at_once_in_the_present_theme(
    place: LatePlots, make_snapshot: Maker
) -> None:
    place.set_theme(LIGHT)
    for _ in range(2):
        place.show_snapshot(make_snapshot([0.1, 1.0], step=0), in_turn=False)
    assert place.plots.loss.history.train.rows[:, 0].tolist() == [0]
    assert place.plots.loss._train["loss"].points[:, 0].tolist() == [0]
    assert place.plots is place.plots


def test_the_app_opens_without_what_is_slow_to_import() -> None:
    program = "import sys, vgviz.app; print({'numba', 'pyqtgraph', 'scipy'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
