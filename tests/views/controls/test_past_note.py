"""The controls while a moment of the past is shown."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment, Network
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.controls.control_panel import ControlPanel


def _looking_back(*experiments: Experiment, step: int = 5) -> Frame:
    """A frame of these networks as they were at a step."""
    snapshots = tuple(Simulation(each, "numpy").snapshot() for each in experiments)
    return Frame(snapshots, State.PAUSED, 0.0, 0, moment=step, newest=snapshots)


def test_while_looking_back_the_controls_show_the_settings_of_that_moment(panel: ControlPanel) -> None:
    now = Experiment(network=Network.uniform(5, 12), seed=4)
    past = Experiment(network=Network.uniform(3, 7, activation="relu"), seed=9)
    panel.show_experiments((now,))
    panel.show_frame(_looking_back(past))
    assert (panel.network.depth_row.value, panel.network.width_row.value) == (3, 7)
    assert panel.seed.field.text() == "9"
    assert panel.past_note.isVisible()
    assert panel.past_note.words.text.startswith("Settings at step")
    panel.show_frame(replace(_looking_back(past), moment=None))
    assert (panel.network.depth_row.value, panel.network.width_row.value) == (5, 12)
    assert panel.past_note.isHidden()


def test_the_note_of_the_past_moves_no_control(panel: ControlPanel) -> None:
    before = panel.network.width_row.mapTo(panel, QPoint())
    panel.show_frame(_looking_back(Experiment()))
    assert panel.network.width_row.mapTo(panel, QPoint()) == before
    assert panel.past_note.geometry().bottom() == panel.rect().bottom()


def test_a_change_while_looking_back_changes_the_experiment_of_now(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    now = Experiment(network=Network.uniform(5, 12), seed=4)
    back = _looking_back(Experiment(network=Network.uniform(3, 7), seed=9))
    panel.show_experiments((now,))
    panel.show_frame(back)
    panel.network.width_row.field.selectAll()
    QTest.keyClicks(panel.network.width_row.field, "20")
    QTest.keyClick(panel.network.width_row.field, Qt.Key.Key_Return)
    assert emitted == [Experiment(network=Network.uniform(5, 20), seed=4)]
    panel.show_frame(back)  # it was under way before the session heard of the change
    assert panel.network.depth_row.value == 5
    assert panel.past_note.isHidden()


def test_choosing_what_is_in_force_now_also_ends_the_look_back(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    now = Experiment(network=Network.uniform(5, 12))
    panel.show_experiments((now,))
    panel.show_frame(_looking_back(Experiment(network=Network.uniform(5, 7))))
    panel.network.width_row.field.selectAll()
    QTest.keyClicks(panel.network.width_row.field, "12")
    QTest.keyClick(panel.network.width_row.field, Qt.Key.Key_Return)
    assert emitted == [now]


def test_while_looking_back_the_chosen_run_is_that_of_then(panel: ControlPanel) -> None:
    panel.show_experiments((Experiment(seed=1), Experiment(seed=2)))
    panel.show_frame(_looking_back(Experiment(seed=11), Experiment(seed=12)))
    assert panel.seed.field.text() == "11"
    panel.choose_run(1)
    assert panel.seed.field.text() == "12"
