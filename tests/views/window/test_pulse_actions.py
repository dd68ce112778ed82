"""When light runs back: on single steps that were asked for, unless less motion is wished."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment, Network
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.theme import DARK
from vgviz.views.window import pulse_actions
from vgviz.views.window.pulse_actions import PulseActions


class Setting:
    """Actions, a diagram, and a network that takes steps."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.actions = PulseActions(self.window)
        self.diagram = DiagramView(DARK, self.window)
        self.simulation = Simulation(Experiment(network=Network.uniform(3, 4)), backend="numpy")
        self.show()

    def show(self, steps: int = 0) -> None:
        """Train, then hand over a frame."""
        self.simulation.run(steps=steps)
        frame = Frame((self.simulation.snapshot(),), State.PAUSED, 0.0, 0)
        self.diagram.show_snapshot(frame.snapshots[0])
        self.actions.show_frame(frame, [self.diagram])

    @property
    def is_lit(self) -> bool:
        return self.diagram.pulse.is_lit


@pytest.fixture
def setting(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Setting:
    monkeypatch.setattr(pulse_actions, "is_motion_reduced", lambda: False)
    return Setting(qtbot)


def test_light_runs_after_a_step_that_was_asked_for(setting: Setting) -> None:
    setting.show(steps=1)
    assert not setting.is_lit
    setting.actions.expect_step()
    setting.show()
    assert not setting.is_lit
    setting.show(steps=1)
    assert setting.is_lit
    assert setting.diagram.pulse.snapshot is setting.diagram.snapshot
    setting.show(steps=1)
    assert not setting.is_lit


def test_an_answer_to_a_question_does_not_put_it_out(setting: Setting) -> None:
    setting.actions.expect_step()
    setting.show(steps=1)
    setting.show()
    assert setting.is_lit
    setting.diagram.pulse.stop()


def test_light_of_a_network_goes_out_when_another_has_its_place(setting: Setting) -> None:
    for _ in range(2):
        setting.actions.layer.trigger()
    assert setting.is_lit
    setting.simulation = Simulation(Experiment(network=Network.uniform(3, 9)), backend="numpy")
    setting.show()
    assert not setting.is_lit


def test_less_motion_means_no_light_unless_it_was_chosen(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse_actions, "is_motion_reduced", lambda: True)
    setting.actions.expect_step()
    setting.show(steps=1)
    assert not setting.is_lit
    assert not setting.actions.runs.isChecked()
    assert setting.actions.choice is None
    setting.actions.runs.trigger()
    assert setting.actions.choice is True
    setting.actions.expect_step()
    setting.show(steps=1)
    assert setting.is_lit
    setting.diagram.pulse.stop()


def test_the_speed_is_the_chosen_one(setting: Setting) -> None:
    durations = []
    for name in ("Usual speed", "Very slow"):
        setting.actions.speeds[name].trigger()
        setting.actions.expect_step()
        setting.show(steps=1)
        durations.append(setting.diagram.pulse._way.duration())
    assert setting.actions.speed == "Very slow"
    assert durations[1] == pytest.approx(5 * durations[0])
    setting.diagram.pulse.stop()


def test_a_key_takes_the_light_back_layer_by_layer(setting: Setting) -> None:
    for place in (4, 3, 2, 1):
        setting.actions.layer.trigger()
        assert setting.diagram.pulse.position == place
    setting.actions.layer.trigger()
    assert not setting.is_lit


def test_compared_networks_are_lit_together(setting: Setting) -> None:
    second = DiagramView(DARK, setting.window)
    other = Simulation(Experiment(network=Network.uniform(5, 2)), backend="numpy").snapshot()
    frame = Frame((setting.simulation.snapshot(), other), State.PAUSED, 0.0, 0)
    setting.actions.show_frame(frame, [setting.diagram, second])
    setting.actions.expect_step()
    setting.actions.show_frame(
        replace(frame, snapshots=(frame.snapshots[0], replace(other, step=1))), [setting.diagram, second]
    )
    assert setting.diagram.pulse.is_lit
    assert second.pulse.is_lit
    for diagram in (setting.diagram, second):
        diagram.pulse.stop()
