"""The whole window as a picture: as large as it is asked for, its plots and side panels are in it."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.pixels import rgb
from vgviz.drawing import raster
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Network
from vgviz.views.picturing.render import render
from vgviz.views.theme import DARK, apply_theme


@pytest.fixture
def picture(qtbot: QtBot, qapp: QApplication) -> NDArray[np.uint8]:  # noqa: ARG001 - qtbot looks for leaks
    apply_theme(qapp, DARK)
    simulation = Simulation(Experiment(network=Network.uniform(2, 3)), "numpy")
    history = []
    for _ in range(4):
        history.append((simulation.snapshot(),))
        simulation.run(steps=5)
    image = render("window", history[-1], history[:-1], size=(1600, 1000), theme=DARK)
    return rgb(image)


def test_the_plots_below_are_drawn(picture: NDArray[np.uint8]) -> None:
    below = picture[700:940, 350:1250]
    for color in (DARK.curve, DARK.second_curve):
        assert np.any(np.all(below == _rgb(color), axis=-1))


def test_a_wide_one_has_the_panels_at_the_right(picture: NDArray[np.uint8]) -> None:
    beside = picture[100:480, 1300:1590]
    assert np.any(np.all(beside == _rgb(DARK.text), axis=-1))


def _rgb(color: str) -> tuple[int, ...]:
    shade = QColor(color)
    return shade.red(), shade.green(), shade.blue()


def _diagram(experiment: Experiment, *, with_simulation: bool) -> NDArray[np.uint8]:
    raster.warm_up()  # neurons painted one by one, without the raster, have no pictures
    simulation = Simulation(experiment, "numpy")
    behind = (simulation,) if with_simulation else ()
    shown = (simulation.snapshot(),)
    return rgb(render("diagram", shown, size=(900, 600), theme=DARK, simulations=behind))


@pytest.mark.usefixtures("qtbot")
def test_neurons_have_the_pictures_of_what_they_answer() -> None:
    experiment = Experiment(network=Network.uniform(2, 3))
    plain, pictured = (_diagram(experiment, with_simulation=behind) for behind in (False, True))
    differs = np.any(plain != pictured, axis=-1)
    assert differs.any()
    assert not differs[:50].any()  # the headings
    assert not differs[500:].any()  # the numbers


@pytest.mark.usefixtures("qtbot")
def test_neurons_without_a_plane_have_no_pictures() -> None:
    experiment = Experiment(data=Data("blobs", samples=60, features=3), network=Network.uniform(2, 3))
    plain, pictured = (_diagram(experiment, with_simulation=behind) for behind in (False, True))
    assert np.array_equal(plain, pictured)
