"""Pictures in neurons: asked for where there is room, shown, and taken away."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from vgviz.drawing import raster
from vgviz.drawing.neuron_pictures import NeuronPicturesQuestion
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Network
from vgviz.session.messages import Command, Frame, Watch
from vgviz.session.questions import NoAnswer
from vgviz.session.states import State
from vgviz.views.desk import Desk
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.theme import DARK
from vgviz.views.window.neuron_picture_action import NAME, NeuronPictureAction


class Setting:
    """An action, a diagram, and what was sent."""

    def __init__(self, qtbot: QtBot, experiment: Experiment, size: tuple[int, int] = (1000, 560)) -> None:
        raster.warm_up()
        self.sent: list[Command] = []
        self.action = NeuronPictureAction(Desk(self.sent.append))
        self.diagram = DiagramView(DARK)
        qtbot.addWidget(self.diagram)
        self.diagram.resize(*size)
        self.simulation = Simulation(experiment, backend="numpy")
        self.frame = Frame((self.simulation.snapshot(),), State.PAUSED, 0.0, 0)
        self.diagram.show_snapshot(self.frame.snapshots[0])

    def show(self, *answers: Any) -> None:
        """Hand a frame over, with answers."""
        frame = replace(self.frame, answers={NAME: answers} if answers else {})
        self.action.show_frame(frame, [self.diagram])

    @property
    def asked(self) -> list[bool]:
        """Whether each request began or ended the question."""
        return [command.question is not None for command in self.sent if isinstance(command, Watch)]


def test_pictures_appear_and_go(qtbot: QtBot) -> None:
    setting = Setting(qtbot, Experiment(network=Network.uniform(2, 4, activation="tanh")))
    setting.show()
    assert setting.asked == [True]
    plain = picture_of(setting.diagram)
    setting.show(NeuronPicturesQuestion().answer(setting.simulation))
    assert picture_of(setting.diagram) != plain
    setting.action.setChecked(False)
    assert setting.asked == [True, False]
    assert picture_of(setting.diagram) == plain


@pytest.mark.parametrize(
    ("experiment", "size"),
    [
        (Experiment(Data("iris")), (1000, 560)),
        (Experiment(network=Network.uniform(3, 40)), (1000, 560)),
        (Experiment(), (420, 260)),
    ],
)
def test_nothing_is_asked_where_there_is_no_room_or_no_plane(
    experiment: Experiment, size: tuple[int, int], qtbot: QtBot
) -> None:
    setting = Setting(qtbot, experiment, size)
    setting.show()
    assert setting.asked == []


def test_room_that_comes_with_a_larger_window_is_used_at_once(qtbot: QtBot) -> None:
    setting = Setting(qtbot, Experiment(), (420, 260))
    setting.diagram.room_changed.connect(setting.action.look_again)
    setting.show()
    setting.diagram.show()
    setting.diagram.resize(1200, 700)
    qtbot.waitUntil(lambda: setting.asked == [True])
    setting.diagram.hide()


def test_no_answer_and_pictures_of_another_network_leave_discs(qtbot: QtBot) -> None:
    setting = Setting(qtbot, Experiment(network=Network.uniform(2, 4)))
    setting.show()
    plain = picture_of(setting.diagram)
    other = Simulation(Experiment(network=Network.uniform(2, 5)), backend="numpy")
    for answer in (NoAnswer("too large"), NeuronPicturesQuestion().answer(other)):
        setting.show(answer)
        assert picture_of(setting.diagram) == plain
    QToolTip.hideText()


def test_a_large_neuron_without_a_picture_says_why(qtbot: QtBot) -> None:
    setting = Setting(qtbot, Experiment(network=Network.uniform(2, 4)))
    setting.show(NoAnswer("The network is too large."))
    place = setting.diagram.scene
    assert place is not None
    column = place.layout.columns[1]
    spot = QPoint(round(column.x), round(column.first))
    event = QHelpEvent(QEvent.Type.ToolTip, spot, setting.diagram.mapToGlobal(spot))
    assert QApplication.sendEvent(setting.diagram, event)
    assert QToolTip.text().endswith("The network is too large.")
    setting.action.setChecked(False)
    QApplication.sendEvent(setting.diagram, event)
    assert "too large" not in QToolTip.text()
    QToolTip.hideText()
