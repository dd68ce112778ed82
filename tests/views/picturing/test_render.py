"""The whole window as a picture: as large as it is asked for, its plots and side panels are in it."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment, Network
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
    return _pixels(image)


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


def _pixels(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
